package spool.tools.report;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.trace.Activity;
import spool.kernel.trace.Recorder;

/// Runs made by hand: jobs that compute for some time each, one after the other or in turns.
final class Examples {
  private static final long MILLISECOND = 1_000_000;
  private static final long SWITCH = 5_000;
  private static final int MONITOR = 1;

  /// A job that needs so much computing, and comes so late.
  record Load(String name, long arrival, long cpu) {}

  /// A long job, two short ones, and a rejected one.
  static final List<Load> CONVOY =
      List.of(
          new Load("convoy", 0, 30 * MILLISECOND),
          new Load("sort", 0, 5 * MILLISECOND),
          new Load("say \"hi\", all", 10 * MILLISECOND, 5 * MILLISECOND + 1));

  private final Recorder recorder = new Recorder(1);
  private final long[] left;
  private final List<Load> loads;
  private long now;

  private Examples(List<Load> loads) {
    this.loads = loads;
    left = loads.stream().mapToLong(Load::cpu).toArray();
  }

  /// `count` jobs of different lengths that come one after the other.
  static List<Load> many(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            each ->
                new Load("job" + each, each * MILLISECOND, (1 + each * 7 % 23) * MILLISECOND / 4))
        .toList();
  }

  /// The loads in turns of `quantum`, or each to its end with a quantum that is long enough.
  static Run run(String mode, String scheduler, List<Load> loads, long quantum) {
    Examples examples = new Examples(loads);
    examples.arrive();
    examples.takeTurns(quantum);
    return new Run(mode, scheduler, 7, examples.recorder.account(), examples.recorder.timeline());
  }

  static Run batch() {
    return run("batch", "fcfs", CONVOY, Long.MAX_VALUE);
  }

  static Run timesharing() {
    return run("timesharing", "rr:quantum=2ms", CONVOY, 2 * MILLISECOND);
  }

  private void arrive() {
    recorder.created(0, MONITOR, MONITOR, 0, "monitor");
    for (int job = 0; job < loads.size(); job++) {
      recorder.marked(loads.get(job).arrival, MONITOR, mark(job, "arrives"));
    }
    recorder.marked(0, MONITOR, "job 99 nonsense arrives");
    recorder.marked(0, MONITOR, "job 99 nonsense rejected");
  }

  private String mark(int job, String event) {
    return "job " + (job + 1) + " " + loads.get(job).name.replace(' ', '_') + " " + event;
  }

  private void takeTurns(long quantum) {
    while (LongStream.of(left).sum() > 0) {
      long before = now;
      for (int job = 0; job < left.length; job++) {
        if (left[job] > 0 && loads.get(job).arrival <= now) {
          turn(job, quantum);
        }
      }
      if (now == before) {
        spend(MILLISECOND / 2, 0, Activity.IDLE);
      }
    }
    spend(MILLISECOND, 0, Activity.KERNEL);
  }

  private void turn(int job, long quantum) {
    int pid = MONITOR + 1 + job;
    if (left[job] == loads.get(job).cpu) {
      recorder.created(now, pid, pid, MONITOR, "program");
      recorder.ready(now, pid, Reason.CREATED);
      recorder.marked(now, MONITOR, mark(job, "starts pid " + pid));
    }
    spend(SWITCH, 0, Activity.SWITCH);
    recorder.runs(now, 0, pid);
    long length = Math.min(left[job], quantum);
    spend(length, pid, Activity.USER);
    left[job] -= length;
    if (left[job] > 0) {
      recorder.gaveUp(now, 0, pid, Reason.EXPIRED);
      recorder.ready(now, pid, Reason.EXPIRED);
    } else {
      recorder.left(now, 0, pid, Departure.ENDED);
      recorder.ended(now, pid, 0);
      recorder.marked(now, MONITOR, mark(job, "ends exit 0"));
    }
  }

  private void spend(long length, int tid, Activity activity) {
    recorder.spent(now, now + length, 0, tid, activity);
    now += length;
  }
}
