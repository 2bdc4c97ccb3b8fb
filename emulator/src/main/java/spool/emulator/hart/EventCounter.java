package spool.emulator.hart;

import java.util.function.LongSupplier;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// A counter of what a hart does, which software can set and stop without changing what happened:
/// `mcycle` or `minstret`.
final class EventCounter implements Stateful {
  private final LongSupplier events;
  private long start;
  private long held;
  private boolean inhibited;

  /// A counter at zero of `events`, which have not happened yet.
  EventCounter(LongSupplier events) {
    this.events = events;
  }

  @Override
  public void exchange(Exchange exchange) {
    start = exchange.number(start);
    held = exchange.number(held);
    inhibited = exchange.flag(inhibited);
  }

  long read() {
    return inhibited ? held : events.getAsLong() - start;
  }

  /// Writes the counter by an instruction that is not counted itself, although it retires after
  /// this.
  void write(long value) {
    held = value;
    start = events.getAsLong() + 1 - value;
  }

  boolean isInhibited() {
    return inhibited;
  }

  /// Stops counting, or goes on from the number at which it was stopped.
  void inhibit(boolean stop) {
    if (stop != inhibited) {
      held = read();
      start = events.getAsLong() - held;
      inhibited = stop;
    }
  }
}
