package spool.kernel.vm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import spool.emulator.isa.Cause;
import spool.emulator.memory.Access;
import spool.emulator.memory.PageTableEntry;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;

/// The memory of a process: what is mapped where, and the page table by which harts see it.
///
/// Mapping gives no frames: pages come when they are touched, in [#fault] for the program and by
/// the methods of [UserMemory] for the kernel, and [Pager] says how. Every change of an entry that
/// harts may have cached is followed by a word to [Translations].
///
/// It lives as long as a process uses it; [#retain] and [#release] count them.
public final class AddressSpace extends UserMemory {
  /// The first address that is no user's: Sv39's lower half ends here.
  public static final long END = 1L << 38;

  /// Nothing may be mapped below, so that the addresses around null are invalid: Linux's
  /// `vm.mmap_min_addr`.
  public static final long LOWEST = 0x1_0000;

  /// The page of the code that handlers of signals return to.
  public static final long TRAMPOLINE = END - Frames.BYTES;

  /// Where the first stack ends.
  public static final long STACK_TOP = TRAMPOLINE - Frames.BYTES;

  private final Frames frames;
  private final Translations translations;
  private final PageTable table;
  private final Pager pager;
  private final Regions regions;
  private final Room room;
  private long heapStart;
  private long heapEnd;
  private int barriers;
  private long faults;
  private long peakBytes;
  private long peakPages;
  private int users = 1;

  /// Nothing but an empty page table, used once. Throws ENOMEM.
  public AddressSpace(Frames frames, Translations translations, Limits limits) {
    this(frames, translations, limits, Room.ceiling(limits));
  }

  private AddressSpace(Frames frames, Translations translations, Limits limits, long ceiling) {
    super(frames.memory());
    this.frames = frames;
    this.translations = translations;
    this.regions = new Regions(this::pagesGone, frames.regions());
    this.room = new Room(regions, frames, ceiling, limits);
    this.table = new PageTable(frames);
    this.pager = new Pager(frames, table, regions);
  }

  /// The value of the CSR `satp` that selects this space.
  public long satp() {
    return table.satp();
  }

  /// Where the room begins that is left for the first stack: mappings without an address end below.
  public long mapCeiling() {
    return room.ceiling();
  }

  /// The highest place where `length` bytes can be mapped. Throws EINVAL, ENOMEM.
  public long gap(long length) {
    return room.gap(Room.wholePages(length));
  }

  /// Counts one more process that uses it.
  public void retain() {
    users++;
  }

  /// Counts one process less; with the last all frames are free.
  public void release() {
    if (--users == 0) {
      discard(0, END);
      regions.remove(0, END);
      table.release();
    }
  }

  /// The limits that hold for it.
  public Limits limits() {
    return room.limits();
  }

  /// Changes the limits, for what is mapped from now on.
  public void limits(Limits changed) {
    room.limits(changed);
  }

  /// Which memory barriers its threads have registered for, as membarrier(2) numbers them.
  public int barriers() {
    return barriers;
  }

  /// Changes which memory barriers its threads have registered for.
  public void barriers(int registrations) {
    barriers = registrations;
  }

  /// A space like this one, copied on write; see [Pager]. Throws ENOMEM.
  public AddressSpace fork() {
    frames.regions().demand(regions.count());
    AddressSpace child = new AddressSpace(frames, translations, limits(), room.ceiling());
    child.heapStart = heapStart;
    child.heapEnd = heapEnd;
    child.barriers = barriers;
    try {
      for (Region region : regions.all()) {
        child.regions.add(region);
        pager.fork(region, child.table);
      }
    } catch (ErrnoException outOfFrames) {
      child.release();
      throw outOfFrames;
    } finally {
      translations.forgetAll(satp());
    }
    child.notePeaks();
    return child;
  }

  /// Serves the page fault of a hart at `address` with `cause`, as in [Cause].
  public Fault fault(long address, int cause) {
    return fault(
        address,
        switch (cause) {
          case Cause.INSTRUCTION_PAGE_FAULT -> Access.FETCH;
          case Cause.LOAD_PAGE_FAULT -> Access.LOAD;
          case Cause.STORE_PAGE_FAULT -> Access.STORE;
          default -> throw new IllegalArgumentException("cause " + cause + " is no page fault");
        });
  }

  /// Lets `access` to `address` succeed if it is legal.
  public Fault fault(long address, Access access) {
    if (address < 0 || address >= END) {
      return Fault.UNMAPPED;
    }
    long page = Room.pageStart(address);
    Optional<Region> region = regions.at(page).or(() -> grownStack(page));
    if (region.isEmpty()) {
      return Fault.UNMAPPED;
    }
    return region.get().protection().allows(access)
        ? resolve(region.get(), page, access)
        : Fault.FORBIDDEN;
  }

  private Fault resolve(Region region, long page, Access access) {
    faults++;
    boolean changes = table.entry(page) != 0;
    try {
      return pager.resolve(region, page, access);
    } catch (ErrnoException outOfFrames) {
      return Fault.OUT_OF_MEMORY;
    } finally {
      notePeaks();
      if (changes) {
        translations.forget(satp(), page);
      }
    }
  }

  @Override
  protected long physical(long address, Access access) {
    if (address < 0 || address >= END) {
      throw Errno.EFAULT.failure();
    }
    long entry = table.entry(address);
    if (!PageTable.allows(entry, access)) {
      require(fault(address, access));
      entry = table.entry(address);
    }
    return PageTableEntry.frameAddress(entry) + (address & (Frames.BYTES - 1));
  }

  private static void require(Fault fault) {
    switch (fault) {
      case RESOLVED -> {}
      case OUT_OF_MEMORY -> throw Errno.ENOMEM.failure();
      case UNMAPPED, FORBIDDEN, BEYOND_END -> throw Errno.EFAULT.failure();
    }
  }

  /// Maps what `request` asks for, and answers where. Throws EINVAL, ENOMEM, EPERM, EEXIST as
  /// mmap(2), with nothing changed.
  public long map(MapRequest request) {
    long length = Room.wholePages(request.length());
    long start = room.place(request, length);
    long end = start + length;
    Region region = new Region(start, end, request.protection(), request.backing());
    room.require(region, regions.bytesWithin(start, end));
    if (request.commits()) {
      room.requireAvailable(length);
    }
    remove(start, end);
    regions.add(region);
    notePeaks();
    return start;
  }

  /// Removes all pages from `address` on, `length` bytes long. Throws EINVAL, ENOMEM as munmap(2).
  public void unmap(long address, long length) {
    long end = Room.end(address, length);
    if (regions.splits(address, end)) {
      room.requireCount();
    }
    remove(address, end);
  }

  /// Removes what is left of the mapping at `address` of an object that `isWanted`. Throws EINVAL
  /// if nothing is.
  public void unmapWhole(long address, Predicate<MemoryObject> isWanted) {
    if (address < 0 || address >= END) {
      throw Errno.EINVAL.failure();
    }
    List<Region> parts =
        regions.overlapping(address, END).stream()
            .filter(region -> region.origin() == address)
            .filter(region -> region.backing().object().filter(isWanted).isPresent())
            .toList();
    if (parts.isEmpty()) {
      throw Errno.EINVAL.failure();
    }
    Optional<MemoryObject> first = parts.getFirst().backing().object();
    parts.stream()
        .filter(region -> region.backing().object().equals(first))
        .forEach(region -> remove(region.start(), region.end()));
  }

  private void remove(long start, long end) {
    discard(start, end);
    regions.remove(start, end);
  }

  private void discard(long start, long end) {
    long before = table.residentPages();
    pager.discard(start, end);
    if (table.residentPages() < before) {
      translations.forgetAll(satp());
    }
  }

  /// Changes what is allowed from `address` on, `length` bytes long. Throws EINVAL, ENOMEM, EACCES
  /// as mprotect(2), with nothing changed.
  public void protect(long address, long length, Protection protection) {
    long end = requireMapped(address, length);
    room.requireCount();
    if (protection.isWritable()) {
      requireMayWrite(address, end);
    }
    pager.protect(address, end, protection);
    regions.protect(address, end, protection);
    translations.forgetAll(satp());
  }

  private void requireMayWrite(long start, long end) {
    room.requireConceivable(end - start);
    if (!regions.overlapping(start, end).stream().allMatch(region -> region.backing().mayWrite())) {
      throw Errno.EACCES.failure();
    }
  }

  /// Begins the heap at `address`, empty.
  public void startHeap(long address) {
    heapStart = address;
    heapEnd = address;
  }

  /// Moves the end of the heap to `address` and answers where it then is: elsewhere if that is
  /// impossible, as brk(2) of the kernel.
  public long moveHeapEnd(long address) {
    if (address < heapStart || address > END) {
      return heapEnd;
    }
    long old = Room.pageEnd(heapEnd);
    long wanted = Room.pageEnd(address);
    if (wanted > old && !growHeap(old, wanted)) {
      return heapEnd;
    }
    if (wanted < old) {
      unmap(wanted, old - wanted);
    }
    heapEnd = address;
    return heapEnd;
  }

  private boolean growHeap(long from, long to) {
    if (!room.isFree(from, to)) {
      return false;
    }
    Backing backing = Backing.anonymous(Label.HEAP);
    try {
      map(MapRequest.of(to - from, Protection.READ_WRITE, backing).fixed(from));
      return true;
    } catch (ErrnoException refused) {
      return false;
    }
  }

  /// Lets the mapping from `address` on be `newLength` instead of `length` bytes long, where it is
  /// or, if `mayMove`, elsewhere, and answers where. Throws EINVAL, EFAULT, ENOMEM as mremap(2).
  public long resize(long address, long length, long newLength, boolean mayMove) {
    long end = Room.end(address, length);
    long newSize = Room.wholePages(newLength);
    Region region = requireOne(address, end);
    if (newSize <= end - address) {
      trim(address + newSize, end);
      return address;
    }
    room.require(region.from(address).to(address + newSize), end - address);
    room.requireAvailable(newSize - (end - address));
    if (region.end() == end && room.isFree(end, address + newSize)) {
      regions.replace(region, region.to(address + newSize));
      return address;
    }
    if (!mayMove) {
      throw Errno.ENOMEM.failure();
    }
    return relocate(region, address, end, room.gap(newSize), newSize);
  }

  /// As [#resize], to exactly `target`, in place of what is mapped there.
  public long move(long address, long length, long newLength, long target) {
    long end = Room.end(address, length);
    long newSize = Room.wholePages(newLength);
    long targetEnd = Room.end(target, newSize);
    if (target < Math.max(end, LOWEST) && address < targetEnd) {
      throw Errno.EINVAL.failure();
    }
    Region region = requireOne(address, end);
    room.require(region.from(address).to(address + newSize), end - address);
    trim(target, targetEnd);
    trim(address + newSize, end);
    return relocate(region, address, Math.min(end, address + newSize), target, newSize);
  }

  /// Moves the part of `region` from `start` to `end` to `target` and lets it be `length` long.
  private long relocate(Region region, long start, long end, long target, long length) {
    pager.move(start, end, target - start);
    regions.add(region.from(start).movedTo(target).to(target + length));
    regions.remove(start, end);
    translations.forgetAll(satp());
    notePeaks();
    return target;
  }

  private Region requireOne(long start, long end) {
    return regions
        .at(start)
        .filter(region -> region.end() >= end)
        .orElseThrow(Errno.EFAULT::failure);
  }

  private void trim(long from, long to) {
    if (from < to) {
      remove(from, to);
    }
  }

  /// Forgets the contents from `address` on, `length` bytes long: private pages begin anew, shared
  /// ones are found again in their object. Throws EINVAL, ENOMEM as madvise(2) with
  /// `MADV_DONTNEED`.
  public void forgetContents(long address, long length) {
    discard(address, Room.end(address, length));
    requireMapped(address, length);
  }

  /// As [#forgetContents], for private anonymous memory alone: else EINVAL.
  public void forgetAnonymous(long address, long length) {
    long end = Room.end(address, length);
    if (regions.overlapping(address, end).stream().anyMatch(Region::showsObject)) {
      throw Errno.EINVAL.failure();
    }
    forgetContents(address, length);
  }

  /// Brings in all pages from `address` on, `length` bytes long, for `access`. Throws EINVAL,
  /// ENOMEM, EFAULT as madvise(2) with `MADV_POPULATE_READ` or `MADV_POPULATE_WRITE`.
  public void populate(long address, long length, Access access) {
    require(address, requireMapped(address, length) - address, access);
  }

  /// Answers the end of the pages from `address` on, `length` bytes long. Throws EINVAL unless it
  /// is a range of pages, ENOMEM unless all are mapped.
  public long requireMapped(long address, long length) {
    long end = Room.mappedEnd(address, length);
    if (!regions.covers(address, end)) {
      throw Errno.ENOMEM.failure();
    }
    return end;
  }

  /// Where the stack of `address` begins. Throws EINVAL when it is in none.
  public long stackStart(long address) {
    return regions
        .at(address)
        .filter(region -> region.backing().growsDown())
        .map(Region::start)
        .orElseThrow(Errno.EINVAL::failure);
  }

  /// Whether the page of `address` is in a frame, though a fault may still enter it.
  public boolean isResident(long address) {
    return table.entry(address) != 0
        || regions
            .at(address)
            .flatMap(
                region ->
                    region.backing().object().map(o -> o.isResident(region.objectPage(address))))
            .orElse(false);
  }

  /// Whether `address` is one that user mode may have.
  public static boolean isUser(long address) {
    return address >= 0 && address < END;
  }

  /// What identifies the futex word at `address`: to all who share the object mapped there, if
  /// `shared`, or in this space alone.
  public FutexKey futexKey(long address, boolean shared) {
    Optional<Region> region = shared ? regions.at(address) : Optional.empty();
    return region.isPresent() && region.get().backing().shared()
        ? region.get().futexKey(address)
        : new FutexKey(this, address, shared);
  }

  /// Where the futex word `key` is in this space, if a program here can have it.
  public OptionalLong addressOf(FutexKey key) {
    if (key.owner() == this) {
      return OptionalLong.of(key.offset());
    }
    for (Region region : regions.all()) {
      OptionalLong address = region.addressOf(key);
      if (address.isPresent()) {
        return address;
      }
    }
    return OptionalLong.empty();
  }

  /// Where the lowest mapping of `object` begins.
  public OptionalLong startOf(MemoryObject object) {
    return regions.all().stream()
        .filter(region -> region.shows(object))
        .mapToLong(Region::start)
        .findFirst();
  }

  /// The eight bytes at `address`, a multiple of eight, if the program could load them without a
  /// page fault. Looking so changes nothing.
  public OptionalLong peek(long address) {
    if (address < 0 || address >= END || address % Long.BYTES != 0) {
      return OptionalLong.empty();
    }
    long entry = table.entry(address);
    long place = PageTableEntry.frameAddress(entry) + (address & (Frames.BYTES - 1));
    return PageTable.allows(entry, Access.LOAD)
        ? OptionalLong.of(frames.memory().load64(place))
        : OptionalLong.empty();
  }

  /// Copies to `target` what the program has from `address` on, as far as that is mapped, whether
  /// or not it may be loaded, and answers how many bytes. Looking so changes nothing.
  public int look(long address, byte[] target) {
    int done = 0;
    while (done < target.length) {
      long at = address + done;
      Optional<Region> region = at < 0 || at >= END ? Optional.empty() : regions.at(at);
      if (region.isEmpty()) {
        break;
      }
      int left = Frames.BYTES - (int) (at & (Frames.BYTES - 1));
      int chunk = Math.min(target.length - done, left);
      lookInPage(region.get(), at, target, done, chunk);
      done += chunk;
    }
    return done;
  }

  private void lookInPage(Region region, long address, byte[] target, int start, int length) {
    long entry = table.entry(address);
    if (entry != 0) {
      long place = PageTableEntry.frameAddress(entry) + (address & (Frames.BYTES - 1));
      frames.memory().read(place, target, start, length);
    } else if (region.backing().object().isPresent()) {
      MemoryObject object = region.backing().object().get();
      object.look(region.objectOffset(address), target, start, length);
    }
  }

  /// How many page faults were served, the kernel's own among them.
  public long faults() {
    return faults;
  }

  /// The text of `/proc/N/maps`.
  public String maps() {
    return regions.all().stream().map(Region::mapsLine).collect(Collectors.joining());
  }

  /// How much memory it takes.
  public MemoryUsage usage() {
    return new MemoryUsage(
        regions.bytes(),
        peakBytes,
        table.residentPages() * Frames.BYTES,
        peakPages * Frames.BYTES,
        residentShared() * Frames.BYTES,
        bytesOf(region -> region.protection().allows(Access.FETCH)),
        regions.dataBytes(),
        bytesOf(region -> region.backing().growsDown()),
        (long) table.tables() * Frames.BYTES);
  }

  private long bytesOf(Predicate<Region> kind) {
    return regions.all().stream().filter(kind).mapToLong(Region::length).sum();
  }

  private long residentShared() {
    return regions.all().stream().mapToLong(pager::objectPages).sum();
  }

  private void notePeaks() {
    peakBytes = Math.max(peakBytes, regions.bytes());
    peakPages = Math.max(peakPages, table.residentPages());
  }

  private Optional<Region> grownStack(long page) {
    return regions
        .above(page)
        .filter(region -> region.backing().growsDown() && room.mayGrow(region, page))
        .map(
            region -> {
              regions.replace(region, region.from(page));
              return region.from(page);
            });
  }

  private void pagesGone(MemoryObject object, long firstPage) {
    for (Region region : regions.all()) {
      if (region.shows(object)) {
        discard(region.addressOf(firstPage), region.end());
      }
    }
  }
}
