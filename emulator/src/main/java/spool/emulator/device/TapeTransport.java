package spool.emulator.device;

import java.util.Optional;
import java.util.function.LongSupplier;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The mechanics of a tape drive with a reel: it moves the tape past the head and keeps count of
/// the distance and of the time that this takes.
final class TapeTransport implements Stateful {
  private final TapeTimings timings;
  private final LongSupplier jitter;
  private final TapeImage reel;
  private long head;
  private long cycles;
  private boolean runsBackward;

  /// A transport with `reel` at its load point. `jitter` answers the cycles that the next start
  /// takes longer.
  TapeTransport(TapeTimings timings, LongSupplier jitter, TapeImage reel) {
    this.timings = timings;
    this.jitter = jitter;
    this.reel = reel;
    reel.rewind();
  }

  @Override
  public void exchange(Exchange exchange) {
    head = exchange.number(head);
    cycles = exchange.number(cycles);
    runsBackward = exchange.flag(runsBackward);
    reel.exchange(exchange);
  }

  TapeImage reel() {
    return reel;
  }

  /// Whether the marker that warns of the end has passed the head.
  boolean isPastMarker() {
    return head >= timings.markerCells();
  }

  /// Whether a record of `length` bytes still fits on the reel.
  boolean hasRoom(long length) {
    return head + timings.cells(length) <= timings.reelCells();
  }

  /// Sets the tape moving for a command, and begins to count its time.
  void start(boolean backward) {
    cycles = timings.startCycles() + jitter.getAsLong();
    if (backward != runsBackward) {
      cycles += timings.turnCycles();
      runsBackward = backward;
    }
  }

  /// The cycles that have passed since the start.
  long cycles() {
    return cycles;
  }

  /// Moves over the next item. At the end of the data the tape runs on for a gap and comes back.
  Optional<TapeImage.Item> forward() {
    Optional<TapeImage.Item> item = reel.forward();
    long cells = item.map(timings::cells).orElse(timings.gapCells());
    cycles += cells * timings.cellCycles();
    head += item.isPresent() ? cells : 0;
    return item;
  }

  /// Moves back over the item in front, unless the tape is at its load point.
  Optional<TapeImage.Item> backward() {
    Optional<TapeImage.Item> item = reel.backward();
    long cells = item.map(timings::cells).orElse(0L);
    cycles += cells * timings.cellCycles();
    head -= cells;
    return item;
  }

  void rewind() {
    cycles = head == 0 ? 0 : cycles + head * timings.rewindCellCycles();
    head = 0;
    runsBackward = false;
    reel.rewind();
  }

  void write(byte[] data) {
    reel.write(data);
    advance(timings.cells(data.length));
  }

  void writeMark() {
    reel.writeMark();
    advance(timings.cells(1));
  }

  private void advance(long cells) {
    head += cells;
    cycles += cells * timings.cellCycles();
  }

  /// Erases to the end of the reel, and comes back.
  void erase() {
    reel.erase();
    long cells = Math.max(0, timings.reelCells() - head);
    cycles += cells * (timings.cellCycles() + timings.rewindCellCycles());
  }
}
