package spool.kernel.sched;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lottery scheduling (C. A. Waldspurger and W. E. Weihl, Lottery scheduling: flexible
/// proportional-share resource management, OSDI 1994): each turn goes to the holder of a ticket
/// drawn at random among those of the ready tasks.
///
/// A task holds as many tickets as its nice value is worth, 1024 for nice 0 (see [NiceWeights]).
/// Its share of the turns is then, on the average, that of its tickets, and none that has a ticket
/// waits for ever: the number of draws until it wins is distributed geometrically. With
/// `compensation` a task that gives the hart up after a fraction f of its quantum has its tickets
/// multiplied by 1/f, at most by 100, until it wins again, so that its share of the CPU time and
/// not of the turns is that of its tickets (section 4.5 there).
///
/// The paper leaves open who is asked when not all may run on a hart: the draw is repeated among
/// the others. A task that is preempted by one of a class above takes part in the next draw like
/// all.
///
/// The tickets lie in a Fenwick tree (P. M. Fenwick, A new data structure for cumulative frequency
/// tables, Software: Practice and Experience 24, 1994) over places that are given to tasks as they
/// come, so that a draw and every change take time logarithmic in the number of places.
///
/// Invariant: a ready task with w of W tickets is drawn with probability w / W.
public final class Lottery implements Scheduler {
  private static final Parameter QUANTUM =
      Parameter.duration("quantum", "10ms", "how long a turn lasts");
  private static final Parameter COMPENSATION =
      Parameter.toggle(
          "compensation", "false", "whether who uses part of a quantum has more tickets after it");
  private static final int MOST_COMPENSATION = 100;

  private final Settings settings;
  private final long quantum;
  private final boolean compensation;
  private final Tickets tickets = new Tickets();

  /// A task's turn from the mark on, and by what it multiplies the tickets afterwards.
  private static final class Turn extends Meter {
    double factor = 1;

    Turn(TaskView task) {
      super(task);
    }
  }

  /// The ready tasks with their tickets, each at a place of its own from 1 on.
  private static final class Tickets {
    private final List<Optional<TaskView>> holders = new ArrayList<>(List.of(Optional.empty()));
    private final Map<TaskView, Integer> places = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private long[] held = new long[2];
    private long[] tree = new long[2];
    private long total;

    void add(TaskView task, long count) {
      if (places.containsKey(task)) {
        throw new IllegalStateException("task " + task.tid() + " is ready already");
      }
      int place = free.isEmpty() ? holders.size() : free.pop();
      if (place == tree.length) {
        grow();
      }
      if (place == holders.size()) {
        holders.add(Optional.of(task));
      } else {
        holders.set(place, Optional.of(task));
      }
      places.put(task, place);
      change(place, count);
    }

    private void grow() {
      long[] before = held;
      held = new long[2 * before.length];
      tree = new long[2 * before.length];
      total = 0;
      for (int place = 1; place < before.length; place++) {
        change(place, before[place]);
      }
    }

    private void change(int place, long count) {
      held[place] += count;
      total += count;
      for (int node = place; node < tree.length; node += node & -node) {
        tree[node] += count;
      }
    }

    void remove(TaskView task) {
      Integer place = places.remove(task);
      if (place != null) {
        change(place, -held[place]);
        holders.set(place, Optional.empty());
        free.push(place);
      }
    }

    long of(TaskView task) {
      return held[places.getOrDefault(task, 0)];
    }

    /// Who holds ticket number `ticket`, from 0.
    TaskView holder(long ticket) {
      long rest = ticket;
      int place = 0;
      for (int step = tree.length >> 1; step > 0; step >>= 1) {
        int node = place + step;
        if (node < tree.length && tree[node] <= rest) {
          place = node;
          rest -= tree[node];
        }
      }
      return holders.get(place + 1).orElseThrow();
    }
  }

  /// The policy at its standards.
  public Lottery() {
    this(Settings.standard());
  }

  /// The policy with the parameters and the random numbers that `settings` has.
  public Lottery(Settings settings) {
    this.settings = settings;
    quantum = settings.cycles(QUANTUM);
    compensation = settings.isOn(COMPENSATION);
  }

  @Override
  public String name() {
    return "lottery";
  }

  @Override
  public String description() {
    return "turns by lot, tickets by nice value";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(QUANTUM, COMPENSATION);
  }

  private static Turn turn(TaskView task) {
    return task.standing(Turn.class, Turn::new);
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    if (reason == Reason.YIELDED) {
      compensate(task);
    }
    tickets.add(task, (long) (NiceWeights.of(task) * turn(task).factor));
  }

  private void compensate(TaskView task) {
    Turn turn = turn(task);
    double used = Math.max(1, turn.cycles(task));
    if (compensation && used < quantum) {
      turn.factor = Math.min(quantum / used, MOST_COMPENSATION);
    }
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    Map<TaskView, Long> elsewhere = new LinkedHashMap<>();
    Optional<TaskView> winner = Optional.empty();
    while (winner.isEmpty() && tickets.total > 0) {
      TaskView drawn = tickets.holder(settings.random(tickets.total));
      if (drawn.mayRunOn(hart)) {
        winner = Optional.of(drawn);
      } else {
        elsewhere.put(drawn, tickets.of(drawn));
      }
      tickets.remove(drawn);
    }
    elsewhere.forEach(tickets::add);
    winner.ifPresent(Lottery::begin);
    return winner;
  }

  private static void begin(TaskView task) {
    Turn turn = turn(task);
    turn.factor = 1;
    turn.mark(task);
  }

  @Override
  public long quantum(TaskView task, long now) {
    return quantum;
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    if (departure == Departure.BLOCKED) {
      compensate(task);
    }
  }

  @Override
  public void remove(TaskView task) {
    tickets.remove(task);
  }

  @Override
  public int readyCount() {
    return tickets.places.size();
  }
}
