package spool.emulator.hart;

/// What takes the traps of U-mode in place of S-mode software: a kernel written in Java.
///
/// The hart stands still during each call, its registers, `pc` and `satp` open to change; when the
/// call returns it goes on from [Hart#pc], or idles if it was parked. `pc` is that of the
/// instruction that trapped (for `ecall` too: the supervisor steps over it), or of the next
/// instruction for an interrupt.
public interface Supervisor {
  /// An exception, with its cause as in `scause` and its value as in `stval`.
  void exception(Hart hart, int cause, long value);

  /// An interrupt that is pending and enabled, by number as in `mip`. The supervisor removes the
  /// reason, or it is called again. A parked hart was unparked for this, and is to be parked again
  /// if there is still nothing to run.
  void interrupt(Hart hart, int cause);
}
