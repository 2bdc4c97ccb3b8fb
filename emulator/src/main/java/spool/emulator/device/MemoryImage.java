package spool.emulator.device;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import spool.emulator.state.Exchange;

/// A disk without a file: zeros at first, and gone with the machine. It takes memory only for the
/// blocks of 64 KiB that were ever written.
public final class MemoryImage implements DiskImage {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final byte[] EMPTY = {};

  private final long sectors;
  private final Map<Long, byte[]> blocks = new TreeMap<>();

  /// A disk of `sizeBytes`, a positive multiple of the sector size.
  public MemoryImage(long sizeBytes) {
    if (sizeBytes <= 0 || sizeBytes % SECTOR_BYTES != 0) {
      throw new IllegalArgumentException(
          "a disk of " + sizeBytes + " bytes, not a multiple of " + SECTOR_BYTES);
    }
    sectors = sizeBytes / SECTOR_BYTES;
  }

  @Override
  public long sectors() {
    return sectors;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  /// How many bytes of memory the contents take.
  public long storedBytes() {
    return (long) blocks.size() * BLOCK_BYTES;
  }

  @Override
  public void read(long sector, byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      long position = sector * SECTOR_BYTES + done;
      int count = inBlock(position, length - done);
      byte[] block = blocks.get(position / BLOCK_BYTES);
      if (block == null) {
        Arrays.fill(target, offset + done, offset + done + count, (byte) 0);
      } else {
        System.arraycopy(block, (int) (position % BLOCK_BYTES), target, offset + done, count);
      }
      done += count;
    }
  }

  @Override
  public void write(long sector, byte[] source, int offset, int length) {
    int done = 0;
    while (done < length) {
      long position = sector * SECTOR_BYTES + done;
      int count = inBlock(position, length - done);
      byte[] block = blocks.computeIfAbsent(position / BLOCK_BYTES, _ -> new byte[BLOCK_BYTES]);
      System.arraycopy(source, offset + done, block, (int) (position % BLOCK_BYTES), count);
      done += count;
    }
  }

  private static int inBlock(long position, int length) {
    return (int) Math.min(length, BLOCK_BYTES - position % BLOCK_BYTES);
  }

  @Override
  public void flush() {}

  @Override
  public void exchange(Exchange exchange) {
    Map<Long, byte[]> before = new TreeMap<>(blocks);
    int count = exchange.integer(before.size());
    Iterator<Map.Entry<Long, byte[]>> entries = before.entrySet().iterator();
    blocks.clear();
    for (int index = 0; index < count; index++) {
      boolean isThere = entries.hasNext() && !exchange.isRestoring();
      Map.Entry<Long, byte[]> entry = isThere ? entries.next() : Map.entry(0L, EMPTY);
      long number = exchange.number(entry.getKey());
      blocks.put(number, exchange.bytes(entry.getValue()));
    }
  }
}
