package spool.emulator.machine;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import spool.emulator.hart.Hart;

/// How a run is repeated: the part of an engine that a [Recording] makes use of.
interface Repeater {
  /// Where a run is, with what is no part of the machine's state.
  ///
  /// @param acts for each hart, when it was about to do what it did last
  /// @param held the harts that a debugger lets stand
  record Place(Moment moment, List<Moment> acts, Set<Hart> held) {}

  /// Tells `listener` of every input, from now on.
  void onInput(Consumer<Input> listener);

  /// Does `action`, which comes from outside; `mail` is what of it came by the [Inbox]. If it
  /// throws, it has done nothing.
  void input(List<Runnable> mail, Runnable action);

  /// Where the run is.
  Place place();

  /// Notes that the machine was put into the state that it had at `place`.
  void place(Place place);

  /// Runs again as before to `end`, up to where there was no input, and ends with [Outcome.Stopped]
  /// there.
  Outcome repeat(Moment end);

  /// Does again what came from outside at this place.
  void repeat(Input input);
}
