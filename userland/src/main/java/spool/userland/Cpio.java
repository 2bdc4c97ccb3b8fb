package spool.userland;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Archives in the "newc" form of cpio, as Linux takes for its initial root file system.
///
/// Each file is a header of 110 ASCII characters (a magic number and thirteen numbers of eight
/// hexadecimal digits), its name and its contents, each padded to a multiple of four bytes. An
/// entry named `TRAILER!!!` ends the archive. Owners, times and device numbers are written as zero,
/// so that an archive depends on names, modes and contents alone.
public final class Cpio {
  private static final String MAGIC = "070701";
  private static final String TRAILER = "TRAILER!!!";
  private static final int HEADER_BYTES = 110;

  /// Enough for most names; what is read ahead of the contents is read for nothing.
  private static final int HEADER_AND_NAME_BYTES = 192;

  private static final int MODE_FIELD = 1;
  private static final int SIZE_FIELD = 6;
  private static final int NAME_SIZE_FIELD = 11;
  private static final int FIELDS = 13;

  private Cpio() {}

  /// Where the bytes of an archive are, to be read from the beginning as often as needed.
  @FunctionalInterface
  interface Archive {
    /// Opens the archive. To skip should cost less than to read.
    InputStream open() throws IOException;
  }

  /// A file or folder of an archive.
  ///
  /// @param path the path below the archive's root, without a leading slash
  /// @param mode type and permissions as in `st_mode`
  /// @param size how many bytes a file has
  /// @param source what reads them
  public record Entry(String path, int mode, int size, Supplier<ByteBuffer> source) {
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;

    static Entry file(String path, int permissions, byte[] contents) {
      return new Entry(path, FILE | permissions, contents.length, () -> ByteBuffer.wrap(contents));
    }

    static Entry folder(String path, int permissions) {
      return new Entry(path, FOLDER | permissions, 0, () -> ByteBuffer.allocate(0));
    }

    /// The bytes of the file, read-only; nothing for a folder.
    public ByteBuffer contents() {
      return source.get().asReadOnlyBuffer();
    }

    /// Whether this is a folder.
    public boolean isFolder() {
      return (mode & TYPE) == FOLDER;
    }
  }

  /// The bytes of `archive` from `start` on, read when they are first asked for.
  private static final class Part implements Supplier<ByteBuffer> {
    private final Archive archive;
    private final long start;
    private final int size;
    private Optional<ByteBuffer> bytes = Optional.empty();

    Part(Archive archive, long start, int size) {
      this.archive = archive;
      this.start = start;
      this.size = size;
    }

    @Override
    public synchronized ByteBuffer get() {
      if (bytes.isEmpty()) {
        bytes = Optional.of(read());
      }
      return bytes.get();
    }

    private ByteBuffer read() {
      try (InputStream stream = archive.open()) {
        stream.skipNBytes(start);
        return ByteBuffer.wrap(Cpio.read(stream, size));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  /// The entries of `archive` in its order; their contents are read from it when needed.
  ///
  /// @throws IllegalArgumentException if it is no such archive
  static List<Entry> read(Archive archive) throws IOException {
    try (InputStream stream = new BufferedInputStream(archive.open(), HEADER_AND_NAME_BYTES)) {
      return entries(archive, stream);
    } catch (EOFException truncated) {
      throw new IllegalArgumentException("cpio archive ends too early", truncated);
    }
  }

  private static List<Entry> entries(Archive archive, InputStream stream) throws IOException {
    List<Entry> entries = new ArrayList<>();
    long at = 0;
    while (true) {
      String header = new String(read(stream, HEADER_BYTES), ISO_8859_1);
      if (!header.startsWith(MAGIC)) {
        throw new IllegalArgumentException("no cpio header at byte " + at);
      }
      int nameBytes = padded(HEADER_BYTES + field(header, NAME_SIZE_FIELD)) - HEADER_BYTES;
      byte[] padded = read(stream, nameBytes);
      String name = new String(padded, 0, field(header, NAME_SIZE_FIELD) - 1, UTF_8);
      if (name.equals(TRAILER)) {
        return entries;
      }
      int size = field(header, SIZE_FIELD);
      long start = at + HEADER_BYTES + nameBytes;
      entries.add(new Entry(name, field(header, MODE_FIELD), size, new Part(archive, start, size)));
      stream.skipNBytes(padded(size));
      at = start + padded(size);
    }
  }

  /// The archive of `entries`, in their order.
  static byte[] write(List<Entry> entries) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    int inode = 1;
    for (Entry entry : entries) {
      append(archive, inode++, entry);
    }
    append(archive, 0, new Entry(TRAILER, 0, 0, () -> ByteBuffer.allocate(0)));
    return archive.toByteArray();
  }

  private static void append(ByteArrayOutputStream archive, int inode, Entry entry) {
    byte[] contents = new byte[entry.size()];
    entry.contents().get(contents);
    int[] fields = new int[FIELDS];
    fields[0] = inode;
    fields[MODE_FIELD] = entry.mode();
    fields[4] = 1; // Links.
    fields[SIZE_FIELD] = contents.length;
    fields[NAME_SIZE_FIELD] = entry.path().length() + 1;
    StringBuilder header = new StringBuilder(MAGIC);
    for (int value : fields) {
      header.append("%08X".formatted(value));
    }
    archive.writeBytes(header.append(entry.path()).append('\0').toString().getBytes(US_ASCII));
    pad(archive);
    archive.writeBytes(contents);
    pad(archive);
  }

  private static void pad(ByteArrayOutputStream archive) {
    archive.writeBytes(new byte[padded(archive.size()) - archive.size()]);
  }

  private static int padded(int size) {
    return (size + 3) & -4;
  }

  private static int field(String header, int index) {
    int at = MAGIC.length() + 8 * index;
    return Integer.parseUnsignedInt(header, at, at + 8, 16);
  }

  private static byte[] read(InputStream stream, int count) throws IOException {
    byte[] bytes = new byte[count];
    if (stream.readNBytes(bytes, 0, count) < count) {
      throw new EOFException("cpio archive ends too early");
    }
    return bytes;
  }
}
