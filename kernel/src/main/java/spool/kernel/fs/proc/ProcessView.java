package spool.kernel.fs.proc;

import java.util.NavigableMap;
import java.util.Optional;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.Location;
import spool.kernel.fs.WorkingDirectory;
import spool.kernel.vm.MemoryUsage;

/// A process as /proc shows it (proc(5)). Times are in clock ticks, a hundred a second. What a
/// zombie no longer has is absent or zero.
public interface ProcessView {
  /// CPU time in clock ticks.
  record Ticks(long user, long system, long childrenUser, long childrenSystem) {}

  /// Sets of signals, signal n as bit n - 1.
  record SignalSets(long pending, long shared, long blocked, long ignored, long caught) {}

  /// How often the process left a hart because it had to wait, and because another was to run.
  record Switches(long voluntary, long involuntary) {}

  /// By which policy it is scheduled: Linux's number; its real-time priority or 0; the priority
  /// that ps(1) shows, 0 to 39 by nice value, -2 to -100 real-time, -101 with deadlines.
  record Scheduling(int policy, int realTimePriority, int priority) {}

  /// The process's number.
  int pid();

  /// The parent's number, or 0.
  int parentPid();

  /// The process group.
  int group();

  /// The session.
  int session();

  /// The device number of the controlling terminal, or 0.
  int terminalDevice();

  /// The foreground group of the controlling terminal, or -1.
  int foregroundGroup();

  /// `R`, `S`, `T` or `Z`, as ps(1) shows them.
  char state();

  /// The name, at most 15 bytes.
  String name();

  /// Changes the name to the first 15 bytes of another.
  void rename(String name);

  /// The arguments, each followed by a NUL.
  byte[] commandLine();

  /// The environment at the start, each variable followed by a NUL.
  byte[] environment();

  /// CPU time used.
  Ticks ticks();

  /// When it was created, in clock ticks since the start.
  long startTicks();

  /// The number of the task that stands for it, or of the only one that is meant.
  int tid();

  /// Its threads that have not ended, and the leader, by number.
  NavigableMap<Integer, ProcessView> tasks();

  /// How many threads it has.
  int threads();

  /// The nice value.
  int nice();

  /// How it is scheduled.
  Scheduling scheduling();

  /// The hart that it ran on last.
  int hart();

  /// Signals pending and how they are dealt with.
  SignalSets signals();

  /// How often it was switched.
  Switches switches();

  /// How often it met a page fault.
  long faults();

  /// How much memory it has.
  MemoryUsage memory();

  /// Its mappings, as `maps` shows them.
  String maps();

  /// Whose rights it has.
  Credentials credentials();

  /// What it executes.
  Optional<Location> executable();

  /// Where it is in the file tree; absent for a zombie.
  Optional<WorkingDirectory> workingDirectory();

  /// Its open files; absent for a zombie.
  Optional<DescriptorTable> descriptors();
}
