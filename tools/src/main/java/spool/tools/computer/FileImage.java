package spool.tools.computer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;
import spool.emulator.device.DiskImage;

/// A disk that is a file of the host's, byte for byte: what is written is in the file at once.
public final class FileImage implements DiskImage, AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 20;

  private final FileChannel channel;
  private final long sectors;
  private final boolean isReadOnly;

  private FileImage(FileChannel channel, long sectors, boolean isReadOnly) {
    this.channel = channel;
    this.sectors = sectors;
    this.isReadOnly = isReadOnly;
  }

  /// Opens `file`, for reading alone if `isReadOnly`.
  ///
  /// @throws IOException if the host cannot open it
  /// @throws IllegalArgumentException if it is empty, or not of whole sectors
  public static FileImage open(Path file, boolean isReadOnly) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            isReadOnly
                ? Set.of(StandardOpenOption.READ)
                : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    long size = channel.size();
    if (size == 0 || size % SECTOR_BYTES != 0) {
      channel.close();
      throw new IllegalArgumentException(
          "%s has %d bytes, not a multiple of %d; extend it with 'truncate -s %%%d'"
              .formatted(file, size, SECTOR_BYTES, SECTOR_BYTES));
    }
    return new FileImage(channel, size / SECTOR_BYTES, isReadOnly);
  }

  /// A number that is another one when the contents are, as far as chance goes: CRC-32C.
  public long checksum() throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
    long at = 0;
    for (int count = channel.read(buffer, at); count > 0; count = channel.read(buffer, at)) {
      at += count;
      sum.update(buffer.flip());
      buffer.clear();
    }
    return sum.getValue();
  }

  @Override
  public long sectors() {
    return sectors;
  }

  @Override
  public boolean isReadOnly() {
    return isReadOnly;
  }

  @Override
  public void read(long sector, byte[] target, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    long start = sector * SECTOR_BYTES - offset;
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, start + buffer.position()) < 0) {
        throw new EOFException("the file has become shorter");
      }
    }
  }

  @Override
  public void write(long sector, byte[] source, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
    long start = sector * SECTOR_BYTES - offset;
    while (buffer.hasRemaining()) {
      channel.write(buffer, start + buffer.position());
    }
  }

  @Override
  public void flush() throws IOException {
    if (!isReadOnly) {
      channel.force(false);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
