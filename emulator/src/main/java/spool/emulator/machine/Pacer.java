package spool.emulator.machine;

/// How virtual time passes while every hart waits.
@FunctionalInterface
public interface Pacer {
  /// Lets time pass from `now` towards `target`, the time of the next event ([Long#MAX_VALUE] for
  /// none), and answers the time reached. It stops short of `target` when there is mail in `inbox`,
  /// and may do so at any time.
  long idle(long now, long target, Inbox inbox) throws InterruptedException;

  /// Jumps to the next event; the host's clock plays no part. Only a machine that has no event
  /// waits for its input, and then virtual time stands still.
  static Pacer immediate() {
    return Pacer::jump;
  }

  /// Waits as long as the guest means to, by the host's clock.
  static Pacer hostClock() {
    return new HostClockPacer(System::nanoTime);
  }

  private static long jump(long now, long target, Inbox inbox) throws InterruptedException {
    if (inbox.hasMail()) {
      return now;
    }
    if (target < Long.MAX_VALUE) {
      return target;
    }
    inbox.await(Long.MAX_VALUE);
    return now;
  }
}
