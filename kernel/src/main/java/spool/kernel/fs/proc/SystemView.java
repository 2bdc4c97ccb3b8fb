package spool.kernel.fs.proc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The system as /proc shows it (proc(5)).
public interface SystemView {
  /// Clock ticks that a hart has spent.
  record HartTicks(long user, long system, long idle) {}

  /// RAM in bytes.
  record Memory(long total, long free, long cached) {}

  /// What a disk has done since the start, in the units of /proc/diskstats but for times, which are
  /// nanoseconds.
  ///
  /// @param name its name in /dev
  /// @param device its number (`abi.DeviceNumber`)
  /// @param reads what it has read
  /// @param writes what it has written
  /// @param flushes how often everything was brought onto the medium
  /// @param inFlight how many requests wait or are served
  /// @param busyTime how long there was any
  /// @param weightedTime the sum over all of how long they have been there
  record DiskUse(
      String name,
      int device,
      Transfers reads,
      Transfers writes,
      Transfers flushes,
      long inFlight,
      long busyTime,
      long weightedTime) {
    /// Transfers in one direction: how many, of how many sectors, in which time in all.
    public record Transfers(long count, long sectors, long time) {}
  }

  /// The process with the number `pid`.
  Optional<ProcessView> process(int pid);

  /// The lowest number of a process that is greater than `pid`.
  OptionalInt pidAfter(int pid);

  /// Nanoseconds since the start.
  long uptime();

  /// Seconds since the epoch at the start.
  long bootTime();

  /// What the harts have done, by number.
  List<HartTicks> harts();

  /// RAM.
  Memory memory();

  /// The disks, by name.
  List<DiskUse> disks();

  /// Context switches so far.
  long switches();

  /// Processes and threads created so far.
  long created();

  /// How many tasks are ready or running.
  int runnable();

  /// How many tasks there are.
  int tasks();

  /// The number given to a process last.
  int lastPid();

  /// The policy by which tasks are scheduled, as a user writes it.
  String scheduler();

  /// Goes on with another policy. Throws [IllegalArgumentException] if there is none such, and
  /// [IllegalStateException] if it would not keep what tasks have been promised.
  void chooseScheduler(String choice);

  /// Load averages over 1, 5 and 15 minutes.
  List<Double> loadAverages();

  /// `uname -n`.
  String hostName();

  /// `uname -r`.
  String release();

  /// `uname -v`.
  String version();

  /// Locks and who waits for them.
  LockView locks();

  /// Message queues, semaphores and shared memory.
  IpcView ipc();

  /// The kinds of file system, and what is mounted where, as /proc/mounts shows it.
  String mounts();
}
