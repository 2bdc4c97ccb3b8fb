package spool.kernel.ipc.systemv;

import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import spool.kernel.abi.IpcPermission;
import spool.kernel.abi.SharedSegmentStatus;
import spool.kernel.abi.SystemV;
import spool.kernel.vm.Frames;
import spool.kernel.vm.MemoryObject;

/// A segment of System V shared memory (shmop(2)): a [MemoryObject], which the segment holds, and
/// which hears of its attachments by being mapped, whether that comes of a call, a fork, an exec or
/// an end.
///
/// The invariant: a segment that was removed is there as long as it is attached, and no longer.
final class SharedSegment extends SystemVObject implements MemoryObject.MappingListener {
  private final MemoryObject object;
  private final LongSupplier clock;
  private final IntSupplier actingPid;
  private final Consumer<SharedSegment> whenAbandoned;
  private final int creator;
  private int last;
  private long attachTime;
  private long detachTime;
  private long changeTime;

  /// A segment that shows `object`, which is its own from now on. `clock` counts seconds,
  /// `actingPid` tells for which process the kernel works, and `whenAbandoned` is told when the
  /// segment is to go with its last attachment and that has ended.
  SharedSegment(
      int id,
      IpcPermission permission,
      MemoryObject object,
      LongSupplier clock,
      IntSupplier actingPid,
      Consumer<SharedSegment> whenAbandoned) {
    super(id, permission);
    this.object = object;
    this.clock = clock;
    this.actingPid = actingPid;
    this.whenAbandoned = whenAbandoned;
    creator = actingPid.getAsInt();
    changeTime = clock.getAsLong();
    object.tell(this);
  }

  MemoryObject object() {
    return object;
  }

  @Override
  public void mapped() {
    attachTime = clock.getAsLong();
    last = actingPid.getAsInt();
  }

  @Override
  public void unmapped() {
    detachTime = clock.getAsLong();
    last = actingPid.getAsInt();
    abandonUnlessAttached();
  }

  /// Lets it go when it is attached no more, at once if it is not attached now; nobody finds it by
  /// a key then (`IPC_RMID`).
  void doom() {
    permission(permission().with(SystemV.IPC_PRIVATE, permission().mode() | SystemV.SHM_DEST));
    abandonUnlessAttached();
  }

  private void abandonUnlessAttached() {
    boolean isDoomed = (permission().mode() & SystemV.SHM_DEST) != 0;
    if (isDoomed && !isRemoved() && object.mappings() == 0) {
      whenAbandoned.accept(this);
    }
  }

  @Override
  void removed() {
    super.removed();
    object.release();
  }

  long sizeBytes() {
    return object.sizeBytes();
  }

  /// How many pages it has.
  long pages() {
    return Math.ceilDiv(sizeBytes(), (long) Frames.BYTES);
  }

  /// How many of its pages are in frames.
  long residentPages() {
    return object.residentPages();
  }

  /// Notes whether it is to stay in memory, as all does (`SHM_LOCK`).
  void lock(boolean isLocked) {
    int others = permission().mode() & ~SystemV.SHM_LOCKED;
    permission(
        permission().with(permission().key(), isLocked ? others | SystemV.SHM_LOCKED : others));
  }

  /// Changes owner and permissions (`IPC_SET`).
  void change(IpcPermission wanted) {
    permission(permission().changedTo(wanted));
    changeTime = clock.getAsLong();
  }

  /// What `IPC_STAT` tells of it.
  SharedSegmentStatus status() {
    return new SharedSegmentStatus(
        id(),
        permission(),
        sizeBytes(),
        attachTime,
        detachTime,
        changeTime,
        creator,
        last,
        object.mappings(),
        residentPages() * Frames.BYTES);
  }
}
