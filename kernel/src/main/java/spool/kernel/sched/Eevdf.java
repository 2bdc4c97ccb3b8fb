package spool.kernel.sched;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Earliest eligible virtual deadline first (I. Stoica and H. Abdel-Wahab, Earliest eligible
/// virtual deadline first: a flexible and accurate mechanism for proportional share resource
/// allocation, Old Dominion University TR-95-22, 1995), which Linux has for normal tasks since 6.6
/// (kernel/sched/fair.c).
///
/// A task i of weight w(i) has a virtual time v(i), which advances by the CPU time that it gets
/// divided by its weight. V is the mean of the v(i) by weight, over all that compete: those that
/// are ready and those that run. The lag of a task, w(i) (V - v(i)), is the CPU time that it has
/// got less than its share; all lags together are 0. A task is eligible if its lag is not negative.
/// It asks for the hart in requests of one `slice`, each with a virtual deadline, v(i) at its start
/// plus slice / w(i); of the eligible tasks the one with the earliest virtual deadline runs, until
/// its request is fulfilled. One that becomes ready takes the hart if it would be chosen now and
/// the one that runs would not.
///
/// Joining and leaving are as in Linux 6.6:
///
/// - Who leaves takes its lag along, at most two slices of it either way, and has it again when it
///   comes back, however long that takes; v(i) is placed so that the lag is right after V has moved
///   by the joining itself. There is no decay: a task that had too much cannot sleep it off.
/// - A new task has lag 0, and its first request is half as long, so that it is seen early.
/// - Waking begins a new request; a task that was preempted, or moved, goes on with the one it had.
/// - Yielding sets the deadline one request later.
/// - A new nice value keeps the lag and what is left of the request.
///
/// With several harts and one queue it may be that all who are eligible run already, or may not run
/// on this hart; then the one that becomes eligible first is taken, so that no hart idles. The
/// weights are Linux's, see [NiceWeights]. A task cannot choose its slice (`sched_runtime` in Linux
/// 6.12): that field declares the CPU time that it needs.
///
/// Arithmetic is in whole numbers. Virtual times have 4 bits behind the cycle of a nice 0 task, and
/// what a division leaves is carried on; V is kept as a whole number `mean` and the sum of w(i)
/// (v(i)
/// - mean), which is 0 to W - 1, so that eligibility is v(i) <= `mean`.
///
/// Invariant: the sum of all lags of competing tasks is 0; a ready task that may run is taken only
/// if it is eligible, or no such task is.
public final class Eevdf implements Scheduler {
  private static final Parameter SLICE =
      Parameter.duration("slice", "3ms", "the length of a request; Linux's base slice");

  /// The virtual time of one cycle at weight 1.
  private static final long UNIT = NiceWeights.NORMAL << 4;

  private static final int MOST_LAG_SLICES = 2;
  private static final long LONGEST_SLICE = 1_000_000_000;

  private final long slice;
  private final EligibleTree queue = new EligibleTree();
  private final Set<TaskView> running = new LinkedHashSet<>();
  private long mean;
  private long sum;
  private long weights;

  /// A task with its place in virtual time while it competes, and otherwise what it is owed and has
  /// asked for, in cycles times [#UNIT]. The mark is where its service has been counted up to.
  private static final class Entity extends Meter {
    boolean competes;
    long weight;
    long time;
    long rest;
    long deadline;
    long lag;
    long request;

    Entity(TaskView task) {
      super(task);
      weight = NiceWeights.of(task);
    }
  }

  /// The policy at its standards.
  public Eevdf() {
    this(Settings.standard());
  }

  /// The policy with the parameters that `settings` has.
  public Eevdf(Settings settings) {
    slice = settings.cycles(SLICE);
    if (slice > LONGEST_SLICE) {
      throw new IllegalArgumentException("slice: longer than 1s");
    }
  }

  @Override
  public String name() {
    return "eevdf";
  }

  @Override
  public String description() {
    return "earliest eligible virtual deadline first, as Linux since 6.6";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(SLICE);
  }

  private static Entity entity(TaskView task) {
    return task.standing(Entity.class, Entity::new);
  }

  /// By how many cycles `task` has got less than its share up to this moment; of one that does not
  /// compete, what it takes along.
  public double lag(TaskView task) {
    settle();
    Entity entity = entity(task);
    double exact = (double) sum / Math.max(1, weights);
    return (entity.competes ? entity.weight * (mean - entity.time + exact) : entity.lag) / UNIT;
  }

  /// Whether `task` has got no more than its share.
  public boolean isEligible(TaskView task) {
    settle();
    return entity(task).time <= mean;
  }

  /// The virtual deadline of `task`'s request, to be compared with others'.
  public long deadline(TaskView task) {
    return entity(task).deadline;
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    settle();
    running.remove(task);
    Entity entity = entity(task);
    if (entity.competes && entity.weight != NiceWeights.of(task)) {
      leave(entity);
    }
    if (!entity.competes) {
      entity.weight = NiceWeights.of(task);
      join(entity, request(entity, reason));
    }
    if (reason == Reason.YIELDED) {
      entity.deadline += slice * UNIT / entity.weight;
    } else if (entity.time >= entity.deadline) {
      entity.deadline = entity.time + slice * UNIT / entity.weight;
    }
    queue.add(task, entity.time, entity.deadline);
  }

  private long request(Entity entity, Reason reason) {
    return switch (reason) {
      case CREATED -> slice / 2 * UNIT;
      case WOKEN -> slice * UNIT;
      default -> entity.request > 0 ? entity.request : slice * UNIT;
    };
  }

  /// Joining by itself takes from the lag what the weight is of all, which is made up for before.
  private void join(Entity entity, long request) {
    double before = weights;
    long lag = weights == 0 ? 0 : (long) (entity.lag * (before + entity.weight) / before);
    entity.competes = true;
    entity.time = mean - Math.floorDiv(lag, entity.weight);
    entity.rest = 0;
    entity.deadline = entity.time + Math.max(1, request / entity.weight);
    weights += entity.weight;
    sum += entity.weight * (entity.time - mean);
    balance();
  }

  private void leave(Entity entity) {
    long most = MOST_LAG_SLICES * slice * UNIT;
    long share = sum * entity.weight / weights;
    entity.lag = Math.clamp(entity.weight * (mean - entity.time) + share, -most, most);
    entity.request = Math.max(0, entity.deadline - entity.time) * entity.weight;
    entity.competes = false;
    weights -= entity.weight;
    sum -= entity.weight * (entity.time - mean);
    balance();
  }

  /// Moves the whole part of the sum over to the mean.
  private void balance() {
    if (weights > 0) {
      mean += Math.floorDiv(sum, weights);
      sum = Math.floorMod(sum, weights);
    } else {
      sum = 0;
    }
  }

  /// Counts the service of those that run up to this moment.
  private void settle() {
    for (TaskView task : running) {
      Entity entity = entity(task);
      long service = entity.take(task) * UNIT + entity.rest;
      long advance = service / entity.weight;
      entity.time += advance;
      entity.rest = service % entity.weight;
      sum += advance * entity.weight;
    }
    balance();
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    settle();
    List<TaskView> elsewhere = new ArrayList<>();
    Optional<TaskView> next = first();
    while (next.isPresent() && !next.get().mayRunOn(hart)) {
      queue.remove(next.get());
      elsewhere.add(next.get());
      next = first();
    }
    next.ifPresent(this::begin);
    elsewhere.forEach(this::enqueue);
    return next;
  }

  /// The one to run, or if none is eligible the one that will be first.
  private Optional<TaskView> first() {
    return queue.earliest(mean).or(queue::first);
  }

  private void begin(TaskView task) {
    queue.remove(task);
    entity(task).mark(task);
    running.add(task);
  }

  private void enqueue(TaskView task) {
    queue.add(task, entity(task).time, entity(task).deadline);
  }

  @Override
  public long quantum(TaskView task, long now) {
    Entity entity = entity(task);
    long left = (entity.deadline - entity.time) * entity.weight - entity.rest;
    return Math.max(1, Math.ceilDiv(left, UNIT) - entity.cycles(task));
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    settle();
    Entity first = entity(candidate);
    Entity second = entity(running);
    return first.time <= mean && (second.time > mean || first.deadline < second.deadline);
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    settle();
    if (running.remove(task)) {
      leave(entity(task));
    }
  }

  @Override
  public void remove(TaskView task) {
    if (queue.remove(task)) {
      settle();
      leave(entity(task));
    }
  }

  @Override
  public int readyCount() {
    return queue.size();
  }
}
