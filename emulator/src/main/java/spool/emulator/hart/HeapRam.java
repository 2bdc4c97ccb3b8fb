package spool.emulator.hart;

import spool.emulator.memory.PhysicalMemory;

/// RAM that is an array, for one thread at a time.
final class HeapRam extends IndexedRam {
  byte[] ram = {};

  private HeapRam() {}

  /// What `memory` holds.
  static HeapRam of(PhysicalMemory memory) {
    HeapRam ram = new HeapRam();
    memory.onGrowth(ram::goBy);
    return ram;
  }

  private void goBy(byte[] array) {
    ram = array;
    mask = PhysicalMemory.mask(array);
  }

  @Override
  public byte load8(long index) {
    return ram[(int) index];
  }

  @Override
  public short load16(long index) {
    return (short) HeapPages.SHORT.get(ram, (int) index);
  }

  @Override
  public int load32(long index) {
    return (int) HeapPages.INT.get(ram, (int) index);
  }

  @Override
  public long load64(long index) {
    return (long) HeapPages.LONG.get(ram, (int) index);
  }

  @Override
  public void store8(long index, byte value) {
    ram[(int) index] = value;
  }

  @Override
  public void store16(long index, short value) {
    HeapPages.SHORT.set(ram, (int) index, value);
  }

  @Override
  public void store32(long index, int value) {
    HeapPages.INT.set(ram, (int) index, value);
  }

  @Override
  public void store64(long index, long value) {
    HeapPages.LONG.set(ram, (int) index, value);
  }
}
