package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import spool.emulator.hart.Hart;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;

class EngineProperties {
  private static final long LONGEST_SLICE = 2 * Engine.LONE_SLICE;
  private static final int LONGEST_CHARGE = 999;

  private record Begin(long cycle, int hart) {}

  /// Harts that follow scripts of numbers in place of programs, and check time at every step.
  private static final class Scripted {
    private final List<List<Integer>> scripts;
    private final List<Hart> harts;
    private final Engine engine;
    private final List<Begin> trace = new ArrayList<>();
    private final int[] position;
    private final long[] busy;
    private final long[] idle;
    private final long[] parkedAt;
    private int pendingEvents;

    Scripted(List<List<Integer>> scripts, long seed) {
      this.scripts = scripts;
      int count = scripts.size();
      Bus bus = new Bus(new PhysicalMemory(Machine.RAM_BASE, 1 << 20));
      harts = IntStream.range(0, count).mapToObj(id -> new Hart(id, bus)).toList();
      position = new int[count];
      busy = new long[count];
      idle = new long[count];
      parkedAt = new long[count];
      engine =
          new Engine(
              harts,
              this::execute,
              Pacer.immediate(),
              (cycle, hart, pc) -> trace.add(new Begin(cycle, hart)),
              SplitMix.of(seed, "slice"));
    }

    void run() {
      assertEquals(new Outcome.IdleForever(), engine.run());
    }

    private void execute(Hart hart) {
      assertTrue(hart.cycles() < hart.limit(), "an empty slice");
      while (!hart.isParked() && hart.cycles() < hart.limit()) {
        List<Integer> script = scripts.get(hart.id());
        if (position[hart.id()] == script.size()) {
          park(hart);
        } else {
          act(hart, script.get(position[hart.id()]++));
        }
      }
    }

    private void act(Hart hart, int number) {
      switch (number % 10) {
        case 0 -> scheduleAt(hart.cycles() + number, () -> {});
        case 1 -> {
          scheduleAt(hart.cycles() + number, () -> wake(hart));
          park(hart);
        }
        case 2 -> wake(harts.get(number / 10 % harts.size()));
        default -> {
          busy[hart.id()] += number;
          hart.charge(number);
        }
      }
    }

    private void park(Hart hart) {
      hart.park();
      parkedAt[hart.id()] = hart.cycles();
    }

    private void wake(Hart hart) {
      if (hart.isParked()) {
        engine.wake(hart);
        assertTrue(hart.cycles() >= engine.now(), "woken in the past");
        idle[hart.id()] += hart.cycles() - parkedAt[hart.id()];
      }
    }

    private void scheduleAt(long due, Runnable action) {
      pendingEvents++;
      engine
          .events()
          .schedule(
              due,
              () -> {
                pendingEvents--;
                checkEvent(due);
                action.run();
              });
    }

    private void checkEvent(long due) {
      assertEquals(due, engine.now());
      for (Hart hart : harts) {
        if (!hart.isParked()) {
          assertTrue(hart.cycles() >= due, "an event before its time");
          assertTrue(hart.cycles() <= due + LONGEST_SLICE + LONGEST_CHARGE, "a late event");
        }
      }
    }

    void startAll() {
      harts.forEach(Hart::park);
      harts.forEach(engine::wake);
    }
  }

  private static Scripted ran(List<List<Integer>> scripts, long seed) {
    var machine = new Scripted(scripts, seed);
    machine.startAll();
    machine.run();
    return machine;
  }

  @Property(tries = 200)
  void timeIsBusyOrIdleAndEventsComeInTime(
      @ForAll @Size(min = 1, max = 5)
          List<@Size(max = 40) List<@IntRange(min = 0, max = 999) Integer>> scripts,
      @ForAll long seed) {
    Scripted machine = ran(scripts, seed);
    assertEquals(0, machine.pendingEvents);
    for (Hart hart : machine.harts) {
      assertEquals(hart.cycles(), machine.busy[hart.id()] + machine.idle[hart.id()]);
      assertEquals(scripts.get(hart.id()).size(), machine.position[hart.id()]);
    }
  }

  @Property(tries = 50)
  void slicesKeepTheHartsTogether(
      @ForAll @Size(min = 2, max = 4)
          List<@Size(min = 20, max = 40) List<@IntRange(min = 3, max = 9) Integer>> work,
      @ForAll long seed) {
    List<Long> begins = ran(work, seed).trace.stream().map(Begin::cycle).toList();
    for (int index = 1; index < begins.size(); index++) {
      assertTrue(begins.get(index) >= begins.get(index - 1), "the hart behind was passed over");
    }
  }

  @Property(tries = 50)
  void oneSeedIsOneInterleaving(@ForAll long seed) {
    List<List<Integer>> work = List.of(longScript(), longScript(), longScript());
    List<Begin> trace = ran(work, seed).trace;
    assertEquals(trace, ran(work, seed).trace);
    assertNotEquals(trace, ran(work, seed + 1).trace);
  }

  private static List<Integer> longScript() {
    return IntStream.range(0, 400).map(step -> 13 + step % 7).boxed().toList();
  }
}
