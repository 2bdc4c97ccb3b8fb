package spool.emulator.hart;

import java.lang.foreign.MemorySegment;

/// A window into RAM that is a segment, which several threads access at once, as [SharedPages] has
/// it. Misaligned accesses are not whole, and it serves none.
final class SharedWindow extends PageWindow {
  final MemorySegment ram;

  SharedWindow(MemorySegment ram, Tlb loads, Tlb stores) {
    super(loads, stores);
    this.ram = ram;
  }

  @Override
  public byte load8(long address) {
    long index = loadIndex(address);
    return (byte) SharedPages.OCTET.getOpaque(ram, index);
  }

  @Override
  public short load16(long address) {
    long place = aligned(address, 1);
    long index = loadIndex(place);
    return (short) SharedPages.SHORT.getOpaque(ram, index);
  }

  @Override
  public int load32(long address) {
    long place = aligned(address, 3);
    long index = loadIndex(place);
    return (int) SharedPages.INT.getOpaque(ram, index);
  }

  @Override
  public long load64(long address) {
    long place = aligned(address, 7);
    long index = loadIndex(place);
    return (long) SharedPages.LONG.getOpaque(ram, index);
  }

  @Override
  public void store8(long address, byte value) {
    long index = storeIndex(address);
    SharedPages.OCTET.setOpaque(ram, index, value);
  }

  @Override
  public void store16(long address, short value) {
    long place = aligned(address, 1);
    long index = storeIndex(place);
    SharedPages.SHORT.setOpaque(ram, index, value);
  }

  @Override
  public void store32(long address, int value) {
    long place = aligned(address, 3);
    long index = storeIndex(place);
    SharedPages.INT.setOpaque(ram, index, value);
  }

  @Override
  public void store64(long address, long value) {
    long place = aligned(address, 7);
    long index = storeIndex(place);
    SharedPages.LONG.setOpaque(ram, index, value);
  }

  static long aligned(long address, long mask) {
    if ((address & mask) != 0) {
      throw PageMiss.INSTANCE;
    }
    return address;
  }
}
