package spool.kernel.sched;

import java.util.List;
import java.util.Optional;

/// The multi-level feedback queue by the five rules of Arpaci-Dusseau, Operating Systems: Three
/// Easy Pieces, chapter 8:
///
/// 1. A task of a higher level runs before one of a lower.
/// 2. Those of one level run in turns, each for the quantum of the level.
/// 3. A new task enters at the top.
/// 4. Once a task has used up its allotment at a level, however often it gave the hart up
///    meanwhile, it goes down one level.
/// 5. After some time all tasks move to the top.
///
/// The quantum grows by a factor from level to level; the allotment is a number of quanta of the
/// level. At the lowest level it is renewed without further effect.
///
/// The rules leave open, and here it is so:
///
/// - A boost puts those of higher levels before those of lower ones and keeps the order in each; a
///   task that comes later queues behind them. It comes at whole multiples of the period.
/// - Tasks that wait and tasks that run are boosted too, and have a fresh allotment.
/// - A task that is preempted, by a boost or one of a higher level, keeps its place at the head of
///   its level and what is left of its quantum. One that has waited or yielded goes to the tail,
///   with a quantum as far as its allotment reaches.
///
/// A boost costs nothing: the queue is ordered by (period of coming, level, order), and one who
/// came in an earlier period is at the top now by rule 5, before those who came to the top in this
/// one.
///
/// Invariant: no task runs while one of a higher level waits that may run there; none has used more
/// at its level than the allotment and what the timer is late by; none waits longer than a period
/// without being at the top.
public final class MultilevelFeedbackQueue implements Scheduler {
  private static final int MOST_LEVELS = 64;
  private static final Parameter LEVELS =
      Parameter.count("levels", "4", "how many levels there are, 1 to " + MOST_LEVELS);
  private static final Parameter QUANTUM =
      Parameter.duration("quantum", "10ms", "how long a turn at the top lasts");
  private static final Parameter GROWTH =
      Parameter.fraction(
          "growth", "2", "by what the quantum grows from level to level, at least 1");
  private static final Parameter ALLOTMENT =
      Parameter.count("allotment", "1", "how many quanta a task may use up at a level");
  private static final Parameter BOOST =
      Parameter.duration("boost", "1s", "how often all tasks move to the top");

  private final int levels;
  private final long[] quanta;
  private final int allotment;
  private final long boost;
  private final OrderedReady queue = new OrderedReady();
  private long period;

  /// Where a task stands; the mark is the start of its turn.
  private static final class Place extends Meter {
    int level;
    long period;
    long used;
    long turn;

    Place(TaskView task) {
      super(task);
    }
  }

  /// The policy at its standards.
  public MultilevelFeedbackQueue() {
    this(Settings.standard());
  }

  /// The policy with the parameters that `settings` has.
  public MultilevelFeedbackQueue(Settings settings) {
    levels = settings.count(LEVELS, 1, MOST_LEVELS);
    allotment = settings.count(ALLOTMENT, 1, 1_000_000);
    boost = settings.cycles(BOOST);
    double growth = settings.fraction(GROWTH);
    if (growth < 1) {
      throw new IllegalArgumentException("growth=" + growth + ": not at least 1");
    }
    quanta = new long[levels];
    for (int level = 0; level < levels; level++) {
      double quantum = settings.cycles(QUANTUM) * Math.pow(growth, level);
      quanta[level] = (long) Math.min(quantum, Long.MAX_VALUE / (2.0 * allotment));
    }
  }

  @Override
  public String name() {
    return "mlfq";
  }

  @Override
  public String description() {
    return "multi-level feedback queue, by OSTEP's five rules";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(LEVELS, QUANTUM, GROWTH, ALLOTMENT, BOOST);
  }

  /// The level of `task`, 0 at the top, as it is at `now`.
  public int level(TaskView task, long now) {
    return place(task, now).level;
  }

  /// Where `task` stands, after the boosts that have come meanwhile.
  private Place place(TaskView task, long now) {
    period = Math.max(period, now / boost);
    Place place = task.standing(Place.class, Place::new);
    if (place.period != period) {
      place.period = period;
      place.level = 0;
      place.used = 0;
      place.turn = quanta[0];
      place.mark(task);
    }
    return place;
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    Place place = place(task, now);
    boolean keepsTurn = ran(reason) && charge(task, place) && reason == Reason.PREEMPTED;
    long key = place.period * levels + place.level;
    if (keepsTurn && place.turn > 0) {
      queue.addFirst(task, place.level == 0 ? Math.min(key, firstKey()) : key);
    } else {
      place.turn = quanta[place.level];
      queue.add(task, key);
    }
  }

  private static boolean ran(Reason reason) {
    return reason == Reason.EXPIRED || reason == Reason.PREEMPTED || reason == Reason.YIELDED;
  }

  /// The key of the head of the queue; the whole of the top level has keys up to that of the top in
  /// this period.
  private long firstKey() {
    return queue.first().map(OrderedReady.Place::key).orElse(Long.MAX_VALUE);
  }

  /// Counts what `task` has run, and says whether it is still at the same level.
  private boolean charge(TaskView task, Place place) {
    long cycles = place.take(task);
    place.used += cycles;
    place.turn -= cycles;
    boolean stays = place.used < quanta[place.level] * allotment;
    if (!stays) {
      place.used = 0;
      place.level = Math.min(place.level + 1, levels - 1);
    }
    return stays;
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    Optional<TaskView> next = queue.take(hart);
    next.ifPresent(task -> place(task, now).mark(task));
    return next;
  }

  @Override
  public long quantum(TaskView task, long now) {
    Place place = place(task, now);
    return Math.max(1, Math.min(place.turn, quanta[place.level] * allotment - place.used));
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    return level(candidate, now) < level(running, now);
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    charge(task, place(task, now));
  }

  @Override
  public void remove(TaskView task) {
    queue.remove(task);
  }

  @Override
  public int readyCount() {
    return queue.size();
  }

  @Override
  public long nextChange(long now) {
    return queue.size() == 0 ? Long.MAX_VALUE : (now / boost + 1) * boost;
  }
}
