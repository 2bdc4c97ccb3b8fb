package spool.emulator.hart;

import spool.emulator.isa.DataMemory;
import spool.emulator.memory.PhysicalMemory;

/// Memory as translated code sees it through one base register: the run of pages ([PageRuns]) that
/// its last load fell into, and the one of its last store.
///
/// An access inside is one comparison and one addition away from RAM, without a look into a table.
/// Programs keep to one stack, one array, one structure for a while with the same register, so that
/// most are inside. One outside throws [PageMiss], having done nothing; whoever executes it in
/// another way then has the window show where it was ([#showToLoads], [#showToStores]). So what a
/// window serves is what [CachedPages] would serve, and misaligned accesses in RAM, which need
/// nothing more there.
///
/// The last bytes of a run, of which an access could reach beyond, are outside the window.
public abstract sealed class PageWindow extends DataMemory permits HeapWindow, SharedWindow {
  private static final int MARGIN = Long.BYTES - 1;

  private final Tlb loads;
  private final Tlb stores;
  long loadStart;
  long loadSize;
  int loadBase;
  long storeStart;
  long storeSize;
  int storeBase;

  /// A window that shows nothing yet of what `loads` and `stores` have.
  PageWindow(Tlb loads, Tlb stores) {
    this.loads = loads;
    this.stores = stores;
  }

  /// A window into `memory`.
  static PageWindow of(PhysicalMemory memory, Tlb loads, Tlb stores) {
    return memory
        .segment()
        .<PageWindow>map(segment -> new SharedWindow(segment, loads, stores))
        .orElseGet(() -> HeapWindow.of(memory, loads, stores));
  }

  /// Shows nothing to loads until [#showToLoads].
  void closeLoads() {
    loadSize = 0;
  }

  /// Shows nothing to stores until [#showToStores].
  void closeStores() {
    storeSize = 0;
  }

  /// Where in RAM to load from.
  final int loadIndex(long address) {
    long distance = address - loadStart;
    if (Long.compareUnsigned(distance, loadSize) >= 0) {
      throw PageMiss.INSTANCE;
    }
    return (int) distance + loadBase;
  }

  /// Where in RAM to store to.
  final int storeIndex(long address) {
    long distance = address - storeStart;
    if (Long.compareUnsigned(distance, storeSize) >= 0) {
      throw PageMiss.INSTANCE;
    }
    return (int) distance + storeBase;
  }

  /// Shows loads the run that `address` is in, and answers whether there is one.
  public final boolean showToLoads(long address) {
    int run = loads.run(address);
    if (run >= 0) {
      loadStart = loads.runs().start(run);
      loadSize = loads.runs().size(run) - MARGIN;
      loadBase = (int) (loadStart + loads.runs().delta(run));
    }
    return run >= 0;
  }

  /// Shows stores the run that `address` is in, and answers whether there is one.
  public final boolean showToStores(long address) {
    int run = stores.run(address);
    if (run >= 0) {
      storeStart = stores.runs().start(run);
      storeSize = stores.runs().size(run) - MARGIN;
      storeBase = (int) (storeStart + stores.runs().delta(run));
    }
    return run >= 0;
  }
}
