package spool.tools.cli;

import spool.kernel.lock.OnDeadlock;

/// The statuses with which `spool` itself ends; any other is the guest's.
final class ExitStatus {
  /// The command line is wrong.
  static final int USAGE = 2;

  /// The machine stopped because of a defect.
  static final int DEFECT = 70;

  /// Every process waits for something that cannot come, or `--on-deadlock stop` ended the run.
  static final int DEADLOCK = OnDeadlock.STATUS;

  /// What was to be run cannot be.
  static final int NOT_EXECUTABLE = 126;

  private ExitStatus() {}
}
