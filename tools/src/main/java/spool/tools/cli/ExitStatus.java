package spool.tools.cli;

/// The statuses with which `spool` itself ends; any other is the guest's.
final class ExitStatus {
  /// The command line is wrong.
  static final int USAGE = 2;

  /// The machine stopped because of a defect.
  static final int DEFECT = 70;

  /// Every process waits for something that cannot come.
  static final int DEADLOCK = 75;

  private ExitStatus() {}
}
