package spool.emulator.debug;

import spool.emulator.machine.Outcome;

/// Why a target does not run any more.
public sealed interface Stop {
  /// The signal that reports a breakpoint or a step.
  int SIGTRAP = 5;

  /// The signal that reports Ctrl-C.
  int SIGINT = 2;

  /// A thread has stopped.
  ///
  /// @param signal the signal that says why
  /// @param thread the thread
  /// @param detail more about it, as in the packet: `watch:80001000;`
  record At(int signal, int thread, String detail) implements Stop {}

  /// The run is over.
  ///
  /// @param report the packet that says so
  record Over(Outcome outcome, String report) implements Stop {
    private static final int STATUS_BITS = 0xff;

    /// The end with `outcome`, as a debugger is told of that of a program.
    public static Over of(Outcome outcome) {
      return new Over(
          outcome,
          switch (outcome) {
            case Outcome.PoweredOff(int status) -> "W%02x".formatted(status & STATUS_BITS);
            case Outcome.ResetRequested _ -> "W00";
            default -> "X09";
          });
    }
  }

  /// Somebody else asked for the end of the run, which can go on.
  record Left(Outcome outcome) implements Stop {}
}
