package spool.kernel.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// Plays a random history of some tasks on some harts to a listener, as a kernel would tell it, and
/// keeps its own books by the simplest means: each cycle of each task is counted where it is known
/// what the task does.
final class RandomHistory {
  /// A task of a process of its own, with what it got.
  static final class Actor {
    final int tid;
    long arrival;
    long finish = -1;
    long cpu;
    long waiting;
    long blocked;
    private long since;
    private long sleptFrom;
    private boolean hasRun;
    private long wakesAt;

    Actor(int tid, long arrival) {
      this.tid = tid;
      this.arrival = arrival;
      since = arrival;
    }
  }

  private static final int CHOICES = 6;

  private final SchedulingListener listener;
  private final Random random;
  private final long[] clocks;
  private final int[] last;
  private final Deque<Actor> ready = new ArrayDeque<>();
  private final List<Actor> sleeping = new ArrayList<>();
  private final List<Actor> actors = new ArrayList<>();

  private RandomHistory(int harts, long seed, SchedulingListener listener) {
    this.listener = listener;
    random = new Random(seed);
    clocks = new long[harts];
    last = new int[harts];
  }

  /// Plays so many turns of a history that `seed` decides, and answers its tasks.
  static List<Actor> play(int harts, int turns, long seed, SchedulingListener listener) {
    RandomHistory history = new RandomHistory(harts, seed, listener);
    history.create(0);
    for (int turn = 0; turn < turns; turn++) {
      history.turn();
    }
    return history.actors;
  }

  private void create(long time) {
    Actor actor = new Actor(actors.size() + 1, time);
    actors.add(actor);
    listener.created(time, actor.tid, actor.tid, actor.tid - 1, "actor");
    makeReady(time, actor, Reason.CREATED);
  }

  private void makeReady(long time, Actor actor, Reason reason) {
    actor.since = time;
    listener.ready(time, actor.tid, reason);
    ready.add(actor);
  }

  /// The hart that is behind runs the next task, or is idle until one wakes.
  private void turn() {
    int hart = behind();
    sleeping.stream()
        .filter(actor -> actor.wakesAt <= clocks[hart])
        .sorted(Comparator.comparingLong(actor -> actor.wakesAt))
        .toList()
        .forEach(this::wake);
    if (ready.isEmpty()) {
      spend(hart, 1 + random.nextInt(50), SchedulingListener.NO_TASK, Activity.IDLE);
    } else {
      run(hart, ready.remove());
    }
  }

  private int behind() {
    int behind = 0;
    for (int hart = 1; hart < clocks.length; hart++) {
      behind = clocks[hart] < clocks[behind] ? hart : behind;
    }
    return behind;
  }

  private void wake(Actor actor) {
    sleeping.remove(actor);
    actor.blocked += actor.wakesAt - actor.since;
    makeReady(actor.wakesAt, actor, Reason.WOKEN);
  }

  private void run(int hart, Actor actor) {
    if (last[hart] != actor.tid) {
      spend(hart, 5, SchedulingListener.NO_TASK, Activity.SWITCH);
      last[hart] = actor.tid;
    }
    listener.runs(clocks[hart], hart, actor.tid);
    takeEarly(actor, clocks[hart]);
    actor.waiting += clocks[hart] - actor.since;
    actor.hasRun = true;
    long from = clocks[hart];
    spend(hart, 1 + random.nextInt(100), actor.tid, Activity.USER);
    spend(hart, random.nextInt(3), actor.tid, Activity.KERNEL);
    actor.cpu += clocks[hart] - from;
    leave(hart, actor);
    spend(hart, random.nextInt(3), SchedulingListener.NO_TASK, Activity.KERNEL);
  }

  /// A hart that is behind takes a task before it was made, or woken, by the clock of another.
  private static void takeEarly(Actor actor, long now) {
    boolean slept = actor.wakesAt > actor.sleptFrom && actor.since == actor.wakesAt;
    if (now < actor.since && !actor.hasRun) {
      actor.arrival = now;
      actor.since = now;
    } else if (now < actor.since && slept) {
      actor.blocked -= actor.since - now;
      actor.since = now;
    }
  }

  private void leave(int hart, Actor actor) {
    long now = clocks[hart];
    actor.since = now;
    switch (random.nextInt(CHOICES)) {
      case 0 -> end(hart, actor);
      case 1, 2 -> {
        listener.left(now, hart, actor.tid, Departure.BLOCKED);
        actor.sleptFrom = now;
        actor.wakesAt = now + random.nextInt(300);
        sleeping.add(actor);
      }
      case 3 -> {
        create(now);
        giveUp(hart, actor, Reason.YIELDED);
      }
      default -> giveUp(hart, actor, Reason.EXPIRED);
    }
  }

  private void giveUp(int hart, Actor actor, Reason reason) {
    listener.gaveUp(clocks[hart], hart, actor.tid, reason);
    makeReady(clocks[hart], actor, reason);
  }

  private void end(int hart, Actor actor) {
    listener.left(clocks[hart], hart, actor.tid, Departure.ENDED);
    listener.ended(clocks[hart], actor.tid, 0);
    actor.finish = clocks[hart];
  }

  private void spend(int hart, long cycles, int tid, Activity activity) {
    if (cycles > 0) {
      listener.spent(clocks[hart], clocks[hart] + cycles, hart, tid, activity);
      clocks[hart] += cycles;
    }
  }
}
