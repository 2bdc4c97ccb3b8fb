package spool.emulator.hart;

import java.lang.foreign.MemorySegment;

/// RAM that is a segment, which several threads access at once, as [SharedPages] has it. Misaligned
/// accesses are not whole, and it serves none.
final class SharedRam extends IndexedRam {
  final MemorySegment ram;

  SharedRam(MemorySegment ram) {
    this.ram = ram;
  }

  @Override
  public byte load8(long index) {
    return (byte) SharedPages.OCTET.getOpaque(ram, index);
  }

  @Override
  public short load16(long index) {
    long place = aligned(index, 1);
    return (short) SharedPages.SHORT.getOpaque(ram, place);
  }

  @Override
  public int load32(long index) {
    long place = aligned(index, 3);
    return (int) SharedPages.INT.getOpaque(ram, place);
  }

  @Override
  public long load64(long index) {
    long place = aligned(index, 7);
    return (long) SharedPages.LONG.getOpaque(ram, place);
  }

  @Override
  public void store8(long index, byte value) {
    SharedPages.OCTET.setOpaque(ram, index, value);
  }

  @Override
  public void store16(long index, short value) {
    long place = aligned(index, 1);
    SharedPages.SHORT.setOpaque(ram, place, value);
  }

  @Override
  public void store32(long index, int value) {
    long place = aligned(index, 3);
    SharedPages.INT.setOpaque(ram, place, value);
  }

  @Override
  public void store64(long index, long value) {
    long place = aligned(index, 7);
    SharedPages.LONG.setOpaque(ram, place, value);
  }

  private static long aligned(long index, long mask) {
    if ((index & mask) != 0) {
      throw PageMiss.INSTANCE;
    }
    return index;
  }
}
