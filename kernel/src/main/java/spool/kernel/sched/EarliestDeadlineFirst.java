package spool.kernel.sched;

import java.util.List;
import java.util.Optional;

/// Earliest deadline first (C. L. Liu and J. W. Layland, Scheduling algorithms for multiprogramming
/// in a hard-real-time environment, Journal of the ACM 20, 1973), each task in a constant bandwidth
/// server (L. Abeni and G. Buttazzo, Integrating multimedia applications in hard real-time systems,
/// RTSS 1998), as Linux serves `SCHED_DEADLINE` (sched(7), Documentation/scheduler/sched-deadline).
/// Tasks without deadlines run in the background, first come, first served.
///
/// A server has an absolute deadline and a budget:
///
/// - Waking: if the deadline has passed, or the budget left is more than the task's bandwidth
///   allows until then, budget / (deadline - now) > runtime / D, the deadline becomes now + D and
///   the budget the runtime; otherwise both stay. A task whose D is shorter than its period, and
///   which wakes in between, waits for the next period.
/// - Running uses the budget up. A task that has none is throttled until its next period, the
///   deadline - D + period; then the deadline moves on by the period, and the budget grows by the
///   runtime, both until there is a budget again.
/// - Yielding says that the task is done for this period: it waits for the next one.
///
/// So a task that wants more than it has declared takes it from no other. A promise is refused if
/// the sum of runtime / period of all that hold one would exceed `bandwidth` times the number of
/// harts (0.95 as Linux leaves 5 % to the others). On one hart all promises are then kept if D =
/// period and the kernel's work fits into what is left; on several harts lateness is bounded.
///
/// Left open by the papers: of equal deadlines the one that became ready first runs, one that was
/// preempted before those that wait. The rule for waking uses D as Linux's code does, where its
/// documentation has the period; they differ only if D is shorter.
///
/// Invariant: no task that is ready and not throttled, and may run on a hart, has an earlier
/// deadline than the one running there; in any interval a task uses at most its bandwidth of it and
/// one runtime.
public final class EarliestDeadlineFirst implements Scheduler {
  private static final Parameter BANDWIDTH =
      Parameter.fraction("bandwidth", "0.95", "how much of each hart may be promised");
  private static final Parameter HARTS =
      Parameter.count("harts", "1", "how many harts the promise is for; the machine's if not set");
  private static final long BACKGROUND = Long.MAX_VALUE;

  private final double bandwidth;
  private final int harts;
  private final OrderedReady queue = new OrderedReady();
  private final OrderedReady throttled = new OrderedReady();
  private final Promises promises = new Promises();

  /// A task's server; the mark is where its budget has been counted up to.
  private static final class Server extends Meter {
    Attributes promised = Attributes.NORMAL;
    long deadline;
    long budget;

    Server(TaskView task) {
      super(task);
    }
  }

  /// The policy at its standards.
  public EarliestDeadlineFirst() {
    this(Settings.standard());
  }

  /// The policy with the parameters that `settings` has.
  public EarliestDeadlineFirst(Settings settings) {
    bandwidth = settings.fraction(BANDWIDTH);
    harts = settings.count(HARTS, 1, Long.SIZE);
  }

  @Override
  public String name() {
    return "edf";
  }

  @Override
  public String description() {
    return "earliest deadline first, with admission control and budgets";
  }

  @Override
  public boolean servesDeadlines() {
    return true;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(BANDWIDTH, HARTS);
  }

  private static Server server(TaskView task) {
    return task.standing(Server.class, Server::new);
  }

  /// The absolute deadline of `task`'s server, [Long#MAX_VALUE] for one in the background.
  public long deadline(TaskView task) {
    return task.attributes().isPeriodic() ? server(task).deadline : BACKGROUND;
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    if (!task.attributes().isPeriodic()) {
      enqueue(task, reason, BACKGROUND);
      return;
    }
    promises.meet(task);
    Server server = server(task);
    charge(task, server, reason);
    if (!server.promised.equals(task.attributes())) {
      renew(server, task.attributes(), now);
    } else if (reason == Reason.CREATED || reason == Reason.WOKEN || reason == Reason.MIGRATED) {
      wake(server, now);
    }
    place(task, server, reason, now);
  }

  private static void charge(TaskView task, Server server, Reason reason) {
    switch (reason) {
      case EXPIRED, PREEMPTED -> server.budget -= server.take(task);
      case YIELDED -> server.budget = Math.min(0, server.budget - server.take(task));
      case CREATED, WOKEN, MIGRATED -> server.mark(task);
    }
  }

  private static void renew(Server server, Attributes attributes, long now) {
    server.promised = attributes;
    server.deadline = now + attributes.deadline();
    server.budget = attributes.runtime();
  }

  private static void wake(Server server, long now) {
    Attributes promised = server.promised;
    double share = (double) promised.runtime() / promised.deadline();
    if (nextPeriod(server) <= now) {
      renew(server, promised, now);
    } else if (server.deadline <= now) {
      server.budget = Math.min(0, server.budget);
    } else if (server.budget > share * (server.deadline - now)) {
      renew(server, promised, now);
    }
  }

  private static long nextPeriod(Server server) {
    return server.deadline - server.promised.deadline() + server.promised.period();
  }

  private void place(TaskView task, Server server, Reason reason, long now) {
    while (server.budget <= 0 && nextPeriod(server) <= now) {
      replenish(server);
    }
    if (server.budget > 0) {
      enqueue(task, reason, server.deadline);
    } else if (queue.contains(task)) {
      throw new IllegalStateException("task " + task.tid() + " is ready already");
    } else {
      throttled.add(task, nextPeriod(server));
    }
  }

  private static void replenish(Server server) {
    server.deadline += server.promised.period();
    server.budget += server.promised.runtime();
  }

  private void enqueue(TaskView task, Reason reason, long key) {
    if (throttled.contains(task)) {
      throw new IllegalStateException("task " + task.tid() + " is ready already");
    }
    if (reason == Reason.PREEMPTED) {
      queue.addFirst(task, key);
    } else {
      queue.add(task, key);
    }
  }

  /// Lets those go on whose next period has come.
  private void release(long now) {
    Optional<OrderedReady.Place> first = throttled.first();
    while (first.isPresent() && first.get().key() <= now) {
      TaskView task = first.get().task();
      throttled.remove(task);
      replenish(server(task));
      place(task, server(task), Reason.WOKEN, now);
      first = throttled.first();
    }
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    release(now);
    Optional<TaskView> next = queue.take(hart);
    next.ifPresent(task -> server(task).mark(task));
    return next;
  }

  @Override
  public long quantum(TaskView task, long now) {
    return task.attributes().isPeriodic()
        ? Math.max(1, server(task).budget - server(task).cycles(task))
        : Long.MAX_VALUE;
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    release(now);
    return queue.contains(candidate) && deadline(candidate) < deadline(running);
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    if (departure == Departure.ENDED) {
      promises.forget(task);
    } else if (task.attributes().isPeriodic()) {
      charge(task, server(task), Reason.EXPIRED);
    }
  }

  @Override
  public void remove(TaskView task) {
    queue.remove(task);
    throttled.remove(task);
  }

  @Override
  public int readyCount() {
    return queue.size() + throttled.size();
  }

  @Override
  public long nextChange(long now) {
    release(now);
    return throttled.first().map(OrderedReady.Place::key).orElse(Long.MAX_VALUE);
  }

  @Override
  public boolean admits(TaskView task, Attributes wanted) {
    return promises.extend(task, wanted, this::areKept);
  }

  private boolean areKept(List<Attributes> all) {
    double sum = all.stream().mapToDouble(each -> (double) each.runtime() / each.period()).sum();
    return Promises.isAtMost(sum, bandwidth * harts);
  }
}
