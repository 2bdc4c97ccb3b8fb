package spool.kernel.ipc.systemv;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import spool.kernel.abi.Timespec;
import spool.kernel.ipc.Tunable;
import spool.kernel.vm.Frames;

/// System V's message queues, semaphores and shared memory of one machine (svipc(7)).
public record SystemVIpc(TypedQueues queues, SemaphoreSets semaphores, SharedSegments segments) {
  /// None yet, on a machine with the RAM of `frames`. `realTime` is in nanoseconds since 1970;
  /// `actingPid` tells for which process the kernel works.
  public static SystemVIpc of(Frames frames, LongSupplier realTime, IntSupplier actingPid) {
    KernelMemory memory = new KernelMemory(frames.total());
    LongSupplier clock = () -> realTime.getAsLong() / Timespec.SECOND;
    return new SystemVIpc(
        new TypedQueues(memory, clock),
        new SemaphoreSets(memory, clock),
        new SharedSegments(frames, clock, actingPid));
  }

  /// The limits in `/proc/sys/kernel` that are single numbers.
  public List<Tunable> limits() {
    return Stream.concat(queues.limits().stream(), segments.limits().stream()).toList();
  }
}
