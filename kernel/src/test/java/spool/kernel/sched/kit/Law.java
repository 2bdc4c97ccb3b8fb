package spool.kernel.sched.kit;

/// What the kit checks, each with the statement that a failure shows.
public enum Law {
  /// For every policy.
  ONE_STATE("a task is in exactly one state"),
  ONE_QUEUE("those that are ready, and no others, are in the policy's hands"),
  ONE_HART("at most one hart runs a task, and a hart runs at most one"),
  READY_FIRST("a task that is dispatched was ready"),
  AFFINITY("a task runs only where its affinity lets it"),
  SUMS("CPU time, overhead and idle time are the harts' time, and the CPU time is the jobs' work"),
  WORK_CONSERVATION("no hart idles while a task waits that may run there"),
  ENDS("whatever is finite ends"),
  SOUND("no call fails, and every quantum is at least one cycle"),
  DETERMINISM("the same workload gives the same history"),
  NO_STARVATION("nobody waits longer than the policy promises"),

  /// First come, first served.
  FIRST_COME("tasks are dispatched in the order in which they became ready, and keep their hart"),

  /// Shortest job first.
  SHORTEST_JOB("each dispatch takes the shortest of those that are ready"),
  LEAST_TURNAROUND("no order has a lower mean turnaround time"),

  /// Shortest remaining time first.
  SHORTEST_REMAINING("nobody who waits has less left to do than one who runs"),

  /// Round robin.
  ROUND_ROBIN_GAP("a task waits for the quanta of the others, and no longer"),
  ROUND_ROBIN_SERVICE("what equal tasks have got differs by a quantum at most"),

  /// Priorities.
  HIGHEST_PRIORITY("nobody who waits has a higher priority than one who runs"),

  /// Multilevel feedback.
  HIGHER_LEVEL("rule 1: a higher level runs before a lower one"),
  LEVEL_ROUND_ROBIN("rule 2: equals take turns by the quantum of their level"),
  ENTERS_AT_TOP("rule 3: a new job enters at the top"),
  DEMOTION("rule 4: a used allotment demotes, however often the hart was given up"),
  BOOST("rule 5: from time to time all move to the top"),

  /// Proportional shares.
  SHARE("CPU time is shared in proportion to the weights, within the bounds"),
  LAG("the lags sum up to zero and stay within a request"),

  /// Real time.
  EARLIEST_DEADLINE(
      "the earliest deadline runs, and nobody misses one unless the demand is too high"),
  ISOLATION("a task that takes more than it reserved makes no other miss a deadline"),
  RATE_MONOTONIC(
      "the shortest period runs, and whoever has a feasible response time meets its deadlines");

  private final String statement;

  Law(String statement) {
    this.statement = statement;
  }

  /// The law in words.
  public String statement() {
    return statement;
  }
}
