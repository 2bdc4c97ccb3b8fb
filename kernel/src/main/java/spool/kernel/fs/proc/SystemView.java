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

  /// The kinds of file system, and what is mounted where, as /proc/mounts shows it.
  String mounts();
}
