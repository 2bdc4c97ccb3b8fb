package spool.kernel.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// Records a run as it happens: the sums for its account, and its timeline for a chart.
///
///     Recorder recorder = new Recorder(harts);
///     ... a run with this listener ...
///     RunAccount account = recorder.account();
///     Timeline timeline = recorder.timeline();
///
/// The kernel tells of a span when it is over; `Dispatcher.settle` tells of those that are under
/// way at the end of a run.
///
/// **Memory.** The account is exact, whatever the length of the run, and takes room for each process
/// and job, not for each span. The timeline has room for a number of segments: neighbouring spans
/// that a chart shows alike are one, and when the room is used up all segments shorter than a grain
/// are merged, with a grain that doubles until half the room is free.
///
/// **Jobs.** The marks of [JobMark] make one: a job is the process that it starts and all
/// descendants. With the mark `run ends` account and timeline are closed, whatever comes later.
///
/// A task that the recorder was not told of when it was made, because the recorder came later,
/// counts from then on as a process of its own number.
public final class Recorder implements SchedulingListener {
  private static final String END = "run ends";
  private static final int MOST_SEGMENTS = 1 << 17;
  private static final long FIRST_GRAIN = 1_000;

  /// How often the number of segments is looked at.
  private static final int EVENTS_PER_CHECK = 4_096;

  private final List<RecordedHart> harts = new ArrayList<>();
  private final List<RecordedProcess> processes = new ArrayList<>();
  private final List<RecordedJob> jobs = new ArrayList<>();

  /// The latest task, process and job of each number; a number may be used again.
  private final Map<Integer, RecordedTask> tasks = new LinkedHashMap<>();

  private final Map<Integer, RecordedProcess> processByPid = new LinkedHashMap<>();
  private final Map<Integer, RecordedJob> jobByNumber = new LinkedHashMap<>();
  private Optional<RunAccount> account = Optional.empty();
  private Optional<Timeline> timeline = Optional.empty();
  private long mostSegments;
  private long grain;
  private int events;

  /// A recorder for so many harts.
  public Recorder(int harts) {
    this(harts, MOST_SEGMENTS);
  }

  /// A recorder for so many harts whose timeline keeps about `mostSegments` segments.
  public Recorder(int harts, int mostSegments) {
    this.mostSegments = mostSegments;
    for (int number = 0; number < harts; number++) {
      this.harts.add(new RecordedHart(number));
    }
  }

  @Override
  public void created(long time, int tid, int pid, int parent, String name) {
    RecordedProcess process = processByPid.get(pid);
    if (process == null || !process.isAlive()) {
      process = addProcess(time, pid, parent, name);
    }
    addTask(time, tid, process);
    limit();
  }

  private RecordedTask addTask(long time, int tid, RecordedProcess process) {
    RecordedTask task = new RecordedTask(process, time);
    tasks.put(tid, task);
    return task;
  }

  private RecordedProcess addProcess(long time, int pid, int parent, String name) {
    RecordedProcess process = new RecordedProcess(processes.size(), pid, parent, name, time);
    processes.add(process);
    processByPid.put(pid, process);
    Optional.ofNullable(processByPid.get(parent))
        .flatMap(RecordedProcess::job)
        .ifPresent(process::join);
    return process;
  }

  /// The task of that number. One that a thread has become by executing a program takes the number
  /// of its process (execve(2)), which is found here by its being dead.
  private RecordedTask task(long time, int tid) {
    RecordedTask known = tasks.get(tid);
    if (known != null && known.isAlive()) {
      return known;
    }
    RecordedProcess process = processByPid.get(tid);
    if (process != null && process.isAlive()) {
      RecordedTask survivor = survivor(process);
      tasks.put(tid, survivor);
      return survivor;
    }
    return addTask(time, tid, addProcess(time, tid, NO_TASK, ""));
  }

  private RecordedTask survivor(RecordedProcess process) {
    return tasks.values().stream()
        .filter(task -> task.process == process && task.isAlive())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void renamed(long time, int tid, String name) {
    // The first process is given its program before it begins to exist.
    if (tasks.containsKey(tid)) {
      task(time, tid).process.rename(name);
    }
  }

  @Override
  public void ready(long time, int tid, Reason reason) {
    task(time, tid).ready(time, reason);
    limit();
  }

  @Override
  public void runs(long time, int hart, int tid) {
    RecordedTask task = task(time, tid);
    task.runs(time);
    harts.get(hart).runs(tid, task);
    limit();
  }

  @Override
  public void gaveUp(long time, int hart, int tid, Reason reason) {
    harts.get(hart).gaveUp(task(time, tid), reason);
  }

  @Override
  public void left(long time, int hart, int tid, Departure departure) {
    RecordedTask task = task(time, tid);
    task.countSwitch(true);
    task.left(time, departure == Departure.ENDED ? Condition.ABSENT : Condition.BLOCKED);
    limit();
  }

  @Override
  public void spent(long from, long to, int hart, int tid, Activity activity) {
    int process = Timeline.Span.NO_PROCESS;
    if (tid != NO_TASK) {
      RecordedTask task = task(from, tid);
      process = task.process.index;
      task.spent(activity, to - from);
    }
    harts.get(hart).spent(from, to, activity, process);
  }

  @Override
  public void ended(long time, int pid, int status) {
    RecordedProcess process = processByPid.get(pid);
    if (process != null) {
      process.ended(status);
    }
  }

  @Override
  public void marked(long time, int pid, String text) {
    if (text.strip().equals(END)) {
      account = Optional.of(account());
      timeline = Optional.of(timeline());
    }
    JobMark.parse(text).ifPresent(mark -> marked(time, mark));
  }

  private void marked(long time, JobMark mark) {
    RecordedJob known = jobByNumber.get(mark.number());
    RecordedJob job = known == null || !known.isOpen() ? addJob(time, mark) : known;
    switch (mark.event()) {
      case ARRIVES -> {}
      case REJECTED -> job.end(time, "rejected");
      case STARTS -> start(time, job, Integer.parseInt(mark.details()));
      case ENDS -> job.end(time, mark.details());
    }
  }

  private RecordedJob addJob(long time, JobMark mark) {
    boolean isTold = mark.event() == JobMark.Event.ARRIVES && !mark.details().isEmpty();
    long arrival = isTold ? Long.parseLong(mark.details()) : time;
    RecordedJob job = new RecordedJob(mark.number(), mark.name(), arrival);
    jobs.add(job);
    jobByNumber.put(mark.number(), job);
    return job;
  }

  /// Gives `job` the process `pid` and the descendants that it has already.
  private void start(long time, RecordedJob job, int pid) {
    RecordedProcess first = processByPid.get(pid);
    if (first == null || job.hasStarted()) {
      return;
    }
    first.join(job);
    job.start(first);
    for (RecordedProcess each : processes.subList(first.index + 1, processes.size())) {
      RecordedProcess parent = processByPid.get(each.parent);
      boolean isDescendant = parent != null && parent.job().equals(first.job());
      if (isDescendant && each.job().isEmpty()) {
        each.join(job);
        tasks.values().stream()
            .filter(task -> task.process == each && task.isAlive())
            .forEach(task -> task.join(job.tally(), time));
      }
    }
  }

  private void limit() {
    events++;
    if (events == EVENTS_PER_CHECK) {
      events = 0;
      if (segments() > mostSegments) {
        coarsen();
      }
    }
  }

  private Stream<SegmentLog<?>> logs() {
    return Stream.concat(
        harts.stream().map(hart -> hart.log), processes.stream().map(process -> process.log));
  }

  private long segments() {
    return logs().mapToLong(SegmentLog::count).sum();
  }

  /// Makes room. Many processes that each did little cannot be merged; they get more room.
  private void coarsen() {
    long elapsed = elapsed();
    while (segments() > mostSegments / 2 && grain <= elapsed) {
      grain = Math.max(FIRST_GRAIN, 2 * grain);
      logs().forEach(log -> log.coarsen(grain));
    }
    mostSegments = Math.max(mostSegments, 2 * segments());
  }

  private long elapsed() {
    return harts.stream().mapToLong(RecordedHart::end).max().orElse(0);
  }

  /// The account of what happened up to now, or to the mark that ended the run.
  public RunAccount account() {
    return account.orElseGet(this::accountNow);
  }

  private RunAccount accountNow() {
    long now = elapsed();
    return new RunAccount(
        now,
        harts.stream().map(hart -> hart.account(now)).toList(),
        processes.stream().map(process -> process.account(now)).toList(),
        jobs.stream().map(job -> job.account(now)).toList());
  }

  /// The timeline of what happened up to now, or to the mark that ended the run.
  public Timeline timeline() {
    return timeline.orElseGet(this::timelineNow);
  }

  private Timeline timelineNow() {
    long now = elapsed();
    return new Timeline(
        now,
        grain,
        harts.stream().map(hart -> spans(hart, now)).toList(),
        processes.stream().map(process -> phases(process.log, now)).toList());
  }

  private static List<Timeline.Span> spans(RecordedHart hart, long now) {
    List<Timeline.Span> spans = new ArrayList<>();
    hart.log.visit(
        hart.end(),
        (from, to, value) ->
            spans.add(new Timeline.Span(from, to, value.activity(), value.process())));
    if (hart.end() < now) {
      spans.add(new Timeline.Span(hart.end(), now, Activity.IDLE, Timeline.Span.NO_PROCESS));
    }
    return spans;
  }

  private static List<Timeline.Phase> phases(SegmentLog<Condition> log, long now) {
    List<Timeline.Phase> phases = new ArrayList<>();
    log.visit(now, (from, to, value) -> phases.add(new Timeline.Phase(from, to, value)));
    return phases;
  }
}
