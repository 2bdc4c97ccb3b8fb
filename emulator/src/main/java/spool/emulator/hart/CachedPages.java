package spool.emulator.hart;

import spool.emulator.isa.Cpu;
import spool.emulator.isa.DataMemory;
import spool.emulator.memory.PhysicalMemory;

/// The pages of RAM that a hart accessed before, as its [Tlb] has them: the fast path of loads and
/// stores, one comparison and one array access long.
///
/// What form RAM has is up to the subclass; a JVM that has loaded only one of them calls its
/// methods directly.
///
/// All else (first accesses, misaligned ones, devices, pages with code for stores, faults) throws
/// [PageMiss], and [LoadStoreUnit] does it. So nothing here calls anything that is not inlined, and
/// nothing here can trap, see the time, or change anything but RAM: the inner loop of an executor
/// that has only this needs no more exact state of the hart. Methods stay below 35 bytes of
/// bytecode, which the JVM inlines even where an instruction is rare. Translated code, which has
/// them written into itself, sees the pages through windows ([PageWindow]), or where these move too
/// often, as the interpreter does.
public abstract sealed class CachedPages extends DataMemory permits HeapPages, SharedPages {
  static final long BYTE = Tlb.PAGE_MASK;
  static final long HALFWORD = Tlb.PAGE_MASK | 1;
  static final long WORD = Tlb.PAGE_MASK | 3;
  static final long DOUBLEWORD = Tlb.PAGE_MASK | 7;

  /// How many windows there are: one for each base register.
  static final int WINDOWS = Cpu.SINK;

  private PageWindow[] windows = {};
  long[] loadTags = {};
  long[] loadDeltas = {};
  long[] storeTags = {};
  long[] storeDeltas = {};

  CachedPages() {}

  /// The pages of `memory` that `cache` has.
  static CachedPages of(PhysicalMemory memory, TranslationCache cache) {
    CachedPages pages = memory.segment().map(SharedPages::of).orElseGet(() -> HeapPages.of(memory));
    pages.view(cache);
    return pages;
  }

  /// The window for accesses by a base register.
  public PageWindow window(int base) {
    return windows[base];
  }

  /// Goes by what `cache` has from now on.
  final void view(TranslationCache cache) {
    windows = cache.windows;
    loadTags = cache.loads.tags;
    loadDeltas = cache.loads.deltas;
    storeTags = cache.stores.tags;
    storeDeltas = cache.stores.deltas;
  }

  /// Whether loads of `size` bytes at `address` are served.
  boolean mayLoad(long address, int size) {
    return loadTags[Tlb.slot(address, loadTags)] == (address & (Tlb.PAGE_MASK | size - 1));
  }

  /// Whether stores of `size` bytes at `address` are served.
  boolean mayStore(long address, int size) {
    return storeTags[Tlb.slot(address, storeTags)] == (address & (Tlb.PAGE_MASK | size - 1));
  }

  static int index(long[] tags, long[] deltas, long address, long mask) {
    if (tags[Tlb.slot(address, tags)] != (address & mask)) {
      throw PageMiss.INSTANCE;
    }
    return (int) (address + deltas[Tlb.slot(address, deltas)]);
  }
}
