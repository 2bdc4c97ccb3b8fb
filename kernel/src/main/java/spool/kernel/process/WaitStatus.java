package spool.kernel.process;

import spool.kernel.abi.Signal;
import spool.kernel.signal.SignalInfo;

/// What became of a process, as `wait4` tells it (the encoding of asm/wait.h).
public record WaitStatus(int encoded) {
  /// It goes on after a stop.
  public static final WaitStatus CONTINUED = new WaitStatus(0xffff);

  private static final int STOPPED = 0x7f;
  private static final int SIGNAL_BITS = 0x7f;

  /// It ended by `exit` with the low byte of `code`.
  public static WaitStatus exited(int code) {
    return new WaitStatus((code & 0xff) << Byte.SIZE);
  }

  /// It was ended by `signal`.
  public static WaitStatus killed(int signal) {
    return new WaitStatus(signal);
  }

  /// It was stopped by `signal`.
  public static WaitStatus stopped(int signal) {
    return new WaitStatus(signal << Byte.SIZE | STOPPED);
  }

  /// The JVM links the comparison of records at run time, which a start has no time for.
  private boolean isContinued() {
    return encoded == CONTINUED.encoded;
  }

  /// Whether it ended, rather than stopped or continued.
  public boolean isEnd() {
    return !isContinued() && (encoded & 0xff) != STOPPED;
  }

  /// Whether it was ended by a signal.
  public boolean isKill() {
    return isEnd() && (encoded & SIGNAL_BITS) != 0;
  }

  /// Whether it was stopped.
  public boolean isStop() {
    return !isContinued() && !isEnd();
  }

  /// The code of `SIGCHLD` and `waitid`: `CLD_EXITED` and so on.
  public int childCode() {
    if (isContinued()) {
      return SignalInfo.CLD_CONTINUED;
    }
    if (isStop()) {
      return SignalInfo.CLD_STOPPED;
    }
    return isKill() ? SignalInfo.CLD_KILLED : SignalInfo.CLD_EXITED;
  }

  /// The exit status or the signal, as `childCode` says.
  public int detail() {
    if (isContinued()) {
      return Signal.SIGCONT;
    }
    return isKill() ? encoded & SIGNAL_BITS : encoded >>> Byte.SIZE & 0xff;
  }

  /// The status as a shell's `$?` has it: 128 and the signal's number for a process killed.
  public int shellStatus() {
    return isKill() ? 128 + detail() : detail();
  }

  @Override
  public String toString() {
    return switch (childCode()) {
      case SignalInfo.CLD_EXITED -> "exited with status " + detail();
      case SignalInfo.CLD_CONTINUED -> "continued";
      case SignalInfo.CLD_STOPPED -> "stopped by " + Signal.name(detail());
      default -> "killed by " + Signal.name(detail());
    };
  }
}
