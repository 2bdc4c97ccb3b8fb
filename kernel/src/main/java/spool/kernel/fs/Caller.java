package spool.kernel.fs;

import spool.kernel.sync.Waiter;
import spool.kernel.vm.UserMemory;

/// The task that makes a system call, as files and terminals see it.
public interface Caller extends Waiter {
  /// The number of the process.
  int pid();

  /// The number of the thread.
  int tid();

  /// The process group.
  int group();

  /// The session.
  int session();

  /// Whether the process group has no member whose parent is in another group of the same session,
  /// so that nobody would continue it after a stop.
  boolean isGroupOrphaned();

  /// Whose rights the call has.
  Credentials credentials();

  /// Where relative and absolute paths begin.
  WorkingDirectory workingDirectory();

  /// The open files.
  DescriptorTable descriptors();

  /// The soft limit of a resource (`RLIMIT_*`), unsigned: -1 is no limit.
  long limit(int resource);

  /// The memory that addresses in the call's arguments mean.
  UserMemory memory();

  /// Sends a signal to the caller itself.
  void raise(int signal);

  /// Whether the caller blocks or ignores a signal.
  boolean ignores(int signal);
}
