package spool.emulator.hart;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Access;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PageTableWalker;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.memory.Viewpoint;

/// A hart's way from virtual to physical addresses: the register `satp`, the page tables, and what
/// was learnt of them.
///
/// Each privilege has a cache of its own, so that a trap into another one and back costs no entry.
/// A page enters a cache only through a successful walk, in the table of the access that it was
/// walked for. A store walk has made the page dirty, so what is in `stores` may be written without
/// a look at the tables; pages of frames with code stay out of it, so that every write to them goes
/// through [PhysicalMemory] and is noticed. Devices and other addresses outside RAM are never in a
/// cache.
///
/// The invariant: a hit answers what a walk would have answered at some moment since the last
/// [#flush] that covers the page, which is what the architecture asks of `sfence.vma`.
final class Translation {
  private static final long PAGE_OFFSET = ~Tlb.PAGE_MASK;
  private static final int MODE_SHIFT = 60;
  private static final long SV39 = 8;
  private static final long ROOT_MASK = (1L << 44) - 1;

  private final PhysicalMemory memory;
  private final PageTableWalker walker;
  private final Map<Privilege, TranslationCache> caches = new EnumMap<>(Privilege.class);
  private long satp;
  private long root;
  private long epochs;
  private boolean superpages;
  private Privilege fetchPrivilege = Privilege.M;
  private Privilege dataPrivilege = Privilege.M;
  private Viewpoint fetchViewpoint = new Viewpoint(false, false, false);
  private Viewpoint dataViewpoint = fetchViewpoint;
  private TranslationCache fetchCache;
  private TranslationCache dataCache;

  Translation(Bus bus) {
    memory = bus.memory();
    walker = new PageTableWalker(memory);
    for (Privilege privilege : Privilege.values()) {
      caches.put(privilege, new TranslationCache());
    }
    fetchCache = cache(fetchPrivilege);
    dataCache = cache(dataPrivilege);
    flush();
    memory.onCodeMarked(this::forbidStores);
  }

  long satp() {
    return satp;
  }

  /// Switches the address space. A value with a mode other than bare and Sv39 changes nothing.
  void satp(long value) {
    long mode = value >>> MODE_SHIFT;
    if (mode == 0 || mode == SV39) {
      satp = value;
      root = (value & ROOT_MASK) << Tlb.PAGE_SHIFT;
      flush();
    }
  }

  /// Sets what instructions are fetched as and data is accessed as, which `mstatus.MPRV` makes
  /// different, with SUM and MXR of `mstatus`.
  void view(Privilege fetch, Privilege data, boolean sum, boolean mxr) {
    boolean rightsChanged = sum != dataViewpoint.sum() || mxr != dataViewpoint.mxr();
    if (fetch == fetchPrivilege && data == dataPrivilege && !rightsChanged) {
      return;
    }
    fetchPrivilege = fetch;
    dataPrivilege = data;
    fetchCache = cache(fetch);
    dataCache = cache(data);
    fetchViewpoint = new Viewpoint(fetch == Privilege.U, sum, mxr);
    dataViewpoint = new Viewpoint(data == Privilege.U, sum, mxr);
    if (rightsChanged) {
      cache(Privilege.U).clearData();
      cache(Privilege.S).clearData();
    }
  }

  Tlb loads() {
    return dataCache.loads;
  }

  Tlb stores() {
    return dataCache.stores;
  }

  /// Changes whenever an instruction address may have become another physical one, or none.
  long epoch() {
    return fetchCache.epoch;
  }

  void flush() {
    superpages = false;
    for (TranslationCache cache : caches.values()) {
      cache.clear();
      cache.epoch = epochs++;
    }
  }

  void flush(long address) {
    if (superpages) {
      flush();
      return;
    }
    for (TranslationCache cache : caches.values()) {
      cache.remove(address);
      cache.epoch = epochs++;
    }
  }

  /// The physical address of a virtual one. Throws [Trap] when the tables do not permit `access`.
  long physical(long address, Access access) {
    Tlb tlb = tlb(access);
    if (tlb.holds(address)) {
      return memory.base() + tlb.offset(address);
    }
    if (access == Access.STORE && dataCache.guarded.holds(address)) {
      return guarded(address);
    }
    long frame = frame(address, access);
    if (memory.contains(frame, PhysicalMemory.FRAME_BYTES)) {
      remember(tlb, address, frame, access);
    }
    return frame | (address & PAGE_OFFSET);
  }

  /// A page leaves `guarded` at the first access after the last code is gone from its frame.
  private long guarded(long address) {
    long physical = memory.base() + dataCache.guarded.offset(address);
    if (!memory.isCode(physical)) {
      dataCache.guarded.remove(address);
      dataCache.stores.put(address, memory.offset(physical & Tlb.PAGE_MASK));
    }
    return physical;
  }

  private Tlb tlb(Access access) {
    return switch (access) {
      case FETCH -> fetchCache.fetches;
      case LOAD -> loads();
      case STORE -> stores();
    };
  }

  private TranslationCache cache(Privilege privilege) {
    return Objects.requireNonNull(caches.get(privilege));
  }

  private long frame(long address, Access access) {
    boolean fetch = access == Access.FETCH;
    if (satp >>> MODE_SHIFT == 0 || (fetch ? fetchPrivilege : dataPrivilege) == Privilege.M) {
      return address & Tlb.PAGE_MASK;
    }
    long answer = walker.walk(root, address, access, fetch ? fetchViewpoint : dataViewpoint);
    if (answer < 0) {
      throw answer == PageTableWalker.PAGE_FAULT
          ? pageFault(address, access)
          : accessFault(address, access);
    }
    superpages |= (answer & PageTableWalker.SUPERPAGE) != 0;
    return answer & Tlb.PAGE_MASK;
  }

  private void remember(Tlb tlb, long address, long frame, Access access) {
    Tlb target = access == Access.STORE && memory.isCode(frame) ? dataCache.guarded : tlb;
    target.put(address, memory.offset(frame));
  }

  private void forbidStores(long frame) {
    for (TranslationCache cache : caches.values()) {
      cache.stores.removeFrame(memory.offset(frame));
    }
  }

  private static Trap pageFault(long address, Access access) {
    int cause =
        switch (access) {
          case FETCH -> Cause.INSTRUCTION_PAGE_FAULT;
          case LOAD -> Cause.LOAD_PAGE_FAULT;
          case STORE -> Cause.STORE_PAGE_FAULT;
        };
    return new Trap(cause, address);
  }

  /// The trap of an access to a physical address where nothing is that could serve it.
  static Trap accessFault(long address, Access access) {
    int cause =
        switch (access) {
          case FETCH -> Cause.INSTRUCTION_ACCESS_FAULT;
          case LOAD -> Cause.LOAD_ACCESS_FAULT;
          case STORE -> Cause.STORE_ACCESS_FAULT;
        };
    return new Trap(cause, address);
  }
}
