package spool.kernel.abi;

import java.util.List;

/// The signals of Linux riscv64 (asm-generic/signal.h) and what they do by default (signal(7)).
///
/// A set of signals is a `long` with bit n - 1 for signal n, as in `sigset_t`.
public final class Signal {
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGILL = 4;
  public static final int SIGTRAP = 5;
  public static final int SIGABRT = 6;
  public static final int SIGBUS = 7;
  public static final int SIGFPE = 8;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGSEGV = 11;
  public static final int SIGUSR2 = 12;
  public static final int SIGPIPE = 13;
  public static final int SIGALRM = 14;
  public static final int SIGTERM = 15;
  public static final int SIGSTKFLT = 16;
  public static final int SIGCHLD = 17;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;
  public static final int SIGTSTP = 20;
  public static final int SIGTTIN = 21;
  public static final int SIGTTOU = 22;
  public static final int SIGURG = 23;
  public static final int SIGXCPU = 24;
  public static final int SIGXFSZ = 25;
  public static final int SIGVTALRM = 26;
  public static final int SIGPROF = 27;
  public static final int SIGWINCH = 28;
  public static final int SIGIO = 29;
  public static final int SIGPWR = 30;
  public static final int SIGSYS = 31;

  /// The first real-time signal, as the kernel counts.
  public static final int SIGRTMIN = 32;

  /// The last signal.
  public static final int LAST = 64;

  /// No signal.
  public static final long EMPTY = 0;

  /// The set of all signals.
  public static final long ALL = -1;

  /// Those that no process can block, ignore or handle.
  public static final long UNSTOPPABLE = set(SIGKILL, SIGSTOP);

  /// Those that stop by default.
  public static final long STOPPING = set(SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU);

  /// Those that an instruction raises.
  public static final long SYNCHRONOUS = set(SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGSYS);

  private static final long IGNORED = set(SIGCHLD, SIGURG, SIGWINCH);
  private static final long CORE = SYNCHRONOUS | set(SIGQUIT, SIGABRT, SIGXCPU, SIGXFSZ);

  private static final List<String> NAMES =
      List.of(
          "SIGHUP",
          "SIGINT",
          "SIGQUIT",
          "SIGILL",
          "SIGTRAP",
          "SIGABRT",
          "SIGBUS",
          "SIGFPE",
          "SIGKILL",
          "SIGUSR1",
          "SIGSEGV",
          "SIGUSR2",
          "SIGPIPE",
          "SIGALRM",
          "SIGTERM",
          "SIGSTKFLT",
          "SIGCHLD",
          "SIGCONT",
          "SIGSTOP",
          "SIGTSTP",
          "SIGTTIN",
          "SIGTTOU",
          "SIGURG",
          "SIGXCPU",
          "SIGXFSZ",
          "SIGVTALRM",
          "SIGPROF",
          "SIGWINCH",
          "SIGIO",
          "SIGPWR",
          "SIGSYS");

  /// What happens to a process that does nothing about a signal.
  public enum Default {
    TERMINATE,
    CORE,
    IGNORE,
    STOP,
    CONTINUE
  }

  private Signal() {}

  /// The set of `signals`.
  public static long set(int... signals) {
    long set = EMPTY;
    for (int signal : signals) {
      set |= bit(signal);
    }
    return set;
  }

  /// The set of `signal` alone.
  public static long bit(int signal) {
    return 1L << (signal - 1);
  }

  /// Whether `signal` is in `set`.
  public static boolean contains(long set, int signal) {
    return (set & bit(signal)) != 0;
  }

  /// The lowest signal in `set`, which is not empty.
  public static int lowest(long set) {
    return Long.numberOfTrailingZeros(set) + 1;
  }

  /// Whether `number` is that of a signal.
  public static boolean isValid(int number) {
    return number >= 1 && number <= LAST;
  }

  /// What `signal` does by default.
  public static Default byDefault(int signal) {
    if (signal == SIGCONT) {
      return Default.CONTINUE;
    }
    if (contains(STOPPING, signal)) {
      return Default.STOP;
    }
    if (contains(IGNORED, signal)) {
      return Default.IGNORE;
    }
    return contains(CORE, signal) ? Default.CORE : Default.TERMINATE;
  }

  /// The name, such as `SIGINT` or `SIGRT_3`.
  public static String name(int signal) {
    return signal < SIGRTMIN ? NAMES.get(signal - 1) : "SIGRT_" + (signal - SIGRTMIN);
  }
}
