package spool.emulator.hart;

import static spool.emulator.isa.Cause.MACHINE_EXTERNAL;
import static spool.emulator.isa.Cause.MACHINE_SOFTWARE;
import static spool.emulator.isa.Cause.MACHINE_TIMER;
import static spool.emulator.isa.Cause.SUPERVISOR_EXTERNAL;
import static spool.emulator.isa.Cause.SUPERVISOR_SOFTWARE;
import static spool.emulator.isa.Cause.SUPERVISOR_TIMER;

import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The registers `mip`, `mie` and `mideleg`, with `sip` and `sie` as parts of them.
///
/// `mip.SEIP` has two sources: a bit that machine mode writes, and the line of the interrupt
/// controller. What is read is either of them. Software sets other bits of `mip` by reading,
/// changing and writing it back, which must not turn the line into the written bit; so a one
/// written while the line is up leaves the written bit as it was.
///
/// `mip.STIP` is a bit that machine mode writes, until the comparison of time with `stimecmp` is
/// switched on (Sstc): from then on it is the outcome of that.
final class Interrupts implements Stateful {
  private static final long SSIP = 1 << SUPERVISOR_SOFTWARE;
  private static final long STIP = 1 << SUPERVISOR_TIMER;
  private static final long SEIP = 1 << SUPERVISOR_EXTERNAL;
  private static final long SUPERVISOR = SSIP | STIP | SEIP;
  private static final long ALL =
      SUPERVISOR | 1 << MACHINE_SOFTWARE | 1 << MACHINE_TIMER | 1 << MACHINE_EXTERNAL;

  /// Simultaneous interrupts are taken in this order.
  private static final int[] PRIORITY = {
    MACHINE_EXTERNAL,
    MACHINE_SOFTWARE,
    MACHINE_TIMER,
    SUPERVISOR_EXTERNAL,
    SUPERVISOR_SOFTWARE,
    SUPERVISOR_TIMER
  };

  private long bits;
  private boolean externalLine;
  private boolean timeReached;
  private boolean comparesTime;
  private long enabled;
  private long delegated;

  @Override
  public void exchange(Exchange exchange) {
    bits = exchange.number(bits);
    externalLine = exchange.flag(externalLine);
    timeReached = exchange.flag(timeReached);
    comparesTime = exchange.flag(comparesTime);
    enabled = exchange.number(enabled);
    delegated = exchange.number(delegated);
  }

  /// The value of `mip`.
  long pending() {
    long timer = comparesTime ? timeReached ? STIP : 0 : bits & STIP;
    return (bits & ~STIP) | timer | (externalLine ? SEIP : 0);
  }

  /// Writes `mip`; the bits of machine mode belong to devices.
  void pending(long value) {
    long kept = externalLine ? value & SEIP : 0;
    long mask = SUPERVISOR & ~kept & (comparesTime ? ~STIP : -1);
    bits = (bits & ~mask) | (value & mask);
  }

  /// A device raises or lowers an interrupt.
  void line(int number, boolean level) {
    if (number == SUPERVISOR_EXTERNAL) {
      externalLine = level;
    } else if (level) {
      bits |= 1L << number & ALL;
    } else {
      bits &= ~(1L << number);
    }
  }

  /// Whether time has reached `stimecmp`.
  void timeReached(boolean reached) {
    timeReached = reached;
  }

  /// Whether that is what STIP shows.
  void comparesTime(boolean compares) {
    comparesTime = compares;
  }

  /// The value of `mie`.
  long enabled() {
    return enabled;
  }

  /// Writes `mie`.
  void enabled(long value) {
    enabled = value & ALL;
  }

  /// The value of `mideleg`.
  long delegated() {
    return delegated;
  }

  /// Writes `mideleg`.
  void delegated(long value) {
    delegated = value & SUPERVISOR;
  }

  /// The value of `sip`.
  long supervisorPending() {
    return pending() & delegated;
  }

  /// Writes `sip`, in which only SSIP is writable.
  void supervisorPending(long value) {
    long mask = SSIP & delegated;
    bits = (bits & ~mask) | (value & mask);
  }

  /// The value of `sie`.
  long supervisorEnabled() {
    return enabled & delegated;
  }

  /// Writes `sie`.
  void supervisorEnabled(long value) {
    enabled = (enabled & ~delegated) | (value & delegated);
  }

  /// Which interrupts are pending and enabled, whether or not they can be taken now.
  long waiting() {
    return pending() & enabled;
  }

  /// Which of the waiting interrupts trap at `privilege`: those for machine mode if there are any,
  /// else those delegated to supervisor mode. A mode less than the one that an interrupt is for is
  /// always interrupted, the same mode if its interrupts are on, a greater one never.
  long takeable(Privilege privilege, Status status) {
    boolean machine = privilege != Privilege.M || status.has(Status.MIE);
    long forMachine = machine ? waiting() & ~delegated : 0;
    if (forMachine != 0) {
      return forMachine;
    }
    boolean supervisor =
        privilege == Privilege.U || (privilege == Privilege.S && status.has(Status.SIE));
    return supervisor ? waiting() & delegated : 0;
  }

  /// The number of the first interrupt to take in the set `candidates`, which is not empty.
  static int first(long candidates) {
    for (int number : PRIORITY) {
      if ((candidates >>> number & 1) != 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("no interrupt in 0x" + Long.toHexString(candidates));
  }
}
