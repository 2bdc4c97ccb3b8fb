package spool.emulator.hart;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import spool.emulator.memory.PhysicalMemory;

/// Pages of RAM that is an array, for one thread at a time.
final class HeapPages extends CachedPages {
  static final VarHandle SHORT = view(short[].class);
  static final VarHandle INT = view(int[].class);
  static final VarHandle LONG = view(long[].class);

  byte[] ram = {};

  private HeapPages() {}

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /// Pages of `memory`.
  static CachedPages of(PhysicalMemory memory) {
    HeapPages pages = new HeapPages();
    memory.onGrowth(array -> pages.ram = array);
    return pages;
  }

  @Override
  public byte load8(long address) {
    int index = CachedPages.index(loadTags, loadDeltas, address, BYTE);
    return ram[index];
  }

  @Override
  public short load16(long address) {
    int index = CachedPages.index(loadTags, loadDeltas, address, HALFWORD);
    return (short) SHORT.get(ram, index);
  }

  @Override
  public int load32(long address) {
    int index = CachedPages.index(loadTags, loadDeltas, address, WORD);
    return (int) INT.get(ram, index);
  }

  @Override
  public long load64(long address) {
    int index = CachedPages.index(loadTags, loadDeltas, address, DOUBLEWORD);
    return (long) LONG.get(ram, index);
  }

  @Override
  public void store8(long address, byte value) {
    int index = CachedPages.index(storeTags, storeDeltas, address, BYTE);
    ram[index] = value;
  }

  @Override
  public void store16(long address, short value) {
    int index = CachedPages.index(storeTags, storeDeltas, address, HALFWORD);
    SHORT.set(ram, index, value);
  }

  @Override
  public void store32(long address, int value) {
    int index = CachedPages.index(storeTags, storeDeltas, address, WORD);
    INT.set(ram, index, value);
  }

  @Override
  public void store64(long address, long value) {
    int index = CachedPages.index(storeTags, storeDeltas, address, DOUBLEWORD);
    LONG.set(ram, index, value);
  }
}
