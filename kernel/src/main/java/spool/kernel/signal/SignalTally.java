package spool.kernel.signal;

/// How many signals are queued in all processes together, and how many timers there are that may
/// queue one: what `RLIMIT_SIGPENDING` counts.
///
/// Linux counts for each user. Here all count as one, so that the bound holds for the kernel's
/// memory, whoever takes it.
public final class SignalTally {
  /// There are never more, whatever the limits of processes say.
  private static final int MOST = 32_768;

  private int count;

  /// Counts `change` more.
  public void add(int change) {
    count += change;
  }

  /// How many there are.
  public int count() {
    return count;
  }

  /// Whether nobody may have one more.
  public boolean isFull() {
    return count >= MOST;
  }
}
