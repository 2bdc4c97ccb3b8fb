package spool.kernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.ErrnoException;
import spool.kernel.sched.Attributes;
import spool.kernel.sched.Attributes.Policy;
import spool.kernel.sched.Urgency;

/// Random tasks do random things with random locks, and a model that knows no more than who holds
/// what and who waits since when says what must come of it.
class InheritanceLocksProperties {
  private static final int TASKS = 6;
  private static final int LOCKS = 4;
  private static final int KINDS = 8;
  private static final int CONDITION = LOCKS;

  /// What one task does next: most of these mean nothing to a task that waits.
  private record Step(int kind, int task, int lock, int value) {}

  private static final class Word implements FutexWord {
    private int value;

    @Override
    public int load() {
      return value;
    }

    @Override
    public void store(int next) {
      value = next;
    }

    @Override
    public boolean replace(int expected, int next) {
      boolean holds = value == expected;
      value = holds ? next : value;
      return holds;
    }

    int holder() {
      return value & TID_MASK;
    }
  }

  private static final class Player implements Inheritor {
    private final ManualWaiter body = new ManualWaiter();
    private final Inheritance inheritance = new Inheritance(this);
    private final int tid;
    private Urgency own = Urgency.NORMAL;
    private Urgency urgency = Urgency.NORMAL;
    private boolean lives = true;
    private @Nullable LockWait wait;
    private @Nullable FutexWait first;

    Player(int tid) {
      this.tid = tid;
    }

    @Override
    public int tid() {
      return tid;
    }

    @Override
    public Urgency ownUrgency() {
      return own;
    }

    @Override
    public Urgency urgency() {
      return urgency;
    }

    @Override
    public void urgency(Urgency value) {
      urgency = value;
    }

    @Override
    public Inheritance inheritance() {
      return inheritance;
    }

    @Override
    public RuntimeException block(long deadline, WaitQueue... queues) {
      return body.block(deadline, queues);
    }

    @Override
    public RuntimeException blockUnlessDoomed(WaitQueue queue) {
      return body.blockUnlessDoomed(queue);
    }

    @Override
    public boolean isInterrupted() {
      return body.isInterrupted();
    }

    @Override
    public <T> T progress(Class<T> type, Supplier<T> fresh) {
      return body.progress(type, fresh);
    }

    @Override
    public long now() {
      return body.now();
    }

    @Override
    public void wake() {
      body.wake();
    }
  }

  /// The locks under test beside the model of them.
  private static final class World {
    final Futexes futexes = new Futexes();
    final List<Player> players = new ArrayList<>();
    final InheritanceLocks locks = new InheritanceLocks(futexes, this::find);
    final List<Word> words = new ArrayList<>();

    /// For each lock those who wait, as they came; and for the condition.
    final Map<Integer, List<Player>> waiting = new HashMap<>();

    World() {
      for (int index = 0; index < TASKS; index++) {
        players.add(new Player(100 + index));
      }
      for (int index = 0; index <= LOCKS; index++) {
        words.add(new Word());
        waiting.put(index, new ArrayList<>());
      }
    }

    private Optional<Player> find(int tid) {
      return players.stream().filter(player -> player.tid == tid && player.lives).findFirst();
    }

    private List<Player> waiting(int lock) {
      return waiting.getOrDefault(lock, List.of());
    }

    void play(Step step) {
      Player player = players.get(Math.floorMod(step.task, TASKS));
      int lock = Math.floorMod(step.lock, LOCKS);
      if (!player.lives) {
        return;
      }
      boolean isBlocked = player.wait != null || player.first != null;
      switch (step.kind) {
        case 0, 1 -> when(!isBlocked, () -> lock(player, lock));
        case 2 -> when(!isBlocked, () -> unlock(player, lock));
        case 3 -> reprioritize(player, Math.floorMod(step.value, 5));
        case 4 -> when(isBlocked, () -> giveUp(player));
        case 5 -> when(!isBlocked, () -> await(player, lock));
        case 6 -> requeue(lock, Math.floorMod(step.value, 3));
        default -> when(step.value % 4 == 0, () -> die(player));
      }
    }

    private static void when(boolean condition, Runnable action) {
      if (condition) {
        action.run();
      }
    }

    void lock(Player player, int lock) {
      LockWait wait = new LockWait(player, lock, words.get(lock), Waiter.NEVER);
      boolean isFree = words.get(lock).holder() == 0;
      boolean closes = leadsTo(words.get(lock).holder(), player, 0);
      try {
        locks.lock(wait);
        assertTrue(isFree, "took a lock that another held");
      } catch (Blocked blocked) {
        assertFalse(isFree || closes);
        player.wait = wait;
        waiting(lock).add(player);
      } catch (ErrnoException refused) {
        assertTrue(closes || find(words.get(lock).holder()).isEmpty(), refused::toString);
      }
    }

    /// Whether whoever has the number `holder` waits for `player` at the end.
    private boolean leadsTo(int holder, Player player, int depth) {
      if (holder == player.tid || depth > TASKS) {
        return holder == player.tid;
      }
      for (int lock = 0; lock < LOCKS; lock++) {
        if (waiting(lock).stream().anyMatch(each -> each.tid == holder)) {
          return leadsTo(words.get(lock).holder(), player, depth + 1);
        }
      }
      return false;
    }

    private Optional<Player> mostUrgent(int lock) {
      // The first of equals is not looked for: who rises goes behind them.
      return waiting(lock).stream().min(Comparator.comparing(Player::urgency));
    }

    void unlock(Player player, int lock) {
      Optional<Player> next = mostUrgent(lock);
      if (words.get(lock).holder() != player.tid) {
        return;
      }
      Optional<Urgency> urgency = next.map(Player::urgency);
      locks.unlock(player, lock, words.get(lock));
      passed(lock, urgency);
    }

    /// The lock went to one of the urgency of the most urgent, or to nobody if none waited.
    private void passed(int lock, Optional<Urgency> urgency) {
      Optional<Player> heir = find(words.get(lock).holder());
      assertEquals(urgency.isPresent(), heir.isPresent());
      heir.ifPresent(
          player -> {
            assertTrue(waiting(lock).remove(player), "it did not wait");
            assertFalse(player.body.isBlocked(), "a wake-up was lost");
            assertEquals(0, player.urgency().compareTo(urgency.orElseThrow()), "not the first");
            resume(player);
          });
    }

    /// Executes the call again, which finds that it has the lock.
    private void resume(Player player) {
      LockWait wait = player.wait;
      FutexWait first = player.first;
      if (wait != null) {
        locks.lock(wait);
      } else if (first != null) {
        locks.await(first, () -> false);
      }
      player.wait = null;
      player.first = null;
    }

    void reprioritize(Player player, int priority) {
      player.own =
          priority == 0
              ? Urgency.NORMAL
              : new Urgency(Attributes.realTime(Policy.SCHED_FIFO, priority), 0);
      player.inheritance.settle();
    }

    /// The time of a wait is over, or a signal comes: the same to all others.
    void giveUp(Player player) {
      player.body.wake();
      player.body.interrupt();
      LockWait wait = player.wait;
      FutexWait first = player.first;
      try {
        if (wait != null) {
          locks.lock(wait);
        } else if (first != null) {
          locks.await(first, () -> true);
        }
        throw new AssertionError("nobody woke it");
      } catch (Interrupted | ErrnoException answer) {
        waiting.values().forEach(each -> each.remove(player));
        player.wait = null;
        player.first = null;
        player.body.goOn();
      }
    }

    /// Waits for the condition, to be moved to `lock`.
    void await(Player player, int lock) {
      LockWait target = new LockWait(player, lock, words.get(lock), Waiter.NEVER);
      FutexWait wait = new FutexWait(CONDITION, 0, target);
      try {
        locks.await(wait, () -> true);
        throw new AssertionError("did not wait");
      } catch (Blocked blocked) {
        player.first = wait;
        waiting(CONDITION).add(player);
      }
    }

    void requeue(int lock, int more) {
      int before = futexes.waiting(CONDITION);
      try {
        int moved = locks.requeue(CONDITION, lock, 1L + more);
        assertEquals(Math.min(before, 1 + more), moved);
      } catch (ErrnoException refused) {
        // For another lock, or a cycle, or a dead owner: what was moved before stays moved.
        assertTrue(before > 0);
      }
      for (Player player : List.copyOf(waiting(CONDITION))) {
        if (words.get(lock).holder() == player.tid && !player.body.isBlocked()) {
          waiting(CONDITION).remove(player);
          resume(player);
        } else if (player.inheritance.waitsFor().isPresent()) {
          waiting(CONDITION).remove(player);
          waiting(lock).add(player);
        }
      }
    }

    void die(Player player) {
      if (player.wait != null || player.first != null) {
        giveUp(player);
      }
      List<Optional<Urgency>> next = new ArrayList<>();
      for (int lock = 0; lock < LOCKS; lock++) {
        next.add(mostUrgent(lock).map(Player::urgency));
      }
      locks.release(player);
      player.lives = false;
      for (int lock = 0; lock < LOCKS; lock++) {
        if (words.get(lock).holder() == player.tid) {
          assertTrue(next.get(lock).isEmpty(), "a wake-up was lost");
        } else if (find(words.get(lock).holder()).filter(waiting(lock)::contains).isPresent()) {
          assertTrue((words.get(lock).load() & FutexWord.OWNER_DIED) != 0);
          passed(lock, next.get(lock));
        }
      }
    }

    /// The greatest urgency of all that wait for `player`, by a search that knows no chain.
    private Urgency expected(Player player) {
      Urgency most = player.own;
      for (int lock = 0; lock < LOCKS; lock++) {
        if (words.get(lock).holder() == player.tid) {
          for (Player each : waiting(lock)) {
            Urgency of = expected(each);
            most = of.compareTo(most) < 0 ? of : most;
          }
        }
      }
      return player.own.raisedTo(most);
    }

    void check() {
      for (Player player : players) {
        if (player.lives) {
          assertEquals(expected(player), player.urgency(), () -> "urgency of " + player.tid);
        }
      }
      for (int lock = 0; lock < LOCKS; lock++) {
        assertEquals(!waiting(lock).isEmpty(), locks.isContended(lock));
      }
    }

    void end() {
      players.stream().filter(player -> player.lives).forEach(this::die);
      assertTrue(locks.isEmpty() && futexes.isEmpty(), "something is left");
      players.forEach(player -> assertTrue(player.inheritance.held().isEmpty()));
    }
  }

  @Property(tries = 500)
  void locksDoWhatTheModelSays(
      @ForAll @Size(max = 120) List<@IntRange(max = 1 << 20) Integer> all) {
    World world = new World();
    for (int code : all) {
      world.play(new Step(code % KINDS, code / KINDS, code / (KINDS * 8), code / (KINDS * 64)));
      world.check();
    }
    world.end();
  }

  @Property(tries = 300)
  void plainWakesAreNeverLost(@ForAll @Size(max = 80) int[] codes) {
    Futexes futexes = new Futexes();
    List<FutexWait> waits = new ArrayList<>();
    List<ManualWaiter> tasks = new ArrayList<>();
    int woken = 0;
    int gone = 0;
    for (int code : codes) {
      int key = code & 1;
      int what = code >>> 1 & 3;
      if (what == 0) {
        ManualWaiter task = new ManualWaiter();
        FutexWait wait =
            new FutexWait(key, Waiter.NEVER, FutexWait.ANY, code >>> 3 & 3, new WaitQueue());
        begin(futexes, task, wait);
        waits.add(wait);
        tasks.add(task);
      } else if (what == 1) {
        woken += futexes.wake(key, code >>> 3 & 3, FutexWait.ANY);
      } else if (what == 2) {
        futexes.requeue(key, 1 - key, code >>> 3 & 3);
      } else if (!waits.isEmpty()) {
        gone += giveUp(futexes, tasks, waits, Math.floorMod(code >>> 3, waits.size())) ? 1 : 0;
      }
      assertEquals(waits.size() - woken - gone, futexes.waiting(0) + futexes.waiting(1));
    }
    woken += futexes.wake(0, Integer.MAX_VALUE, FutexWait.ANY);
    woken += futexes.wake(1, Integer.MAX_VALUE, FutexWait.ANY);
    assertEquals(waits.size(), woken + gone, () -> Arrays.toString(codes));
    assertTrue(futexes.isEmpty());
  }

  private static void begin(Futexes futexes, ManualWaiter task, FutexWait wait) {
    try {
      futexes.await(task, wait, () -> true);
      throw new AssertionError("did not wait");
    } catch (Blocked blocked) {
      assertTrue(task.isBlocked());
    }
  }

  private static boolean giveUp(
      Futexes futexes, List<ManualWaiter> tasks, List<FutexWait> waits, int index) {
    FutexWait wait = waits.get(index);
    if (!wait.isQueued()) {
      return false;
    }
    tasks.get(index).wake();
    tasks.get(index).interrupt();
    try {
      futexes.await(tasks.get(index), wait, () -> true);
      throw new AssertionError("nobody woke it");
    } catch (Interrupted signal) {
      return true;
    }
  }
}
