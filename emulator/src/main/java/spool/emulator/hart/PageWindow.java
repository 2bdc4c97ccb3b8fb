package spool.emulator.hart;

import spool.emulator.isa.DataMemory;

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
public final class PageWindow extends DataMemory {
  private static final int MARGIN = Long.BYTES - 1;

  private final IndexedRam ram;
  private final Tlb loads;
  private final Tlb stores;
  long loadStart;
  long loadSize;
  int loadBase;
  long storeStart;
  long storeSize;
  int storeBase;

  /// A window into `ram` that shows nothing yet of what `loads` and `stores` have.
  PageWindow(IndexedRam ram, Tlb loads, Tlb stores) {
    this.ram = ram;
    this.loads = loads;
    this.stores = stores;
  }

  /// Shows nothing to loads until [#showToLoads].
  void closeLoads() {
    loadSize = 0;
  }

  /// Shows nothing to stores until [#showToStores].
  void closeStores() {
    storeSize = 0;
  }

  @Override
  public byte load8(long address) {
    long index = loadIndex(address);
    return ram.load8(index);
  }

  @Override
  public short load16(long address) {
    long index = loadIndex(address);
    return ram.load16(index);
  }

  @Override
  public int load32(long address) {
    long index = loadIndex(address);
    return ram.load32(index);
  }

  @Override
  public long load64(long address) {
    long index = loadIndex(address);
    return ram.load64(index);
  }

  @Override
  public void store8(long address, byte value) {
    long index = storeIndex(address);
    ram.store8(index, value);
  }

  @Override
  public void store16(long address, short value) {
    long index = storeIndex(address);
    ram.store16(index, value);
  }

  @Override
  public void store32(long address, int value) {
    long index = storeIndex(address);
    ram.store32(index, value);
  }

  @Override
  public void store64(long address, long value) {
    long index = storeIndex(address);
    ram.store64(index, value);
  }

  private long loadIndex(long address) {
    long distance = address - loadStart;
    if (Long.compareUnsigned(distance, loadSize) >= 0) {
      throw PageMiss.INSTANCE;
    }
    int index = ((int) distance + loadBase) & ram.mask;
    return index;
  }

  private long storeIndex(long address) {
    long distance = address - storeStart;
    if (Long.compareUnsigned(distance, storeSize) >= 0) {
      throw PageMiss.INSTANCE;
    }
    int index = ((int) distance + storeBase) & ram.mask;
    return index;
  }

  /// Where in RAM to load from for all accesses from `address` to `reach` bytes further on, each as
  /// far from there as its address is from `address`.
  long loadIndex(long address, long reach) {
    long distance = address - loadStart;
    if (distance < 0 || distance >= loadSize - reach) {
      throw PageMiss.INSTANCE;
    }
    int index = ((int) distance + loadBase) & ram.mask;
    return index;
  }

  /// Where in RAM to store to, as [#loadIndex(long, long)] has it.
  long storeIndex(long address, long reach) {
    long distance = address - storeStart;
    if (distance < 0 || distance >= storeSize - reach) {
      throw PageMiss.INSTANCE;
    }
    int index = ((int) distance + storeBase) & ram.mask;
    return index;
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
