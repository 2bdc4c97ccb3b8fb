package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spool.emulator.device.InterruptLine;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Cause;
import spool.emulator.memory.Bus;
import spool.emulator.memory.Device;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;

@Timeout(60)
class ParallelEngineTest {
  private static final long MILLISECOND = 1_000_000;
  private static final int ROUNDS = 500;

  private final Bus bus = new Bus(PhysicalMemory.shared(Machine.RAM_BASE, 1 << 20));
  private final List<Hart> harts = IntStream.range(0, 3).mapToObj(id -> new Hart(id, bus)).toList();
  private volatile Executor executor = ParallelEngineTest::useUp;
  private final ParallelEngine engine =
      new ParallelEngine(
          harts,
          harts.stream().map(hart -> (Executor) each -> executor.run(each)).toList(),
          SplitMix.of(0, "slice"));

  ParallelEngineTest() {
    harts.forEach(
        hart -> {
          hart.park();
          hart.onWakeup(() -> engine.wake(hart));
        });
  }

  private static void useUp(Hart hart) {
    hart.charge(hart.limit() - hart.cycles());
  }

  private void end() {
    engine.finish(new Outcome.PoweredOff(0));
  }

  @Test
  void noRunWaitsForNothing() {
    assertInstanceOf(Outcome.IdleForever.class, engine.run());
  }

  @Test
  void eventsHappenInOrderAndNotBeforeTheirTime() {
    List<Long> times = new ArrayList<>();
    engine.schedule(20 * MILLISECOND, this::end);
    engine.schedule(10 * MILLISECOND, () -> times.add(engine.now()));
    assertEquals(new Outcome.PoweredOff(0), engine.run());
    assertEquals(1, times.size());
    assertTrue(times.getFirst() >= 10 * MILLISECOND);
    assertTrue(engine.now() >= 20 * MILLISECOND);
  }

  @Test
  void anEventOfAHartComesWhenTheClockSleepsForLonger() {
    engine.schedule(3_600_000 * MILLISECOND, () -> {});
    executor =
        hart -> {
          engine.exclusively(() -> engine.schedule(engine.now() + MILLISECOND, this::end));
          hart.park();
        };
    engine.wake(harts.get(1));
    assertEquals(new Outcome.PoweredOff(0), engine.run());
  }

  @Test
  void anInterruptWakesAParkedHart() {
    Hart hart = harts.get(2);
    hart.enableInterrupts(1L << Cause.MACHINE_TIMER);
    InterruptLine line =
        engine.line(hart, raised -> hart.setInterrupt(Cause.MACHINE_TIMER, raised));
    executor =
        each -> {
          assertEquals(hart, each);
          end();
        };
    engine.schedule(MILLISECOND, () -> line.set(true));
    assertEquals(new Outcome.PoweredOff(0), engine.run());
  }

  @Test
  void linesEndAsTheyWereSetLast() {
    Hart hart = harts.get(0);
    AtomicInteger changes = new AtomicInteger();
    List<Boolean> seen = new ArrayList<>();
    InterruptLine line = engine.line(hart, seen::add);
    executor =
        each -> {
          IntStream.range(0, 1000).forEach(turn -> Thread.onSpinWait());
          engine.exclusively(
              () -> {
                int change = changes.incrementAndGet();
                line.set(change % 2 == 0);
                IntStream.range(0, 1000).forEach(turn -> Thread.onSpinWait());
                if (change == ROUNDS) {
                  end();
                }
              });
        };
    engine.wake(hart);
    engine.wake(harts.get(1));
    engine.run();
    for (int index = 0; index < ROUNDS; index++) {
      assertEquals(index % 2 == 1, seen.get(index), "change " + index);
    }
  }

  @Test
  void noHartExecutesWhileItIsActedOn() {
    Hart target = harts.get(0);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    AtomicLong actions = new AtomicLong();
    executor =
        hart -> {
          if (hart == target) {
            inside.set(1);
            IntStream.range(0, 100).forEach(turn -> Thread.onSpinWait());
            inside.set(0);
          } else {
            engine.onEach(List.of(target), each -> seen.addAndGet(inside.get()));
            if (actions.incrementAndGet() == ROUNDS) {
              end();
            }
          }
        };
    engine.wake(target);
    engine.wake(harts.get(1));
    engine.run();
    assertTrue(actions.get() >= ROUNDS);
    assertEquals(0, seen.get());
  }

  @Test
  void onlyOneHartIsInADevice() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger accesses = new AtomicInteger();
    Device device =
        engine.guard(
            new Device() {
              @Override
              public void exchange(Exchange exchange) {}

              @Override
              public long load(long offset, int size) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                return inside.decrementAndGet();
              }

              @Override
              public void store(long offset, int size, long value) {
                load(offset, size);
              }
            });
    executor =
        hart -> {
          device.load(0, 4);
          device.store(0, 4, 0);
          if (accesses.incrementAndGet() == ROUNDS) {
            end();
          }
        };
    harts.forEach(engine::wake);
    engine.run();
    assertEquals(1, most.get());
  }

  @Test
  void aStoppedMachineRunsOn() {
    AtomicInteger slices = new AtomicInteger();
    executor =
        hart -> {
          useUp(hart);
          if (slices.incrementAndGet() % 100 == 0) {
            engine.inbox().post(() -> engine.finish(new Outcome.Stopped()));
          }
        };
    engine.wake(harts.get(0));
    assertInstanceOf(Outcome.Stopped.class, engine.run());
    long stopped = engine.now();
    assertEquals(stopped, engine.now());
    assertFalse(harts.get(0).isParked());
    assertInstanceOf(Outcome.Stopped.class, engine.run());
    assertTrue(slices.get() >= 200);
    assertTrue(engine.now() > stopped);
  }

  @Test
  void aDefectEndsTheRunAndNamesTheHart() {
    executor =
        hart -> {
          throw new IllegalStateException("broken");
        };
    engine.wake(harts.get(2));
    engine.wake(harts.get(2));
    EngineFailure failure = assertThrows(EngineFailure.class, engine::run);
    assertTrue(String.valueOf(failure.getMessage()).startsWith("hart 2 failed"));
  }

  @Test
  void aDefectInAnEventEndsTheRunWhoeverRunsIt() {
    executor =
        hart ->
            engine.exclusively(
                () ->
                    engine.schedule(
                        engine.now(),
                        () -> {
                          throw new IllegalStateException("broken");
                        }));
    harts.forEach(engine::wake);
    RuntimeException failure = assertThrows(RuntimeException.class, engine::run);
    assertTrue(failure.toString().contains("broken"), failure::toString);
  }

  @Test
  void afterADefectOthersDoNotWaitForItsHart() {
    executor =
        hart -> {
          if (hart.id() == 0) {
            throw new IllegalStateException("broken");
          }
          engine.onEach(harts, each -> {});
        };
    harts.forEach(engine::wake);
    assertThrows(EngineFailure.class, engine::run);
  }

  @Test
  void synchronizingSetsTheClockOfAHart() {
    executor =
        hart -> {
          hart.charge(3_600_000 * MILLISECOND);
          engine.synchronize(hart);
          assertTrue(hart.cycles() <= engine.now());
          end();
        };
    engine.wake(harts.get(0));
    assertEquals(new Outcome.PoweredOff(0), engine.run());
  }
}
