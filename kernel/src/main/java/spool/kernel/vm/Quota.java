package spool.kernel.vm;

import spool.kernel.abi.Errno;

/// Of something that the kernel keeps on the host's heap for programs, how much there may be in the
/// whole machine, so that no number of processes exhausts the host.
public final class Quota {
  private final int most;
  private final Errno refusal;
  private int used;

  /// At most `most`; who wants more is told `refusal`.
  public Quota(int most, Errno refusal) {
    this.most = most;
    this.refusal = refusal;
  }

  /// Fails if there is no room for `count` more.
  public void demand(int count) {
    if (count > most - used) {
      throw refusal.failure();
    }
  }

  /// Counts `change` more, as was demanded before, or less.
  public void count(int change) {
    used += change;
  }

  /// How much there is.
  public int used() {
    return used;
  }

  /// How much there may be.
  public int most() {
    return most;
  }
}
