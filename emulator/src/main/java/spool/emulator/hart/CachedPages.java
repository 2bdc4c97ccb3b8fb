package spool.emulator.hart;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import spool.emulator.isa.DataMemory;

/// The pages of RAM that a hart accessed before, as its [Tlb] has them: the fast path of loads and
/// stores, one comparison and one array access long.
///
/// All else (first accesses, misaligned ones, devices, pages with code for stores, faults) throws
/// [PageMiss], and [LoadStoreUnit] does it. So nothing here calls anything that is not inlined, and
/// nothing here can trap, see the time, or change anything but RAM: the inner loop of an executor
/// that has only this needs no more exact state of the hart. Methods stay below 35 bytes of
/// bytecode, which the JVM inlines even where an instruction is rare.
public final class CachedPages extends DataMemory {
  private static final long BYTE = Tlb.PAGE_MASK;
  private static final long HALFWORD = Tlb.PAGE_MASK | 1;
  private static final long WORD = Tlb.PAGE_MASK | 3;
  private static final long DOUBLEWORD = Tlb.PAGE_MASK | 7;
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private byte[] ram = {};
  private long[] loadTags = {};
  private long[] loadDeltas = {};
  private long[] storeTags = {};
  private long[] storeDeltas = {};

  /// The pages that `loads` and `stores` have.
  CachedPages(Tlb loads, Tlb stores) {
    view(loads, stores);
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /// Finds RAM in `array` from now on.
  void ram(byte[] array) {
    ram = array;
  }

  /// Goes by other tables from now on.
  final void view(Tlb loads, Tlb stores) {
    loadTags = loads.tags;
    loadDeltas = loads.deltas;
    storeTags = stores.tags;
    storeDeltas = stores.deltas;
  }

  /// Whether loads of `size` bytes at `address` are served.
  boolean mayLoad(long address, int size) {
    return loadTags[Tlb.slot(address, loadTags)] == (address & (Tlb.PAGE_MASK | size - 1));
  }

  /// Whether stores of `size` bytes at `address` are served.
  boolean mayStore(long address, int size) {
    return storeTags[Tlb.slot(address, storeTags)] == (address & (Tlb.PAGE_MASK | size - 1));
  }

  @Override
  public byte load8(long address) {
    return ram[index(loadTags, loadDeltas, address, BYTE)];
  }

  @Override
  public short load16(long address) {
    return (short) SHORT.get(ram, index(loadTags, loadDeltas, address, HALFWORD));
  }

  @Override
  public int load32(long address) {
    return (int) INT.get(ram, index(loadTags, loadDeltas, address, WORD));
  }

  @Override
  public long load64(long address) {
    return (long) LONG.get(ram, index(loadTags, loadDeltas, address, DOUBLEWORD));
  }

  @Override
  public void store8(long address, byte value) {
    ram[index(storeTags, storeDeltas, address, BYTE)] = value;
  }

  @Override
  public void store16(long address, short value) {
    SHORT.set(ram, index(storeTags, storeDeltas, address, HALFWORD), value);
  }

  @Override
  public void store32(long address, int value) {
    INT.set(ram, index(storeTags, storeDeltas, address, WORD), value);
  }

  @Override
  public void store64(long address, long value) {
    LONG.set(ram, index(storeTags, storeDeltas, address, DOUBLEWORD), value);
  }

  private static int index(long[] tags, long[] deltas, long address, long mask) {
    if (tags[Tlb.slot(address, tags)] != (address & mask)) {
      throw PageMiss.INSTANCE;
    }
    return (int) (address + deltas[Tlb.slot(address, deltas)]);
  }
}
