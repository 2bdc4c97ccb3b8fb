package spool.kernel.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.kernel.lock.LockWatch;
import spool.kernel.process.Task;
import spool.kernel.trap.Locking.Act;
import spool.kernel.trap.Locking.Locker;

/// Who waits for whom, as the words of locks and the system calls of those who wait tell it.
class DeadlockTest {
  private static final int NOBODY = 4711;

  /// The first thread's number: init is 1.
  private static final int FIRST = 2;

  /// A thread that waits on a word with these values in and behind it.
  private static final class Waiter implements Act {
    private final int number;
    private final int[] values;

    Waiter(int number, int... values) {
      this.number = number;
      this.values = values;
    }

    @Override
    public void prepare(Task task) {
      for (int index = 0; index < values.length; index++) {
        task.memory().store32(Locking.word(number) + (long) index * Integer.BYTES, values[index]);
      }
    }

    @Override
    public long[] call(Task task) {
      return Locking.futexWait(task, number);
    }
  }

  private static List<Act> circle(int size) {
    return IntStream.range(0, size).<Act>mapToObj(i -> new Locker(i, (i + 1) % size)).toList();
  }

  private static String stars(LockWatch locks) {
    return locks
        .waits()
        .lines()
        .filter(line -> line.matches("[* ] task .*"))
        .map(line -> line.startsWith("*") ? "*" : "-")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aCircleIsADeadlock(int size) {
    Locking.run(
        circle(size),
        locks -> {
          List<String> lines = locks.deadlocks().lines().toList();
          assertEquals(1 + size, lines.size(), locks.deadlocks());
          String who = size == 1 ? "a task waits for itself" : size + " tasks wait for each other";
          assertTrue(lines.getFirst().startsWith("deadlock: " + who), lines.getFirst());
          for (int i = 0; i < size; i++) {
            int holder = FIRST + (i + 1) % size;
            assertTrue(
                lines
                    .get(1 + i)
                    .startsWith(
                        "  task %d (init) waits for lock at 0x%x of task %d (init)"
                            .formatted(FIRST + i, Locking.word((i + 1) % size), holder)),
                lines.get(1 + i));
          }
        });
  }

  @Test
  void whoWaitsForADeadlockIsNotInIt() {
    List<Act> acts = new ArrayList<>(circle(2));
    acts.add(new Locker(2, 0));
    acts.add(new Locker(3, 2));
    Locking.run(
        acts,
        locks -> {
          assertEquals("**--", stars(locks));
          assertTrue(locks.deadlocks().startsWith("deadlock: 2 tasks"), locks.deadlocks());
        });
  }

  @Test
  void aCircleIsGoneWhenSomebodyLeavesIt() {
    List<Task> first = new ArrayList<>();
    List<Act> acts = new ArrayList<>(circle(3));
    acts.set(
        0,
        new Act() {
          @Override
          public void prepare(Task task) {
            first.add(task);
            new Locker(0, 1).prepare(task);
          }

          @Override
          public long[] call(Task task) {
            return Locking.futexWait(task, 1);
          }
        });
    Locking.run(
        acts,
        locks -> {
          assertEquals("***", stars(locks));
          first.getFirst().wake();
          assertEquals("--", stars(locks));
          assertEquals("", locks.deadlocks());
        },
        locks ->
            assertEquals("***", stars(locks), "it has found the word as it was, and waits on"));
  }

  @Test
  void aTimeLimitBreaksTheCircle() {
    List<Act> acts = new ArrayList<>(circle(2));
    acts.set(
        0,
        new Act() {
          @Override
          public void prepare(Task task) {
            new Locker(0, 1).prepare(task);
            task.memory().store64(Locking.word(8), 1000);
            task.memory().store64(Locking.word(8) + Long.BYTES, 0);
          }

          @Override
          public long[] call(Task task) {
            long[] call = Locking.futexWait(task, 1);
            call[4] = Locking.word(8);
            return call;
          }
        });
    Locking.run(
        acts,
        locks -> {
          assertEquals("", locks.deadlocks());
          assertTrue(locks.waits().contains(" for a limited time"), locks.waits());
        });
  }

  @Test
  void aLockWhoseOwnerHasEndedIsNobodys() {
    Act leaves =
        new Act() {
          @Override
          public void prepare(Task task) {
            new Locker(0, 0).prepare(task);
          }

          @Override
          public long[] call(Task task) {
            return new long[] {Locking.EXIT, 0};
          }
        };
    Locking.run(
        List.of(leaves, new Locker(1, 0)),
        locks -> {
          assertEquals("", locks.deadlocks());
          assertTrue(locks.waits().contains(" of task 2, which has ended"), locks.waits());
        });
  }

  @Test
  void aNumberThatNoThreadOfTheProgramHasIsNobody() {
    Locking.run(
        List.of(new Waiter(0, NOBODY | Locking.WAITERS)),
        locks -> assertTrue(locks.waits().contains("which has ended"), locks.waits()));
    Locking.run(
        List.of(new Waiter(0, -1)), locks -> assertEquals("", stars(locks), "no such number"));
  }

  @Test
  void countersAreNoOwners() {
    Locking.run(
        List.of(new Waiter(0, FIRST), new Waiter(1, FIRST), new Waiter(2, 0)),
        locks -> assertEquals("", stars(locks)));
  }

  @Test
  void aMutexOfGlibcNamesItsOwnerBehindItsWord() {
    Locking.run(
        List.of(new Waiter(0, 2, 0, FIRST, 1, 0)), locks -> assertEquals("*", stars(locks)));
    Locking.run(
        List.of(new Waiter(0, 2, 0, FIRST + 1, 1, 1), new Waiter(1, 2, 0, FIRST, 1, 128)),
        locks -> assertEquals("**", stars(locks)));
    Locking.run(
        List.of(
            new Waiter(0, 2, 0, FIRST, 0, 0),
            new Waiter(1, 2, 0, FIRST + 1, 1, 0x1000),
            new Waiter(2, 3, 0, FIRST + 2, 1, 0),
            new Waiter(3, 2, 0, 0, 1, 0)),
        locks -> assertEquals("", stars(locks), "things that look like one"));
  }

  @Test
  void waitingForTheEndOfAThreadIsWaitingForIt() {
    Act ends =
        new Act() {
          @Override
          public void prepare(Task task) {
            new Locker(0, 1).prepare(task);
            task.memory().store32(Locking.word(7), task.tid());
            task.clearChildTid(Locking.word(7));
          }

          @Override
          public long[] call(Task task) {
            return Locking.futexWait(task, 1);
          }
        };
    Locking.run(
        List.of(ends, new Locker(1, 7)),
        locks -> {
          assertEquals("**", stars(locks));
          assertTrue(locks.waits().contains("waits for the end of task 2"), locks.waits());
        });
  }
}
