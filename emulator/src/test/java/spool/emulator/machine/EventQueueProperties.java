package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EventQueueProperties {
  private record Modelled(EventQueue.Event event, long time, int number) {}

  /// Every step schedules at a small random time, cancels a random event, or runs the first.
  @Property(tries = 300)
  void behavesAsASortedList(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 79) Integer> steps) {
    var queue = new EventQueue();
    var model = new ArrayList<Modelled>();
    var run = new ArrayList<Integer>();
    var expected = new ArrayList<Integer>();
    for (int number = 0; number < steps.size(); number++) {
      int step = steps.get(number);
      int own = number;
      if (step < 40) {
        model.add(new Modelled(queue.schedule(step / 4, () -> run.add(own)), step / 4, own));
        model.sort(Comparator.comparingLong(Modelled::time).thenComparingInt(Modelled::number));
      } else if (!model.isEmpty() && step < 60) {
        queue.cancel(model.remove(step % model.size()).event);
      } else if (!model.isEmpty()) {
        expected.add(model.removeFirst().number);
        queue.runFirst();
      }
      assertEquals(model.isEmpty() ? Long.MAX_VALUE : model.getFirst().time, queue.nextTime());
    }
    assertEquals(expected, run);
  }
}
