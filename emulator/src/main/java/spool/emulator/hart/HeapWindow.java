package spool.emulator.hart;

import spool.emulator.memory.PhysicalMemory;

/// A window into RAM that is an array, for one thread at a time.
///
/// The mask changes nothing of an index that a window gave. Where array and mask are constants, as
/// they are in translated code, it tells the JVM that there are no bounds to check.
final class HeapWindow extends PageWindow {
  byte[] ram = {};
  int mask;

  private HeapWindow(CachedPages pages) {
    super(pages);
  }

  /// A window into `memory`.
  static PageWindow of(PhysicalMemory memory, CachedPages pages) {
    HeapWindow window = new HeapWindow(pages);
    memory.onGrowth(window::goBy);
    return window;
  }

  private void goBy(byte[] array) {
    ram = array;
    mask = PhysicalMemory.mask(array);
  }

  @Override
  public byte load8(long address) {
    return ram[loadIndex(address) & mask];
  }

  @Override
  public short load16(long address) {
    return (short) HeapPages.SHORT.get(ram, loadIndex(address) & mask);
  }

  @Override
  public int load32(long address) {
    return (int) HeapPages.INT.get(ram, loadIndex(address) & mask);
  }

  @Override
  public long load64(long address) {
    return (long) HeapPages.LONG.get(ram, loadIndex(address) & mask);
  }

  @Override
  public void store8(long address, byte value) {
    ram[storeIndex(address) & mask] = value;
  }

  @Override
  public void store16(long address, short value) {
    HeapPages.SHORT.set(ram, storeIndex(address) & mask, value);
  }

  @Override
  public void store32(long address, int value) {
    HeapPages.INT.set(ram, storeIndex(address) & mask, value);
  }

  @Override
  public void store64(long address, long value) {
    HeapPages.LONG.set(ram, storeIndex(address) & mask, value);
  }
}
