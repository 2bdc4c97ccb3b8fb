package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.List;
import spool.kernel.sched.Attributes;

/// What theory says of tasks with deadlines on one hart that are released together and need what
/// they have reserved, in whole units of time.
public final class RealTimeTheory {
  private final List<Attributes> tasks = new ArrayList<>();
  private final long unit;

  /// Of the jobs of `workload`, whose times are whole multiples of `unit` cycles.
  public RealTimeTheory(Workload workload, long unit) {
    workload.jobs().forEach(job -> tasks.add(job.attributes()));
    this.unit = unit;
  }

  /// The time after which all is as at the beginning, in units.
  static long hyperperiod(List<Attributes> tasks, long unit) {
    long multiple = 1;
    for (Attributes task : tasks) {
      long period = task.period() / unit;
      long other = multiple;
      while (multiple % period != 0) {
        multiple += other;
      }
    }
    return multiple;
  }

  private long runtime(int task) {
    return tasks.get(task).runtime() / unit;
  }

  private long deadline(int task) {
    return tasks.get(task).deadline() / unit;
  }

  private long period(int task) {
    return tasks.get(task).period() / unit;
  }

  private long end() {
    return 2 * hyperperiod(tasks, unit);
  }

  /// Whether the utilisation, the sum of runtime / period, is at most 1 (Liu and Layland 1973).
  boolean fits() {
    long hyperperiod = hyperperiod(tasks, unit);
    long demand = 0;
    for (int task = 0; task < tasks.size(); task++) {
      demand += runtime(task) * (hyperperiod / period(task));
    }
    return demand <= hyperperiod;
  }

  /// Whether the demand that is due by each time is at most that time (Baruah, Rosier and Howell,
  /// Algorithms and complexity concerning the preemptive scheduling of periodic, real-time tasks on
  /// one processor, 1990): exact for deadlines up to the period.
  boolean demandFits() {
    boolean fits = true;
    for (long time = 1; time <= end(); time++) {
      long demand = 0;
      for (int task = 0; task < tasks.size(); task++) {
        if (time >= deadline(task)) {
          demand += ((time - deadline(task)) / period(task) + 1) * runtime(task);
        }
      }
      fits &= demand <= time;
    }
    return fits;
  }

  /// Whether every deadline is met when unit after unit the earliest one is served, for two
  /// hyperperiods: one may hide a miss.
  boolean earliestDeadlineMeetsAll() {
    long[] left = new long[tasks.size()];
    for (long now = 0; now <= end(); now++) {
      int first = -1;
      for (int task = 0; task < left.length; task++) {
        if (left[task] > 0 && due(task, now - 1) <= now) {
          return false;
        }
        left[task] = now % period(task) == 0 ? runtime(task) : left[task];
        if (left[task] > 0 && (first < 0 || due(task, now) < due(first, now))) {
          first = task;
        }
      }
      if (first >= 0) {
        left[first]--;
      }
    }
    return true;
  }

  /// When that is due which a task was released with last.
  private long due(int task, long now) {
    return Math.floorDiv(now, period(task)) * period(task) + deadline(task);
  }

  /// Whether every task with priority by period has its worst response time within its deadline
  /// (Joseph and Pandya 1986); no two may have the same period.
  public boolean responseTimesFit() {
    for (int task = 0; task < tasks.size(); task++) {
      if (responseTime(task) > deadline(task)) {
        return false;
      }
    }
    return true;
  }

  /// The least R that is the task's runtime and that of all releases of shorter periods before R,
  /// or one that exceeds the deadline.
  private long responseTime(int task) {
    long response = runtime(task);
    while (response <= deadline(task)) {
      long next = runtime(task);
      for (int other = 0; other < tasks.size(); other++) {
        if (period(other) < period(task)) {
          next += Math.ceilDiv(response, period(other)) * runtime(other);
        }
      }
      if (next == response) {
        return response;
      }
      response = next;
    }
    return response;
  }
}
