package spool.kernel.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.emulator.machine.Outcome;
import spool.kernel.process.Task;
import spool.kernel.trace.TraceSink;
import spool.kernel.trap.Puppeteer.Puppet;

/// What becomes of the locks that a thread holds when it ends, by the list that it has kept of them
/// (get_robust_list(2)), and of lists that are none.
class RobustListTest {
  private static final int EXIT = 93;
  private static final int EXIT_GROUP = 94;
  private static final int FUTEX = 98;
  private static final int SET_ROBUST_LIST = 99;
  private static final int SCHED_YIELD = 124;
  private static final int CLONE = 220;
  private static final long THREAD = 0x5_0f00;
  private static final int HEAD_BYTES = 24;

  private static final int WAITERS = 0x8000_0000;
  private static final int OWNER_DIED = 0x4000_0000;

  private static final long HEAD = HostileMemory.ROOM;
  private static final long DISTANCE = 8;
  private static final long PENDING = 16;
  private static final long ONE = HEAD + 0x100;
  private static final long TWO = HEAD + 0x200;
  private static final int NOBODY = 4711;

  /// A thread that makes its list, lets init wait, and ends.
  private record Owner(Consumer<Task> list, long head, int step) implements Puppet {
    @Override
    public void act(Puppeteer machine, long result) {
      if (step == 0) {
        list.accept(machine.task());
        machine.replace(machine.task(), new Owner(list, head, 1));
        machine.call(SET_ROBUST_LIST, head, HEAD_BYTES);
      } else if (step == 1) {
        machine.replace(machine.task(), new Owner(list, head, 2));
        machine.call(SCHED_YIELD);
      } else {
        machine.call(EXIT, 0);
      }
    }
  }

  /// Init makes the thread, waits on a futex word if it is to, and looks at what is left.
  private static final class Heir implements Puppet {
    private final Puppet owner;
    private final boolean waits;
    private final Consumer<Task> check;
    private int step;
    private boolean asleep;
    private boolean woken;

    Heir(Puppet owner, boolean waits, Consumer<Task> check) {
      this.owner = owner;
      this.waits = waits;
      this.check = check;
    }

    @Override
    public Puppet child() {
      return owner;
    }

    @Override
    public void act(Puppeteer machine, long result) {
      Task init = machine.task();
      woken |= asleep && result == 0;
      asleep = false;
      if (step++ == 0) {
        HostileMemory.map(init);
        machine.call(CLONE, THREAD, 0, 0, 0, 0);
      } else if (init.process().tasks().size() == 1) {
        check.accept(init);
        machine.call(EXIT_GROUP, 0);
      } else if (waits && init.memory().load32(TWO + DISTANCE) != 0) {
        asleep = true;
        machine.call(FUTEX, TWO + DISTANCE, 0, init.memory().load32(TWO + DISTANCE), 0, 0, 0);
      } else {
        machine.call(SCHED_YIELD);
      }
    }
  }

  private static boolean run(Consumer<Task> list, long head, boolean waits, Consumer<Task> check) {
    Heir init = new Heir(new Owner(list, head, 0), waits, check);
    Puppeteer machine = new Puppeteer(1, 0, init, TraceSink.OFF);
    assertEquals(new Outcome.PoweredOff(0), machine.run(1000));
    return init.woken;
  }

  private static void link(Task task, long... entries) {
    for (int index = 0; index < entries.length - 1; index++) {
      task.memory().store64(entries[index], entries[index + 1]);
    }
    task.memory().store64(HEAD + DISTANCE, DISTANCE);
  }

  private static int word(Task task, long entry) {
    return task.memory().load32(entry + DISTANCE);
  }

  private static void hold(Task task, long entry, int value) {
    task.memory().store32(entry + DISTANCE, value);
  }

  @Test
  void locksOfTheEndedAreMarkedAndOthersNot() {
    long three = HEAD + 0x280;
    run(
        task -> {
          link(task, HEAD, ONE, TWO, three, HEAD);
          hold(task, ONE, task.tid());
          hold(task, TWO, task.tid() | WAITERS);
          hold(task, three, NOBODY);
        },
        HEAD,
        false,
        task -> {
          assertEquals(OWNER_DIED, word(task, ONE));
          assertEquals(OWNER_DIED | WAITERS, word(task, TWO));
          assertEquals(NOBODY, word(task, three));
        });
  }

  @Test
  void aWaiterIsWoken() {
    boolean woken =
        run(
            task -> {
              link(task, HEAD, TWO, HEAD);
              hold(task, TWO, task.tid() | WAITERS);
            },
            HEAD,
            true,
            task -> assertEquals(OWNER_DIED | WAITERS, word(task, TWO)));
    assertTrue(woken);
  }

  @Test
  void aLockThatIsBeingTakenCounts() {
    run(
        task -> {
          link(task, HEAD, HEAD);
          hold(task, ONE, task.tid());
          task.memory().store64(HEAD + PENDING, ONE);
        },
        HEAD,
        false,
        task -> assertEquals(OWNER_DIED, word(task, ONE)));
  }

  /// The ended one was woken to take the lock, and another came first, who knows of no waiter.
  @Test
  void aWakeThatTheEndedWasGivenGoesToTheNext() {
    boolean woken =
        run(
            task -> {
              link(task, HEAD, HEAD);
              hold(task, TWO, NOBODY);
              task.memory().store64(HEAD + PENDING, TWO);
            },
            HEAD,
            true,
            task -> assertEquals(NOBODY, word(task, TWO)));
    assertTrue(woken);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {ONE, TWO, 0, 1, HostileMemory.HOLE, HostileMemory.KERNEL, HostileMemory.READ_ONLY})
  void aListThatNeverEndsOrIsNoneHarmsNobody(long next) {
    run(
        task -> {
          link(task, HEAD, ONE, TWO, next);
          hold(task, ONE, task.tid());
          hold(task, TWO, task.tid());
        },
        HEAD,
        false,
        task -> {
          assertEquals(OWNER_DIED, word(task, ONE));
          assertEquals(OWNER_DIED, word(task, TWO));
        });
  }

  @ParameterizedTest
  @ValueSource(
      longs = {1, -1, HostileMemory.HOLE, HostileMemory.KERNEL, HostileMemory.NON_CANONICAL})
  void aHeadThatIsNoneHarmsNobody(long head) {
    run(task -> {}, head, false, task -> assertEquals(0, word(task, ONE)));
  }

  @Test
  void aWordThatCannotBeWrittenEndsTheWalk() {
    run(
        task -> {
          link(task, HEAD, ONE, TWO, HEAD);
          task.memory().store64(HEAD + DISTANCE, HostileMemory.READ_ONLY - ONE);
          hold(task, TWO, task.tid());
        },
        HEAD,
        false,
        task -> assertTrue(word(task, TWO) != OWNER_DIED));
  }
}
