package spool.kernel.sync;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;

class FutexesTest {
  private static final String WORD = "word";
  private static final String OTHER = "other";
  private static final int MANY = 100;

  private final Futexes futexes = new Futexes();

  /// A task with its wait, kept from one execution to the next.
  private final class Sleeper {
    final ManualWaiter task = new ManualWaiter();
    final FutexWait wait;

    Sleeper(Object key, long deadline, int bits) {
      wait = new FutexWait(key, deadline, bits, 0, new WaitQueue());
    }

    Sleeper(Object key) {
      this(key, Waiter.NEVER, FutexWait.ANY);
    }

    /// Executes the call, for the first time or again.
    void execute(boolean expected) {
      futexes.await(task, wait, () -> expected);
    }

    Sleeper asleep() {
      assertThrows(Blocked.class, () -> execute(true));
      return this;
    }

    boolean isAwake() {
      return !task.isBlocked();
    }
  }

  private int wake(Object key, int most) {
    return futexes.wake(key, most, FutexWait.ANY);
  }

  @Test
  void aWakeBeforeTheNextExecutionIsNotLost() {
    Sleeper sleeper = new Sleeper(WORD).asleep();
    assertEquals(1, wake(WORD, 1));
    assertTrue(sleeper.isAwake());
    assertDoesNotThrow(() -> sleeper.execute(false), "the word has changed meanwhile");
  }

  @Test
  void anotherValueIsRefusedAndNobodyWaits() {
    Sleeper sleeper = new Sleeper(WORD);
    ErrnoException refused = assertThrows(ErrnoException.class, () -> sleeper.execute(false));
    assertEquals(Errno.EAGAIN, refused.errno());
    assertEquals(0, wake(WORD, MANY));
  }

  @Test
  void noWakeIsSpentOnOneWhoseTimeIsOver() {
    Sleeper late = new Sleeper(WORD, 50, FutexWait.ANY).asleep();
    Sleeper patient = new Sleeper(WORD).asleep();
    late.task.wake();
    late.task.now(50);
    ErrnoException over = assertThrows(ErrnoException.class, () -> late.execute(true));
    assertEquals(Errno.ETIMEDOUT, over.errno());
    assertEquals(1, wake(WORD, 1));
    assertTrue(patient.isAwake());
    assertEquals(0, wake(WORD, 1));
  }

  @Test
  void aWakeAtTheSameTimeAsTheDeadlineWins() {
    Sleeper sleeper = new Sleeper(WORD, 50, FutexWait.ANY).asleep();
    assertEquals(1, wake(WORD, 1));
    sleeper.task.now(50);
    assertDoesNotThrow(() -> sleeper.execute(true));
  }

  @Test
  void noWakeIsSpentOnOneThatASignalInterrupts() {
    Sleeper sleeper = new Sleeper(WORD).asleep();
    sleeper.task.wake();
    sleeper.task.interrupt();
    assertThrows(Interrupted.class, () -> sleeper.execute(true));
    assertEquals(0, wake(WORD, MANY));
  }

  @Test
  void whoWaitsLongestIsWokenFirstAndOnlyForItsBits() {
    Sleeper one = new Sleeper(WORD, Waiter.NEVER, 1).asleep();
    Sleeper two = new Sleeper(WORD, Waiter.NEVER, 2).asleep();
    Sleeper three = new Sleeper(WORD, Waiter.NEVER, 3).asleep();
    assertEquals(1, futexes.wake(WORD, 1, 2));
    assertFalse(one.isAwake());
    assertTrue(two.isAwake());
    assertEquals(2, wake(WORD, MANY));
    assertTrue(one.isAwake() && three.isAwake());
  }

  @Test
  void oneThatWasMovedIsWokenWhereItIs() {
    Sleeper one = new Sleeper(WORD).asleep();
    Sleeper two = new Sleeper(WORD).asleep();
    assertEquals(1, futexes.requeue(WORD, OTHER, 1));
    assertEquals(1, futexes.waiting(OTHER));
    assertEquals(1, wake(OTHER, MANY));
    assertTrue(one.isAwake());
    assertEquals(1, wake(WORD, MANY));
    assertTrue(two.isAwake());
  }

  @Test
  void oneThatWasMovedAndInterruptedLeavesItsNewQueue() {
    Sleeper sleeper = new Sleeper(WORD).asleep();
    futexes.requeue(WORD, OTHER, MANY);
    sleeper.task.wake();
    sleeper.task.interrupt();
    assertThrows(Interrupted.class, () -> sleeper.execute(true));
    assertEquals(0, wake(OTHER, MANY));
  }
}
