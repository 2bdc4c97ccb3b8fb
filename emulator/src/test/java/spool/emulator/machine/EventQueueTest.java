package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private final List<Long> announced = new ArrayList<>();
  private final EventQueue queue = new EventQueue(announced::add);

  @Test
  void announcesOnlyWhatBecomesTheFirst() {
    queue.schedule(20, () -> {});
    queue.schedule(30, () -> {});
    queue.schedule(20, () -> {});
    queue.schedule(10, () -> {});
    assertEquals(List.of(20L, 10L), announced);
  }

  @Test
  void cancellingWhatHasRunChangesNothing() {
    EventQueue.Event event = queue.schedule(1, () -> {});
    queue.schedule(2, () -> {});
    queue.runFirst();
    queue.cancel(event);
    assertEquals(2, queue.nextTime());
  }

  @Test
  void anEmptyQueueHasNothingToRun() {
    assertEquals(Long.MAX_VALUE, queue.nextTime());
    assertThrows(NoSuchElementException.class, queue::runFirst);
  }
}
