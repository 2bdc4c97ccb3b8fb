package spool.kernel.trace;

/// What a hart may be doing.
public enum Activity {
  /// Executing a program.
  USER,

  /// Executing the kernel for a task, or for a device.
  KERNEL,

  /// Changing from one task to another.
  SWITCH,

  /// Nothing.
  IDLE
}
