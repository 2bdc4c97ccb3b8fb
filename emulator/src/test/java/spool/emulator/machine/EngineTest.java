package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spool.emulator.hart.Hart;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;

@Timeout(20)
class EngineTest {
  private final Bus bus = new Bus(new PhysicalMemory(Machine.RAM_BASE, 1 << 20));
  private final List<Hart> harts = IntStream.range(0, 3).mapToObj(id -> new Hart(id, bus)).toList();
  private final List<String> log = new ArrayList<>();
  private Executor executor = EngineTest::useUp;
  private final Engine engine =
      new Engine(
          harts,
          hart -> executor.run(hart),
          Pacer.immediate(),
          (cycle, hart, pc) -> {},
          SplitMix.of(0, "slice"));

  EngineTest() {
    harts.forEach(Hart::park);
  }

  private static void useUp(Hart hart) {
    hart.charge(hart.limit() - hart.cycles());
  }

  private void note(String what) {
    log.add(what + " at " + engine.now());
  }

  private Runnable noting(String what) {
    return () -> note(what);
  }

  @Test
  void timeJumpsWhenAllAreParked() {
    engine.events().schedule(3_000_000_000_000L, noting("event"));
    assertInstanceOf(Outcome.IdleForever.class, engine.run());
    assertEquals(List.of("event at 3000000000000"), log);
  }

  @Test
  void anEventComesExactlyWhenTheOnlyHartReachesIt() {
    engine.wake(harts.get(0));
    engine.events().schedule(123, () -> log.add("hart at " + harts.get(0).cycles()));
    engine.events().schedule(77_777, () -> engine.finish(new Outcome.PoweredOff(0)));
    engine.run();
    assertEquals(List.of("hart at 123"), log);
    assertEquals(77_777, harts.get(0).cycles());
    assertEquals(77_777, engine.now());
  }

  @Test
  void anEventScheduledInASliceEndsItInTime() {
    executor =
        hart -> {
          if (hart.cycles() == 0) {
            hart.charge(10);
            engine.events().schedule(25, noting("event"));
            useUp(hart);
            note("slice over");
          }
          hart.park();
        };
    engine.wake(harts.get(0));
    engine.run();
    assertEquals(List.of("slice over at 25", "event at 25"), log);
  }

  @Test
  void anEventInThePastComesAtOnceAndTimeDoesNotGoBack() {
    engine.events().schedule(50, () -> engine.events().schedule(20, noting("late")));
    engine.run();
    assertEquals(List.of("late at 50"), log);
  }

  @Test
  void aHartTakesUpTheTimeAtWhichItIsWoken() {
    executor =
        hart -> {
          note("hart " + hart.id());
          hart.park();
        };
    engine.events().schedule(500, () -> engine.wake(harts.get(1)));
    engine.run();
    assertEquals(List.of("hart 1 at 500"), log);
  }

  @Test
  void theWokenHartRunsBeforeTimeGoesOn() {
    executor =
        hart -> {
          note("hart " + hart.id());
          if (hart.id() == 0 && hart.cycles() == 0) {
            hart.charge(100);
            engine.wake(harts.get(1));
            assertEquals(100, hart.limit());
            hart.charge(7);
          } else {
            hart.park();
          }
        };
    engine.wake(harts.get(0));
    engine.run();
    assertEquals(List.of("hart 0 at 0", "hart 1 at 100", "hart 0 at 107"), log);
  }

  @Test
  void theHartThatIsBehindRunsAndTheLowestNumberAmongEquals() {
    executor =
        hart -> {
          note("hart " + hart.id());
          hart.charge(100);
          if (hart.cycles() >= 200) {
            hart.park();
          }
        };
    harts.get(2).charge(50);
    harts.forEach(engine::wake);
    engine.run();
    assertEquals(
        List.of(
            "hart 0 at 0",
            "hart 1 at 0",
            "hart 2 at 50",
            "hart 0 at 100",
            "hart 1 at 100",
            "hart 2 at 150"),
        log);
  }

  @Test
  void finishingLowersTheLimitToThePresent() {
    executor =
        hart -> {
          hart.charge(5);
          engine.finish(new Outcome.PoweredOff(3));
          assertEquals(5, hart.limit());
        };
    engine.wake(harts.get(0));
    assertEquals(new Outcome.PoweredOff(3), engine.run());
  }

  @Test
  void aRunGoesOnWhereItStopped() {
    engine.wake(harts.get(0));
    engine.events().schedule(100, () -> engine.finish(new Outcome.Stopped()));
    engine.events().schedule(200, () -> engine.finish(new Outcome.PoweredOff(0)));
    assertEquals(new Outcome.Stopped(), engine.run());
    assertEquals(100, engine.now());
    assertEquals(new Outcome.PoweredOff(0), engine.run());
    assertEquals(200, engine.now());
  }

  @Test
  void mailIsTakenAtThePresentInTheOrderOfPosting() {
    engine.wake(harts.get(0));
    harts.get(0).charge(40);
    engine.inbox().post(noting("first"));
    engine.inbox().post(noting("second"));
    engine.inbox().post(() -> engine.finish(new Outcome.Stopped()));
    engine.run();
    assertEquals(List.of("first at 40", "second at 40"), log);
  }

  @Test
  void anIdleMachineWaitsForAnOpenSource() throws InterruptedException {
    Inbox.Source source = engine.inbox().open();
    var terminal =
        new Thread(
            () -> {
              engine.inbox().post(noting("typed"));
              source.close();
              source.close();
            });
    terminal.start();
    assertEquals(new Outcome.IdleForever(), engine.run());
    terminal.join();
    assertEquals(List.of("typed at 0"), log);
  }

  @Test
  void interruptingTheThreadStopsAnIdleMachine() {
    engine.inbox().open();
    Thread.currentThread().interrupt();
    assertEquals(new Outcome.Stopped(), engine.run());
    assertTrue(Thread.interrupted());
  }

  @Test
  void aDefectSaysWhereItHappened() {
    executor =
        hart -> {
          throw new IllegalStateException("broken");
        };
    harts.get(2).pc(0x8000_1000L);
    harts.get(2).charge(9);
    engine.wake(harts.get(2));
    var failure = assertThrows(EngineFailure.class, engine::run);
    assertEquals(
        "hart 2 failed at pc 0x80001000 in cycle 9: java.lang.IllegalStateException: broken",
        failure.getMessage());
  }
}
