package spool.kernel.sched;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Rate monotonic scheduling (C. L. Liu and J. W. Layland, Scheduling algorithms for
/// multiprogramming in a hard-real-time environment, Journal of the ACM 20, 1973): of the tasks
/// with deadlines the one with the shortest period has the highest priority, always, and takes the
/// hart from any other. Those without deadlines run in the background, first come, first served.
///
/// A task is admitted if all that were promised their deadlines, with it, keep them:
///
/// - on one hart, with `exact`, by response-time analysis (M. Joseph and P. Pandya, Finding
///   response times in a real-time system, The Computer Journal 29, 1986): the least R with R = C +
///   the sum of ceil(R / Tj) Cj over those of shorter or equal periods is at most the deadline;
/// - on one hart, otherwise, by Liu and Layland's bound: the sum of C / min(D, T) over n tasks is
///   at most n (2^(1/n) - 1), which refuses some that would keep theirs;
/// - on M harts by the bound of M. Bertogna, M. Cirinei and G. Lipari (New schedulability tests for
///   real-time task sets scheduled by deadline monotonic on multiprocessors, OPODIS 2005): the sum
///   of C / D is at most M / 2 (1 - Umax) + Umax. It is for deadlines in the order of the periods,
///   so that deadlines shorter than the period are refused there.
///
/// The paper leaves open: of equal periods the one that became ready first runs, one that was
/// preempted before those that wait. Nobody is held to the runtime that it has declared: the policy
/// that does that is [EarliestDeadlineFirst]. The kernel's own work is not in the analysis.
///
/// Invariant: no ready task with a deadline that may run on a hart has a shorter period than the
/// one running there, and none without a deadline runs while one with a deadline waits.
public final class RateMonotonic implements Scheduler {
  private static final Parameter EXACT =
      Parameter.toggle(
          "exact", "true", "admit by response times on one hart, otherwise by the bound of 1973");
  private static final Parameter HARTS =
      Parameter.count("harts", "1", "how many harts the promise is for; the machine's if not set");
  private static final long BACKGROUND = Long.MAX_VALUE;

  private final boolean exact;
  private final int harts;
  private final OrderedReady queue = new OrderedReady();
  private final Promises promises = new Promises();

  /// The policy at its standards.
  public RateMonotonic() {
    this(Settings.standard());
  }

  /// The policy with the parameters that `settings` has.
  public RateMonotonic(Settings settings) {
    exact = settings.isOn(EXACT);
    harts = settings.count(HARTS, 1, Long.SIZE);
  }

  @Override
  public String name() {
    return "rm";
  }

  @Override
  public String description() {
    return "rate monotonic: the shorter the period, the higher the priority";
  }

  @Override
  public boolean servesDeadlines() {
    return true;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(EXACT, HARTS);
  }

  private static long period(TaskView task) {
    Attributes attributes = task.attributes();
    return attributes.isPeriodic() ? attributes.period() : BACKGROUND;
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    promises.meet(task);
    if (reason == Reason.PREEMPTED) {
      queue.addFirst(task, period(task));
    } else {
      queue.add(task, period(task));
    }
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    return queue.take(hart);
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    return period(candidate) < period(running);
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    if (departure == Departure.ENDED) {
      promises.forget(task);
    }
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
  public boolean admits(TaskView task, Attributes wanted) {
    return promises.extend(task, wanted, this::areKept);
  }

  private boolean areKept(List<Attributes> all) {
    if (harts > 1) {
      return areKeptOnSeveralHarts(all);
    }
    return exact
        ? IntStream.range(0, all.size()).allMatch(each -> isInTime(each, all))
        : isBelowBound(all);
  }

  private static boolean isBelowBound(List<Attributes> all) {
    double sum = densities(all).sum();
    return Promises.isAtMost(sum, all.size() * (Math.pow(2, 1.0 / all.size()) - 1));
  }

  private static DoubleStream densities(List<Attributes> all) {
    return all.stream()
        .mapToDouble(each -> (double) each.runtime() / Math.min(each.deadline(), each.period()));
  }

  private boolean areKeptOnSeveralHarts(List<Attributes> all) {
    double most = densities(all).max().orElse(0);
    return all.stream().allMatch(each -> each.deadline() == each.period())
        && Promises.isAtMost(densities(all).sum(), harts / 2.0 * (1 - most) + most);
  }

  /// Whether the worst response time of task `index` is within its deadline.
  private static boolean isInTime(int index, List<Attributes> all) {
    Attributes task = all.get(index);
    long response = 0;
    long longer = task.runtime();
    while (longer != response && longer <= Math.min(task.deadline(), task.period())) {
      response = longer;
      longer = task.runtime() + interference(index, all, response);
    }
    return longer == response;
  }

  private static long interference(int index, List<Attributes> all, long response) {
    long sum = 0;
    for (int each = 0; each < all.size(); each++) {
      Attributes other = all.get(each);
      if (each != index && other.period() <= all.get(index).period()) {
        sum += Math.ceilDiv(response, other.period()) * other.runtime();
      }
    }
    return sum;
  }
}
