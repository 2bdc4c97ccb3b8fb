package spool.emulator.hart;

import spool.emulator.isa.DataMemory;
import spool.emulator.memory.PhysicalMemory;

/// Memory as translated code sees it through one base register: the run of pages ([PageRuns]) that
/// its last load fell into, and the one of its last store.
///
/// An access inside is one comparison and one addition away from RAM, without a look into a table.
/// Programs keep to one stack, one array, one structure for a while with the same register, so that
/// most are inside. One outside moves the window, if its page is in the [Tlb]; otherwise it throws
/// [PageMiss], having done nothing. So what a window serves is what [CachedPages] would serve, and
/// misaligned accesses in RAM, which need nothing more there.
///
/// The last bytes of a run, of which an access could reach beyond, are outside the window.
public abstract sealed class PageWindow extends DataMemory permits HeapWindow, SharedWindow {
  private static final int MARGIN = Long.BYTES - 1;

  private final CachedPages pages;
  long loadStart;
  long loadSize;
  int loadBase;
  long storeStart;
  long storeSize;
  int storeBase;

  /// A window that shows nothing yet of `pages`.
  PageWindow(CachedPages pages) {
    this.pages = pages;
  }

  /// A window into `memory`.
  static PageWindow of(PhysicalMemory memory, CachedPages pages) {
    return memory
        .segment()
        .<PageWindow>map(segment -> new SharedWindow(segment, pages))
        .orElseGet(() -> HeapWindow.of(memory, pages));
  }

  /// What is used for `memory`.
  public static Class<? extends PageWindow> form(PhysicalMemory memory) {
    return memory.isShared() ? SharedWindow.class : HeapWindow.class;
  }

  /// Shows nothing to loads until one moves it.
  void closeLoads() {
    loadSize = 0;
  }

  /// Shows nothing to stores until one moves it.
  void closeStores() {
    storeSize = 0;
  }

  /// Where in RAM to load `mask` + 1 bytes from.
  final int loadIndex(long address, int mask) {
    long distance = address - loadStart;
    return Long.compareUnsigned(distance, loadSize) < 0
        ? (int) distance + loadBase
        : moveLoads(address, mask);
  }

  /// Where in RAM to store `mask` + 1 bytes to.
  final int storeIndex(long address, int mask) {
    long distance = address - storeStart;
    return Long.compareUnsigned(distance, storeSize) < 0
        ? (int) distance + storeBase
        : moveStores(address, mask);
  }

  @OutOfLine
  final int moveLoads(long address, int mask) {
    Tlb tlb = pages.loads();
    int run = tlb.run(address);
    loadStart = tlb.runs().start(run);
    loadSize = tlb.runs().size(run) - MARGIN;
    loadBase = (int) (loadStart + tlb.runs().delta(run));
    long distance = address - loadStart;
    requireInside(address, mask, distance < loadSize);
    return (int) distance + loadBase;
  }

  @OutOfLine
  final int moveStores(long address, int mask) {
    Tlb tlb = pages.stores();
    int run = tlb.run(address);
    storeStart = tlb.runs().start(run);
    storeSize = tlb.runs().size(run) - MARGIN;
    storeBase = (int) (storeStart + tlb.runs().delta(run));
    long distance = address - storeStart;
    requireInside(address, mask, distance < storeSize);
    return (int) distance + storeBase;
  }

  /// Where an access is in the margin, it is inside the run if it is aligned.
  private static void requireInside(long address, int mask, boolean isShown) {
    if (!isShown && (address & mask) != 0) {
      throw PageMiss.INSTANCE;
    }
  }
}
