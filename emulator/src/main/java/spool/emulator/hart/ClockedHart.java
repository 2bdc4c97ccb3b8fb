package spool.emulator.hart;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import spool.emulator.memory.Bus;
import spool.emulator.state.Exchange;

/// The part of a hart that has to do with time: its own clock, its counters, and the times at which
/// execution pauses.
///
/// The limit belongs to whoever divides time among harts, and is part of the state: where it is
/// decides how the harts go on. The pause belongs to whoever looks at the run, and the pause time
/// to a debugger; they come on top of it: a run that was paused and goes on is the same run.
abstract class ClockedHart extends LoadStoreUnit {
  private LongSupplier cycleSource = this::cycles;
  final EventCounter cycleCounter = new EventCounter(() -> cycleSource.getAsLong());
  final EventCounter instructionCounter = new EventCounter(this::retirements);
  private long retired;
  private long charged;
  private long slice = Long.MAX_VALUE;
  private long pause = Long.MAX_VALUE;
  private long pauseTime = Long.MAX_VALUE;

  /// The earliest one of these.
  private long limit = Long.MAX_VALUE;

  private LongSupplier timeSource = () -> 0;
  private long timeCompare = -1;
  private LongConsumer timeCompareListener = ticks -> {};

  ClockedHart(Bus bus) {
    super(bus);
  }

  @Override
  public void exchange(Exchange exchange) {
    super.exchange(exchange);
    retired = exchange.number(retired);
    charged = exchange.number(charged);
    limit(exchange.number(slice));
    timeCompare = exchange.number(timeCompare);
    cycleCounter.exchange(exchange);
    instructionCounter.exchange(exchange);
  }

  /// This hart's own virtual time in cycles: instructions retired plus cycles charged.
  public final long cycles() {
    return retired + charged;
  }

  /// Counts `count` instructions as retired.
  public final void retire(int count) {
    retired += count;
  }

  private long retirements() {
    return retired;
  }

  /// Lets `cost` cycles pass that no instruction accounts for.
  public final void charge(long cost) {
    charged += cost;
  }

  /// Instructions retired, or what software made of their number by writing `minstret`.
  public final long retired() {
    return instructionCounter.read();
  }

  /// The virtual time at which execution is to pause.
  public final long limit() {
    return limit;
  }

  /// Lets execution pause at virtual time `cycles`; after the running instruction if that is past.
  public final void limit(long cycles) {
    slice = cycles;
    limit = Math.min(slice, Math.min(pause, pauseTime));
  }

  /// Lets execution pause at virtual time `cycles` if it would go on for longer.
  public final void lowerLimit(long cycles) {
    limit(Math.min(slice, cycles));
  }

  /// Lets execution pause at virtual time `cycles` whatever the limit is, which stays as it is;
  /// [Long#MAX_VALUE] for never.
  public final void pause(long cycles) {
    pause = cycles;
    limit(slice);
  }

  /// Interrupts execution at virtual time `cycles`, after the running instruction if that is past,
  /// for a debugger's sake; the limit stays what it is for when the interruption is put off.
  /// [Long#MAX_VALUE] for never.
  public final void pauseAt(long cycles) {
    pauseTime = cycles;
    limit(slice);
  }

  /// Whether execution has come to the time of [#pauseAt].
  public final boolean isPaused() {
    return cycles() >= pauseTime;
  }

  /// Whether the limit has been reached, and not only a pause.
  public final boolean isAtLimit() {
    return cycles() >= slice;
  }

  /// Lets the CSR `cycle` count instructions in place of the clock, for a clock that is set.
  public final void countInstructionsAsCycles() {
    cycleSource = this::retirements;
  }

  /// What the CSR `time` reads from now on.
  public final void timeSource(LongSupplier ticks) {
    timeSource = ticks;
  }

  final long time() {
    return timeSource.getAsLong();
  }

  /// Calls `listener` with every `stimecmp`, which is to call [Hart#timeReached] in turn.
  public final void onTimeCompare(LongConsumer listener) {
    timeCompareListener = listener;
  }

  /// `stimecmp`.
  final long timeCompare() {
    return timeCompare;
  }

  /// Writes `stimecmp`.
  final void timeCompare(long ticks) {
    timeCompare = ticks;
    timeCompareListener.accept(ticks);
  }
}
