package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import spool.emulator.state.MachineState;
import spool.emulator.state.SavedMemory;

/// There are few checkpoints, and one in front of every place that is not much farther from it than
/// the place is from the last one.
class CheckpointsProperties {
  private static final int MOST = 40;
  private static final int STATE_BYTES = 100;

  private static Checkpoint checkpoint(long steps) {
    SavedMemory memory = new SavedMemory(new byte[0][]);
    return new Checkpoint(
        new Repeater.Place(moment(steps), List.of(), Set.of()),
        new MachineState(memory, new byte[STATE_BYTES]));
  }

  private static Moment moment(long steps) {
    return new Moment(steps, steps, steps);
  }

  private static long fill(Checkpoints checkpoints, List<Integer> gaps) {
    long steps = 0;
    checkpoints.add(checkpoint(0));
    for (int gap : gaps) {
      steps += gap;
      checkpoints.add(checkpoint(steps));
    }
    return steps;
  }

  @Property(tries = 100)
  void theWayFromOneIsShort(
      @ForAll @Size(min = 100, max = 600) List<@IntRange(min = 50, max = 100) Integer> gaps,
      @ForAll @IntRange(max = 1000) int permille) {
    Checkpoints checkpoints = new Checkpoints(MOST, Long.MAX_VALUE);
    long last = fill(checkpoints, gaps);
    long place = last * permille / 1000;
    long found = checkpoints.upTo(moment(place)).moment().steps();
    assertTrue(found <= place);
    assertTrue(
        place - found <= 100 + (last - place) / 2,
        () -> "%d for %d of %d".formatted(found, place, last));
    assertEquals(0, checkpoints.first().moment().steps());
    assertEquals(last, checkpoints.upTo(moment(last)).moment().steps());
    assertTrue(checkpoints.size() <= MOST);
  }

  @Property(tries = 50)
  void memoryIsBounded(
      @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 100) Integer> gaps,
      @ForAll @IntRange(min = 3, max = 20) int count) {
    Checkpoints checkpoints = new Checkpoints(MOST, (long) STATE_BYTES * count);
    fill(checkpoints, gaps);
    assertTrue(checkpoints.size() <= count + 1, () -> checkpoints.size() + " for " + count);
  }

  @Property(tries = 50)
  void theFutureCanBeForgotten(
      @ForAll @Size(max = 50) List<@IntRange(min = 1, max = 100) Integer> gaps,
      @ForAll @IntRange(max = 5000) int place) {
    Checkpoints checkpoints = new Checkpoints(MOST, Long.MAX_VALUE);
    long last = fill(checkpoints, gaps);
    Checkpoint before = checkpoints.upTo(moment(place));
    checkpoints.forgetAfter(moment(place));
    assertEquals(before, checkpoints.upTo(moment(last + place)));
  }
}
