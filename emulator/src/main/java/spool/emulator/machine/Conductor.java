package spool.emulator.machine;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import spool.emulator.device.InterruptLine;
import spool.emulator.device.VirtualTime;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Supervisor;
import spool.emulator.memory.Device;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// Decides which hart executes when, what time it is, and when events happen.
///
/// Harts may execute side by side. What they share beside memory (devices, events, a kernel) is
/// entered by one of them at a time: through what [#guard] answers, or by [#exclusively]. What
/// belongs to one hart is its own thread's, and others reach it by [#onEach] and [#line].
interface Conductor extends VirtualTime, Stateful {
  /// What is to happen when.
  EventQueue events();

  /// Where other threads hand in input.
  Inbox inbox();

  /// Lets a hart go on from now if it is parked.
  void wake(Hart hart);

  /// Ends the run soon.
  void finish(Outcome reason);

  /// Runs until something finishes the run.
  Outcome run();

  /// Ends the run before the next slice or event, and leaves no other trace. Any thread may call
  /// it.
  void requestPause();

  /// Lets none of `harts` run, for a debugger's sake, until told otherwise.
  void hold(Set<Hart> harts);

  /// How the run is repeated.
  default Repeater repeater() {
    throw new UnsupportedOperationException("no run of harts side by side can be repeated");
  }

  /// Does `action`, unless the run is being repeated.
  default void once(Runnable action) {
    action.run();
  }

  /// Whether harts execute side by side, so that no run can be repeated.
  boolean isParallel();

  /// Does `action` while nobody else is where only one may be.
  void exclusively(Runnable action);

  /// Does `action` to each of `harts` while that one executes nothing. It has happened when this
  /// returns.
  void onEach(List<Hart> harts, Consumer<Hart> action);

  /// The line `line` of `hart`, for devices.
  InterruptLine line(Hart hart, InterruptLine line);

  /// `device` as one hart at a time may enter it.
  Device guard(Device device);

  /// `supervisor` as one hart at a time may enter it.
  Supervisor guard(Supervisor supervisor);

  /// Brings the clock of `hart`, which calls, to the present.
  void synchronize(Hart hart);

  /// Runs until something finishes the run, or virtual time is not before `end`, see [Machine].
  Outcome run(long end);

  /// Runs until something finishes the run, or the clock of `hart` is not before `end`.
  default Outcome run(Hart hart, long end) {
    return run(end);
  }

  @Override
  default Alarm reschedule(long time, long rank, Runnable action) {
    return schedule(time, action);
  }

  /// What is under way, to be exchanged before everything that schedules events: what [#now] is,
  /// when the last event was, whose turn was and is, the stream of slices, the queue. Either engine
  /// goes on where the other was.
  @Override
  void exchange(Exchange exchange);

  @Override
  default @Nullable Alarm exchange(Exchange exchange, @Nullable Alarm alarm, Runnable action) {
    Alarm exchanged = VirtualTime.super.exchange(exchange, alarm, action);
    if (exchanged != null) {
      events().countSaved();
    }
    return exchanged;
  }

  /// Makes sure that nothing happens at the moment.
  void demandStanding();
}
