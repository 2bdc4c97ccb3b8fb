package spool.emulator.hart;

import spool.emulator.memory.PhysicalMemory;

/// A window into RAM that is an array, for one thread at a time.
final class HeapWindow extends PageWindow {
  byte[] ram = {};

  private HeapWindow(CachedPages pages) {
    super(pages);
  }

  /// A window into `memory`.
  static PageWindow of(PhysicalMemory memory, CachedPages pages) {
    HeapWindow window = new HeapWindow(pages);
    memory.onGrowth(array -> window.ram = array);
    return window;
  }

  @Override
  public byte load8(long address) {
    return ram[loadIndex(address, 0)];
  }

  @Override
  public short load16(long address) {
    return (short) HeapPages.SHORT.get(ram, loadIndex(address, 1));
  }

  @Override
  public int load32(long address) {
    return (int) HeapPages.INT.get(ram, loadIndex(address, 3));
  }

  @Override
  public long load64(long address) {
    return (long) HeapPages.LONG.get(ram, loadIndex(address, 7));
  }

  @Override
  public void store8(long address, byte value) {
    ram[storeIndex(address, 0)] = value;
  }

  @Override
  public void store16(long address, short value) {
    HeapPages.SHORT.set(ram, storeIndex(address, 1), value);
  }

  @Override
  public void store32(long address, int value) {
    HeapPages.INT.set(ram, storeIndex(address, 3), value);
  }

  @Override
  public void store64(long address, long value) {
    HeapPages.LONG.set(ram, storeIndex(address, 7), value);
  }
}
