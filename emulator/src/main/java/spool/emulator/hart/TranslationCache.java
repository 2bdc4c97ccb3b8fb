package spool.emulator.hart;

import java.util.Arrays;
import java.util.function.LongPredicate;
import spool.emulator.memory.PhysicalMemory;

/// What a hart has learnt of its page tables at one privilege, and since when: `epoch` is another
/// number each time that something was forgotten. `stores` may be written without further ado,
/// `guarded` are the other pages that may be written, in frames with code.
final class TranslationCache {
  final Tlb fetches = new Tlb();
  final Tlb loads = new Tlb();
  final Tlb stores = new Tlb();
  final Tlb guarded = new Tlb();

  /// What translated code sees the pages through.
  final PageWindow[] windows = new PageWindow[CachedPages.WINDOWS];

  long epoch;

  /// Nothing learnt yet, of pages in `memory`.
  TranslationCache(PhysicalMemory memory) {
    IndexedRam ram = IndexedRam.of(memory);
    Arrays.setAll(windows, _ -> new PageWindow(ram, loads, stores));
    loads.onForget(this::closeLoads);
    stores.onForget(this::closeStores);
  }

  private void closeLoads() {
    for (PageWindow each : windows) {
      each.closeLoads();
    }
  }

  private void closeStores() {
    for (PageWindow each : windows) {
      each.closeStores();
    }
  }

  void clear() {
    fetches.clear();
    clearData();
  }

  void clearData() {
    loads.clear();
    stores.clear();
    guarded.clear();
  }

  /// See [Tlb#watch(LongPredicate)].
  void watch(LongPredicate watched) {
    loads.watch(watched);
    stores.watch(watched);
    guarded.watch(watched);
  }

  void remove(long address) {
    fetches.remove(address);
    loads.remove(address);
    stores.remove(address);
    guarded.remove(address);
  }
}
