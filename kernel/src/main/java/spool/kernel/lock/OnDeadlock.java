package spool.kernel.lock;

/// What happens when tasks wait for each other in a circle, beside the report of it.
public enum OnDeadlock {
  /// Nothing: a signal may still break it.
  REPORT,

  /// The processes in the circle get `SIGKILL`; those who wait for their locks go on.
  KILL,

  /// The machine is switched off, with the status [#STATUS].
  STOP;

  /// The status of a machine that was switched off for a deadlock.
  public static final int STATUS = 75;
}
