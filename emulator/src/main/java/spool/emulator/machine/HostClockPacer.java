package spool.emulator.machine;

import java.util.function.LongSupplier;

/// Ties idle virtual time to a clock of the host's.
///
/// One anchor holds which host time belongs to which virtual time. While the guest computes, the
/// two drift apart. When virtual time is behind, the anchor moves to the present: what was lost is
/// not caught up, and a sleep takes its full time. When virtual time is ahead, the next wait is
/// longer.
final class HostClockPacer implements Pacer {
  private final LongSupplier hostNanoseconds;
  private long hostAnchor;
  private long virtualAnchor;
  private boolean isAnchored;

  HostClockPacer(LongSupplier hostNanoseconds) {
    this.hostNanoseconds = hostNanoseconds;
  }

  @Override
  public long idle(long now, long target, Inbox inbox) throws InterruptedException {
    if (!isAnchored || virtualTime() > now) {
      anchor(now);
    }
    long left = target == Long.MAX_VALUE ? target : target - virtualTime();
    if (left > 0) {
      inbox.await(left);
    }
    return Math.clamp(virtualTime(), now, target);
  }

  private void anchor(long now) {
    hostAnchor = hostNanoseconds.getAsLong();
    virtualAnchor = now;
    isAnchored = true;
  }

  private long virtualTime() {
    return virtualAnchor + hostNanoseconds.getAsLong() - hostAnchor;
  }
}
