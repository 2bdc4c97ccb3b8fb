package spool.userland;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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
  private static final int MODE_FIELD = 1;
  private static final int SIZE_FIELD = 6;
  private static final int NAME_SIZE_FIELD = 11;
  private static final int FIELDS = 13;

  private Cpio() {}

  /// A file or folder of an archive.
  ///
  /// @param path the path below the archive's root, without a leading slash
  /// @param mode type and permissions as in `st_mode`
  /// @param contents the bytes of a file, read-only; nothing for a folder
  public record Entry(String path, int mode, ByteBuffer contents) {
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;

    static Entry file(String path, int permissions, byte[] contents) {
      return new Entry(path, FILE | permissions, ByteBuffer.wrap(contents));
    }

    static Entry folder(String path, int permissions) {
      return new Entry(path, FOLDER | permissions, ByteBuffer.allocate(0));
    }

    /// The bytes of the file, from the first one on whatever was read before.
    @Override
    public ByteBuffer contents() {
      return contents.asReadOnlyBuffer().rewind();
    }

    /// Whether this is a folder.
    public boolean isFolder() {
      return (mode & TYPE) == FOLDER;
    }
  }

  /// The entries of `archive` in its order; their contents are views of it.
  ///
  /// @throws IllegalArgumentException if it is no such archive
  public static List<Entry> read(ByteBuffer archive) {
    List<Entry> entries = new ArrayList<>();
    int at = 0;
    while (true) {
      String magic = ascii(archive, at, MAGIC.length());
      if (!magic.equals(MAGIC)) {
        throw new IllegalArgumentException("no cpio header at byte " + at + ": " + magic);
      }
      int nameAt = at + HEADER_BYTES;
      String name = ascii(archive, nameAt, field(archive, at, NAME_SIZE_FIELD) - 1);
      if (name.equals(TRAILER)) {
        return entries;
      }
      int size = field(archive, at, SIZE_FIELD);
      int contentsAt = padded(nameAt + name.length() + 1);
      entries.add(
          new Entry(name, field(archive, at, MODE_FIELD), slice(archive, contentsAt, size)));
      at = padded(contentsAt + size);
    }
  }

  /// The archive of `entries`, in their order.
  static byte[] write(List<Entry> entries) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    int inode = 1;
    for (Entry entry : entries) {
      append(archive, inode++, entry);
    }
    append(archive, 0, new Entry(TRAILER, 0, ByteBuffer.allocate(0)));
    return archive.toByteArray();
  }

  private static void append(ByteArrayOutputStream archive, int inode, Entry entry) {
    byte[] contents = new byte[entry.contents().remaining()];
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

  private static int field(ByteBuffer archive, int header, int index) {
    return Integer.parseUnsignedInt(ascii(archive, header + MAGIC.length() + 8 * index, 8), 16);
  }

  private static String ascii(ByteBuffer archive, int at, int length) {
    return UTF_8.decode(slice(archive, at, length)).toString();
  }

  private static ByteBuffer slice(ByteBuffer archive, int at, int length) {
    try {
      return archive.slice(at, length);
    } catch (IndexOutOfBoundsException truncated) {
      throw new IllegalArgumentException("cpio archive ends before byte " + at, truncated);
    }
  }
}
