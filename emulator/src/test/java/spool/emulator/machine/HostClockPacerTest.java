package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The pacer with a host clock that the test moves; mail in the inbox keeps it from really waiting.
@Timeout(20)
class HostClockPacerTest {
  private final Inbox inbox = new Inbox();
  private long host = 1_000_000;
  private long step;
  private final HostClockPacer pacer = new HostClockPacer(() -> host += step);

  private long idle(long now, long target) throws InterruptedException {
    inbox.post(() -> {});
    return pacer.idle(now, target, inbox);
  }

  @Test
  void mailEndsAWaitAtTheTimeOfTheHost() throws InterruptedException {
    assertEquals(50, idle(50, 10_000));
    step = 100;
    long reached = idle(50, 10_000);
    assertTrue(reached > 50 && reached < 10_000, () -> "reached " + reached);
  }

  @Test
  void timeDoesNotPassTheTarget() throws InterruptedException {
    step = 1_000_000;
    assertEquals(10_000, idle(50, 10_000));
  }

  @Test
  void virtualTimeThatIsBehindDoesNotCatchUp() throws InterruptedException {
    idle(0, 10_000);
    host += 20_000;
    assertEquals(500, idle(500, 10_000));
    assertEquals(500, idle(500, 10_000));
  }

  @Test
  void virtualTimeThatIsAheadWaitsLonger() throws InterruptedException {
    idle(0, 1_000);
    host += 100;
    assertEquals(5_000, idle(5_000, 6_000), "ahead of 100");
    host += 4_800;
    assertEquals(5_000, idle(5_000, 6_000), "still ahead of 4,900");
  }

  @Test
  void aWaitTakesAsLongAsItShould() throws InterruptedException {
    long before = System.nanoTime();
    long reached = 0;
    Pacer real = Pacer.hostClock();
    while (reached < 2_000_000) {
      reached = real.idle(reached, 2_000_000, inbox);
    }
    assertTrue(System.nanoTime() - before >= 2_000_000);
    assertEquals(2_000_000, reached);
  }
}
