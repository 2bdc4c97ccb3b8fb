package spool.emulator.hart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Access;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PageTableWalker;
import spool.emulator.memory.PagingMode;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.memory.PhysicalProtection;
import spool.emulator.memory.Viewpoint;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// A hart's way from virtual to physical addresses: the register `satp`, the page tables, and what
/// was learnt of them.
///
/// Each privilege has a cache of its own, so that a trap into another one and back costs no entry;
/// and each of the last few address spaces, for a kernel that says when one is to be forgotten
/// ([#enter]). A page enters a cache only through a successful walk, in the table of the access
/// that it was walked for. A store walk has made the page dirty, so what is in `stores` may be
/// written without a look at the tables; pages of frames with code stay out of it, so that every
/// write to them goes through [PhysicalMemory] and is noticed. Devices and other addresses outside
/// RAM are never in a cache, nor is a page of which [PhysicalProtection] permits only a part, so
/// that what is in a cache needs no look at it.
///
/// The invariant: a hit answers what a walk would have answered at some moment since the last
/// [#flush] that covers the page, or [#forget] if the space was entered, which is what the
/// architecture asks of `sfence.vma`. Every other change of `satp`, and each of the protection of
/// physical memory and of the reading of entries, is a flush itself.
final class Translation implements Stateful {
  private static final long PAGE_OFFSET = ~Tlb.PAGE_MASK;
  private static final int MODE_SHIFT = 60;
  private static final long SV39 = 8;
  private static final long SV57 = 10;

  /// What the numbers of modes exceed those of levels by.
  private static final long LEVELS_BASE = 5;

  /// As many address spaces as programs that take turns have, mostly.
  private static final int MOST_SPACES = 4;

  private static final long ROOT_MASK = (1L << 44) - 1;

  private final PhysicalMemory memory;
  private final PhysicalProtection protection = new PhysicalProtection();
  private final PageTableWalker walker;

  /// Of the address spaces that the hart was in, the present one first.
  private final Deque<SpaceCaches> spaces = new ArrayDeque<>();

  private final Function<Privilege, TranslationCache> maker = this::emptyCache;

  private long satp;
  private long root;
  private PagingMode mode = PagingMode.SV39;
  private long epochs;
  private boolean superpages;
  private Privilege fetchPrivilege = Privilege.M;
  private Privilege dataPrivilege = Privilege.M;
  private Viewpoint fetchViewpoint = new Viewpoint(false, false, false);
  private Viewpoint dataViewpoint = fetchViewpoint;
  private TranslationCache fetchCache;
  private TranslationCache dataCache;
  private Triggers triggers = Triggers.none();

  Translation(Bus bus) {
    memory = bus.memory();
    walker = new PageTableWalker(memory, protection);
    spaces.add(new SpaceCaches());
    fetchCache = cache(fetchPrivilege);
    dataCache = cache(dataPrivilege);
    flush();
    memory.onCodeMarked(this::forbidStores);
  }

  long satp() {
    return satp;
  }

  /// Switches the address space, and forgets everything. A value with a mode other than bare, Sv39,
  /// Sv48 and Sv57 changes nothing.
  void satp(long value) {
    if (select(value)) {
      flush();
    }
  }

  /// Switches the address space, and goes by what was learnt of it since it was last to be
  /// forgotten. Values are as for [#satp(long)].
  void enter(long value) {
    if (select(value)) {
      SpaceCaches next = cachesOf(value);
      next.satp = value;
      spaces.remove(next);
      spaces.addFirst(next);
      useCaches();
    }
  }

  /// The caches of the address space `value`, or else some with nothing in them.
  private SpaceCaches cachesOf(long value) {
    for (SpaceCaches space : spaces) {
      if (space.satp == value) {
        return space;
      }
    }
    if (spaces.size() < MOST_SPACES) {
      return new SpaceCaches();
    }
    spaces.getLast().all().forEach(this::clear);
    return spaces.getLast();
  }

  /// Forgets what was learnt of the address space `value`. If it is not the present one, this is
  /// noted only, which is right while the hart goes on in another.
  void forget(long value) {
    if (value == satp) {
      spaces.getFirst().all().forEach(this::clear);
      return;
    }
    for (SpaceCaches space : spaces) {
      if (space.satp == value) {
        space.satp = SpaceCaches.NOWHERE;
      }
    }
  }

  /// Forgets what was learnt of one page of the address space `value`.
  void forget(long value, long address) {
    if (superpages || value != satp) {
      forget(value);
    } else {
      spaces.getFirst().all().forEach(cache -> remove(cache, address));
    }
  }

  private boolean select(long value) {
    long number = value >>> MODE_SHIFT;
    boolean paged = number >= SV39 && number <= SV57;
    if (number != 0 && !paged) {
      return false;
    }
    satp = value;
    root = (value & ROOT_MASK) << Tlb.PAGE_SHIFT;
    if (paged) {
      int levels = (int) (number - LEVELS_BASE);
      mode = new PagingMode(levels, mode.setsBits(), mode.hasMemoryTypes());
    }
    return true;
  }

  /// What was learnt of the tables is forgotten when restoring.
  @Override
  public void exchange(Exchange exchange) {
    satp(exchange.number(satp));
    protection.exchange(exchange);
  }

  /// Sets how entries of tables are read, see [PagingMode].
  void entries(boolean setsBits, boolean hasMemoryTypes) {
    PagingMode next = new PagingMode(mode.levels(), setsBits, hasMemoryTypes);
    if (!next.equals(mode)) {
      mode = next;
      flush();
    }
  }

  /// Where there are triggers.
  Triggers triggers() {
    return triggers;
  }

  /// Goes by other triggers from now on. No translation is forgotten; blocks of instructions are,
  /// as after a change of translation.
  void triggers(Triggers next) {
    triggers = next;
    forEachCache(
        cache -> {
          cache.watch(next::areInData);
          cache.epoch = epochs++;
        });
  }

  /// The entries that protect physical memory; a change of them asks for a [#flush].
  PhysicalProtection protection() {
    return protection;
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
    useCaches();
    fetchViewpoint = new Viewpoint(fetch == Privilege.U, sum, mxr);
    dataViewpoint = new Viewpoint(data == Privilege.U, sum, mxr);
    if (rightsChanged) {
      forEachCache(TranslationCache::clearData);
    }
  }

  private void useCaches() {
    fetchCache = cache(fetchPrivilege);
    dataCache = cache(dataPrivilege);
  }

  /// What was learnt of pages with data, as they are accessed now.
  TranslationCache data() {
    return dataCache;
  }

  /// Changes whenever an instruction address may have become another physical one, or none.
  long epoch() {
    return fetchCache.epoch;
  }

  void flush() {
    superpages = false;
    forEachCache(this::clear);
    spaces.forEach(space -> space.satp = SpaceCaches.NOWHERE);
    spaces.getFirst().satp = satp;
  }

  private void clear(TranslationCache cache) {
    cache.clear();
    cache.epoch = epochs++;
  }

  private void remove(TranslationCache cache, long address) {
    cache.remove(address);
    cache.epoch = epochs++;
  }

  void flush(long address) {
    if (superpages) {
      flush();
      return;
    }
    forEachCache(cache -> remove(cache, address));
  }

  /// Whether every instruction in the page of `address`, of which one was fetched since anything
  /// changed, may be fetched.
  boolean fetchesWholePage(long address) {
    return fetchCache.fetches.holds(address);
  }

  /// The physical address that instructions at a virtual one are fetched from, if one in that page
  /// was and no other page took its place in the cache; negative if not.
  long findFetched(long address) {
    Tlb fetches = fetchCache.fetches;
    return fetches.holds(address) ? memory.base() + fetches.offset(address) : -1;
  }

  /// The physical address of `size` bytes at a virtual one, in a single page. Throws [Trap] when
  /// the tables or the protection of physical memory do not permit `access`.
  long physical(long address, int size, Access access) {
    Tlb tlb = tlb(access);
    if (tlb.holds(address)) {
      return memory.base() + tlb.offset(address);
    }
    if (access == Access.STORE && dataCache.guarded.holds(address)) {
      return guarded(address);
    }
    long frame = frame(address, access);
    long physical = frame | (address & PAGE_OFFSET);
    boolean machine = privilege(access) == Privilege.M;
    if (protection.permits(frame, PhysicalMemory.FRAME_BYTES, access, machine)) {
      if (memory.contains(frame, PhysicalMemory.FRAME_BYTES)) {
        remember(tlb, address, frame, access);
      }
    } else if (!protection.permits(physical, size, access, machine)) {
      throw accessFault(address, access);
    }
    return physical;
  }

  /// A page leaves `guarded` at the first access after the last code is gone from its frame.
  private long guarded(long address) {
    long physical = memory.base() + dataCache.guarded.offset(address);
    if (!memory.isCode(physical)) {
      dataCache.guarded.remove(address);
      put(dataCache.stores, address, memory.writableOffset(physical & Tlb.PAGE_MASK));
    }
    return physical;
  }

  private Tlb tlb(Access access) {
    return switch (access) {
      case FETCH -> fetchCache.fetches;
      case LOAD -> dataCache.loads;
      case STORE -> dataCache.stores;
    };
  }

  private TranslationCache cache(Privilege privilege) {
    return spaces.getFirst().at(privilege, maker);
  }

  private TranslationCache emptyCache(Privilege privilege) {
    TranslationCache made = new TranslationCache(memory);
    made.epoch = epochs++;
    return made;
  }

  private void forEachCache(Consumer<TranslationCache> action) {
    spaces.forEach(space -> space.all().forEach(action));
  }

  private Privilege privilege(Access access) {
    return access == Access.FETCH ? fetchPrivilege : dataPrivilege;
  }

  /// The physical address for data at `address`, whatever may be done there; negative if there is
  /// none. Looking so changes nothing.
  long find(long address) {
    return satp >>> MODE_SHIFT == 0 || dataPrivilege == Privilege.M
        ? address
        : walker.find(mode, root, address);
  }

  private long frame(long address, Access access) {
    if (satp >>> MODE_SHIFT == 0 || privilege(access) == Privilege.M) {
      return address & Tlb.PAGE_MASK;
    }
    Viewpoint viewpoint = access == Access.FETCH ? fetchViewpoint : dataViewpoint;
    long answer = walker.walk(mode, root, address, access, viewpoint);
    if (answer < 0) {
      throw answer == PageTableWalker.PAGE_FAULT
          ? pageFault(address, access)
          : accessFault(address, access);
    }
    superpages |= (answer & PageTableWalker.SUPERPAGE) != 0;
    return answer & Tlb.PAGE_MASK;
  }

  private void remember(Tlb tlb, long address, long frame, Access access) {
    if (access != Access.STORE) {
      put(tlb, address, memory.offset(frame));
    } else if (memory.isCode(frame)) {
      put(dataCache.guarded, address, memory.offset(frame));
    } else {
      put(tlb, address, memory.writableOffset(frame));
    }
  }

  private void put(Tlb tlb, long address, long offset) {
    tlb.put(address, offset);
    if (triggers.areInData(address)) {
      tlb.watch(address);
    }
  }

  private void forbidStores(long frame) {
    forEachCache(cache -> cache.stores.removeFrame(memory.offset(frame)));
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
