package spool.kernel.ipc.systemv;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.IpcPermission;
import spool.kernel.abi.Mman;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.SharedSegmentStatus;
import spool.kernel.abi.SystemV;
import spool.kernel.fs.Caller;
import spool.kernel.ipc.Tunable;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.Backing;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Label;
import spool.kernel.vm.MapRequest;
import spool.kernel.vm.MapRequest.Placement;
import spool.kernel.vm.MemoryObject;
import spool.kernel.vm.Protection;

/// All shared memory of System V (shmget(2), shmop(2), shmctl(2)).
///
/// A page of a segment takes a frame when it is first touched. A segment that not even all RAM
/// could hold is refused, as with Linux's heuristic overcommit.
public final class SharedSegments {
  private static final int MAY_READ = 0444;
  private static final int MAY_WRITE = 0222;
  private static final int MAY_EXECUTE = 0111;

  /// Linux's `ULONG_MAX - (1 << 24)`.
  private static final long UNLIMITED = -1 - (1L << 24);

  private final Tunable segmentBytes = new Tunable("shmmax", UNLIMITED, 0, -1);
  private final Tunable pages = new Tunable("shmall", UNLIMITED, 0, -1);
  private final Tunable segments = new Tunable("shmmni", 4096, 0, ObjectTable.MOST);
  private final ObjectTable<SharedSegment> table = new ObjectTable<>(segments);

  /// Only looked up: its order plays no part.
  private final Map<MemoryObject, SharedSegment> byObject = new HashMap<>();

  private final Frames frames;
  private final LongSupplier clock;
  private final IntSupplier actingPid;
  private long usedPages;

  /// How much there is: segments, pages of these, and how many pages are in frames.
  public record Totals(int segments, long pages, long residentPages) {}

  SharedSegments(Frames frames, LongSupplier clock, IntSupplier actingPid) {
    this.frames = frames;
    this.clock = clock;
    this.actingPid = actingPid;
  }

  /// How long a segment may be, unsigned.
  public long mostSegmentBytes() {
    return segmentBytes.value();
  }

  /// How many pages there may be, unsigned.
  public long mostPages() {
    return pages.value();
  }

  /// How many segments there may be.
  public int mostSegments() {
    return (int) segments.value();
  }

  /// The limits that `/proc/sys/kernel` shows.
  List<Tunable> limits() {
    return List.of(pages, segmentBytes, segments);
  }

  /// `shmget` of a segment of so many bytes, unsigned. Fails with `EINVAL`, `ENOENT`, `EEXIST`,
  /// `EACCES`, `ENOSPC`, `ENOMEM`: so too for huge pages, of which there are none.
  public int get(Caller caller, int key, long sizeBytes, int flags) {
    return table.get(
        caller,
        key,
        flags,
        found -> demand(Long.compareUnsigned(sizeBytes, found.sizeBytes()) <= 0, Errno.EINVAL),
        (id, permission) -> make(id, permission, sizeBytes, flags));
  }

  private SharedSegment make(int id, IpcPermission permission, long sizeBytes, int flags) {
    boolean isTooLong = Long.compareUnsigned(sizeBytes, segmentBytes.value()) > 0;
    demand(sizeBytes > 0 && !isTooLong, Errno.EINVAL);
    long count = Math.ceilDiv(sizeBytes, (long) Frames.BYTES);
    demand(Long.compareUnsigned(usedPages + count, pages.value()) <= 0, Errno.ENOSPC);
    demand((flags & SystemV.SHM_HUGETLB) == 0, Errno.ENOMEM);
    boolean isReserved = (flags & SystemV.SHM_NORESERVE) == 0;
    demand(!isReserved || count <= frames.total(), Errno.ENOMEM);
    MemoryObject object = MemoryObject.ofZeros(frames, sizeBytes);
    SharedSegment made = new SharedSegment(id, permission, object, clock, actingPid, this::destroy);
    byObject.put(object, made);
    usedPages += count;
    return made;
  }

  private void destroy(SharedSegment segment) {
    usedPages -= segment.pages();
    byObject.remove(segment.object());
    table.remove(segment);
  }

  private static void demand(boolean condition, Errno refusal) {
    if (!condition) {
      throw refusal.failure();
    }
  }

  /// `shmat` to `space`: answers where. Fails with `EINVAL`, `EACCES`, `ENOMEM`, `EPERM`.
  public long attach(Caller caller, AddressSpace space, int id, long address, int flags) {
    long start = start(address, flags);
    boolean writes = (flags & SystemV.SHM_RDONLY) == 0;
    boolean executes = (flags & SystemV.SHM_EXEC) != 0;
    SharedSegment segment = table.find(id);
    segment.demand(
        caller.credentials(), MAY_READ | (writes ? MAY_WRITE : 0) | (executes ? MAY_EXECUTE : 0));
    MapRequest request =
        MapRequest.of(
                segment.sizeBytes(),
                protection(writes, executes),
                Backing.shared(segment.object(), 0, writes, label(segment)))
            .at(start, placement(address, flags))
            .unreserved();
    return map(space, request);
  }

  private static long start(long address, int flags) {
    boolean rounds = (flags & SystemV.SHM_RND) != 0;
    boolean replaces = (flags & SystemV.SHM_REMAP) != 0;
    long start = address & -Frames.BYTES;
    demand(start == address || rounds, Errno.EINVAL);
    demand(start != 0 || !replaces, Errno.EINVAL);
    return start;
  }

  private static Placement placement(long address, int flags) {
    if (address == 0) {
      return Placement.ANYWHERE;
    }
    boolean replaces = (flags & SystemV.SHM_REMAP) != 0;
    return replaces ? Placement.FIXED : Placement.FIXED_NOREPLACE;
  }

  private static Protection protection(boolean writes, boolean executes) {
    return new Protection(
        Mman.PROT_READ | (writes ? Mman.PROT_WRITE : 0) | (executes ? Mman.PROT_EXEC : 0));
  }

  private static Label label(SharedSegment segment) {
    String name = "/SYSV%08x (deleted)".formatted(segment.permission().key());
    return new Label(name, 0, segment.id());
  }

  private static long map(AddressSpace space, MapRequest request) {
    try {
      return space.map(request);
    } catch (ErrnoException refused) {
      throw (refused.errno() == Errno.EEXIST ? Errno.EINVAL : refused.errno()).failure();
    }
  }

  /// `shmdt` of what is attached to `space` at `address`. Fails with `EINVAL`.
  public void detach(AddressSpace space, long address) {
    space.unmapWhole(address, byObject::containsKey);
  }

  /// What is known of a segment (`IPC_STAT`). Fails with `EINVAL`, `EACCES`.
  public SharedSegmentStatus status(Caller caller, int id) {
    SharedSegment segment = table.find(id);
    segment.demand(caller.credentials(), MAY_READ);
    return segment.status();
  }

  /// What is known of the segment at the index `id` (`SHM_STAT`), for anybody if `isPublic`. Fails
  /// with `EINVAL`, `EACCES`.
  public SharedSegmentStatus statusAt(Caller caller, int id, boolean isPublic) {
    SharedSegment segment = table.atIndex(id);
    if (!isPublic) {
      segment.demand(caller.credentials(), MAY_READ);
    }
    return segment.status();
  }

  /// Changes owner and permissions (`IPC_SET`). Fails with `EINVAL`, `EPERM`.
  public void change(Caller caller, int id, IpcPermission wanted) {
    owned(caller, id).change(wanted);
  }

  /// Removes a segment when it is attached no more (`IPC_RMID`). Fails with `EINVAL`, `EPERM`.
  public void remove(Caller caller, int id) {
    SharedSegment segment = owned(caller, id);
    table.forgetKey(segment);
    segment.doom();
  }

  /// Notes whether a segment is to stay in memory (`SHM_LOCK`, `SHM_UNLOCK`). Fails with `EINVAL`,
  /// `EPERM`.
  public void lock(Caller caller, int id, boolean isLocked) {
    SharedSegment segment = owned(caller, id);
    boolean isAllowed =
        caller.credentials().isPrivileged() || caller.limit(ResourceLimit.RLIMIT_MEMLOCK) != 0;
    demand(isAllowed || !isLocked, Errno.EPERM);
    segment.lock(isLocked);
  }

  private SharedSegment owned(Caller caller, int id) {
    SharedSegment segment = table.find(id);
    segment.demandOwner(caller.credentials());
    return segment;
  }

  /// The highest index in use, or 0.
  public int highestIndex() {
    return table.highestIndex();
  }

  /// How much there is of all.
  public Totals totals() {
    List<SharedSegment> all = table.all();
    long resident = all.stream().mapToLong(SharedSegment::residentPages).sum();
    return new Totals(all.size(), usedPages, resident);
  }

  /// The text of `/proc/sysvipc/shm`.
  public String text() {
    return SharedSegmentStatus.HEADING + table.lines(segment -> segment.status().line());
  }
}
