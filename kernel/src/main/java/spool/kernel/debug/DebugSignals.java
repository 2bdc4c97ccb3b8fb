package spool.kernel.debug;

import java.util.Map;
import spool.kernel.abi.Signal;

/// Linux's signals by the numbers that gdb has for them on every system (GDB's `gdb/signals.def`).
final class DebugSignals {
  /// Those with other numbers, of the signals that a process can get here.
  private static final Map<Integer, Integer> OTHERS =
      Map.ofEntries(
          Map.entry(Signal.SIGBUS, 10),
          Map.entry(Signal.SIGUSR1, 30),
          Map.entry(Signal.SIGUSR2, 31),
          Map.entry(Signal.SIGCHLD, 20),
          Map.entry(Signal.SIGCONT, 19),
          Map.entry(Signal.SIGSTOP, 17),
          Map.entry(Signal.SIGTSTP, 18),
          Map.entry(Signal.SIGURG, 16),
          Map.entry(Signal.SIGSYS, 12));

  private DebugSignals() {}

  /// The number of `signal` in gdb.
  static int number(int signal) {
    return OTHERS.getOrDefault(signal, signal);
  }
}
