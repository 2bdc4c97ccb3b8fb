package spool.emulator.hart;

import java.lang.foreign.MemorySegment;

/// A window into RAM that is a segment, which several threads access at once, as [SharedPages] has
/// it. Misaligned accesses are not whole, and it serves none.
final class SharedWindow extends PageWindow {
  final MemorySegment ram;

  SharedWindow(MemorySegment ram, CachedPages pages) {
    super(pages);
    this.ram = ram;
  }

  @Override
  public byte load8(long address) {
    return (byte) SharedPages.OCTET.getOpaque(ram, (long) loadIndex(address));
  }

  @Override
  public short load16(long address) {
    return (short) SharedPages.SHORT.getOpaque(ram, (long) loadIndex(aligned(address, 1)));
  }

  @Override
  public int load32(long address) {
    return (int) SharedPages.INT.getOpaque(ram, (long) loadIndex(aligned(address, 3)));
  }

  @Override
  public long load64(long address) {
    return (long) SharedPages.LONG.getOpaque(ram, (long) loadIndex(aligned(address, 7)));
  }

  @Override
  public void store8(long address, byte value) {
    SharedPages.OCTET.setOpaque(ram, (long) storeIndex(address), value);
  }

  @Override
  public void store16(long address, short value) {
    SharedPages.SHORT.setOpaque(ram, (long) storeIndex(aligned(address, 1)), value);
  }

  @Override
  public void store32(long address, int value) {
    SharedPages.INT.setOpaque(ram, (long) storeIndex(aligned(address, 3)), value);
  }

  @Override
  public void store64(long address, long value) {
    SharedPages.LONG.setOpaque(ram, (long) storeIndex(aligned(address, 7)), value);
  }

  static long aligned(long address, long mask) {
    if ((address & mask) != 0) {
      throw PageMiss.INSTANCE;
    }
    return address;
  }
}
