package spool.emulator.hart;

import spool.emulator.memory.PhysicalMemory;

/// A window into RAM that is an array, for one thread at a time.
///
/// The mask changes nothing of an index that a window gave. Where array and mask are constants, as
/// they are in translated code, it tells the JVM that there are no bounds to check.
final class HeapWindow extends PageWindow {
  byte[] ram = {};
  int mask;

  private HeapWindow(Tlb loads, Tlb stores) {
    super(loads, stores);
  }

  /// A window into `memory`.
  static PageWindow of(PhysicalMemory memory, Tlb loads, Tlb stores) {
    HeapWindow window = new HeapWindow(loads, stores);
    memory.onGrowth(window::goBy);
    return window;
  }

  private void goBy(byte[] array) {
    ram = array;
    mask = PhysicalMemory.mask(array);
  }

  @Override
  public byte load8(long address) {
    int index = loadIndex(address) & mask;
    return ram[index];
  }

  @Override
  public short load16(long address) {
    int index = loadIndex(address) & mask;
    return (short) HeapPages.SHORT.get(ram, index);
  }

  @Override
  public int load32(long address) {
    int index = loadIndex(address) & mask;
    return (int) HeapPages.INT.get(ram, index);
  }

  @Override
  public long load64(long address) {
    int index = loadIndex(address) & mask;
    return (long) HeapPages.LONG.get(ram, index);
  }

  @Override
  public void store8(long address, byte value) {
    int index = storeIndex(address) & mask;
    ram[index] = value;
  }

  @Override
  public void store16(long address, short value) {
    int index = storeIndex(address) & mask;
    HeapPages.SHORT.set(ram, index, value);
  }

  @Override
  public void store32(long address, int value) {
    int index = storeIndex(address) & mask;
    HeapPages.INT.set(ram, index, value);
  }

  @Override
  public void store64(long address, long value) {
    int index = storeIndex(address) & mask;
    HeapPages.LONG.set(ram, index, value);
  }
}
