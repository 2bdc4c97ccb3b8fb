package spool.kernel.signal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import spool.kernel.abi.Signal;

/// Signals that were sent and not yet taken (signal(7)): of a standard signal at most one, of a
/// real-time signal all, in the order of sending.
public final class SignalQueue {
  private final SignalTally tally;
  private final ArrayDeque<SignalInfo> queue = new ArrayDeque<>();
  private long pending;

  /// An empty queue, whose signals `tally` counts.
  public SignalQueue(SignalTally tally) {
    this.tally = tally;
  }

  /// What counts the signals.
  public SignalTally tally() {
    return tally;
  }

  /// The set of those that are pending.
  public long pending() {
    return pending;
  }

  /// How many are queued.
  public int size() {
    return queue.size();
  }

  /// Adds a signal, and says whether it is new: a standard signal that is pending already is not.
  public boolean add(SignalInfo info) {
    int signal = info.signal();
    if (signal < Signal.SIGRTMIN && Signal.contains(pending, signal)) {
      return false;
    }
    queue.add(info);
    tally.add(1);
    pending |= Signal.bit(signal);
    return true;
  }

  /// Takes the next signal of the set `wanted`: those that an instruction raised first, because
  /// their frame must name that instruction; otherwise the lowest.
  public Optional<SignalInfo> take(long wanted) {
    long eligible = pending & wanted;
    if (eligible == Signal.EMPTY) {
      return Optional.empty();
    }
    long raised = eligible & Signal.SYNCHRONOUS;
    return Optional.of(takeOldest(Signal.lowest(raised == Signal.EMPTY ? eligible : raised)));
  }

  private SignalInfo takeOldest(int signal) {
    Iterator<SignalInfo> each = queue.iterator();
    SignalInfo info = each.next();
    while (info.signal() != signal) {
      info = each.next();
    }
    each.remove();
    update();
    gone(info);
    return info;
  }

  /// Forgets all signals of the set `unwanted`.
  public void discard(long unwanted) {
    if ((pending & unwanted) != 0) {
      List<SignalInfo> discarded =
          queue.stream().filter(info -> Signal.contains(unwanted, info.signal())).toList();
      queue.removeIf(info -> Signal.contains(unwanted, info.signal()));
      update();
      discarded.forEach(this::gone);
    }
  }

  private void gone(SignalInfo info) {
    tally.add(-1);
    info.taken();
  }

  /// Whether this very signal is queued.
  public boolean holds(SignalInfo info) {
    return queue.contains(info);
  }

  /// Everything queued, oldest first.
  public List<SignalInfo> all() {
    return new ArrayList<>(queue);
  }

  private void update() {
    pending = Signal.EMPTY;
    queue.forEach(info -> pending |= Signal.bit(info.signal()));
  }
}
