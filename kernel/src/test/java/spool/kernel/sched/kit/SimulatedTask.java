package spool.kernel.sched.kit;

import java.util.function.Function;
import java.util.function.LongSupplier;
import spool.kernel.sched.Attributes;
import spool.kernel.sched.TaskView;

/// A task of the [Simulation]: where it stands in its job.
final class SimulatedTask implements TaskView {
  enum State {
    NEW,
    READY,
    RUNNING,
    WAITING,
    ENDED
  }

  private static final long NOT_RUNNING = -1;

  private final int tid;
  private final Job job;
  private final LongSupplier clock;
  private State state = State.NEW;
  private int step;
  private long left;
  private long cpu;
  private long since = NOT_RUNNING;
  private int hart;
  private int nice;
  private long affinity;
  private Object standing = State.NEW;

  SimulatedTask(int tid, Job job, LongSupplier clock) {
    this.tid = tid;
    this.job = job;
    this.clock = clock;
    nice = job.nice();
    affinity = job.affinity();
    left = job.steps().getFirst().cpu();
  }

  State state() {
    return state;
  }

  void become(State next) {
    state = next;
  }

  Job job() {
    return job;
  }

  /// The burst that it is in.
  Step step() {
    return job.steps().get(step);
  }

  /// How many bursts lie behind it.
  int stepsDone() {
    return step;
  }

  boolean isLastStep() {
    return step == job.steps().size() - 1;
  }

  void nextStep() {
    step++;
    left = step().cpu();
  }

  /// When its burst ends if it keeps its hart.
  long burstEnd() {
    return since + left;
  }

  /// It executes from `time` on, on hart `number`.
  void start(int number, long time) {
    hart = number;
    since = time;
  }

  /// It executes no more.
  void stop(long time) {
    cpu += time - since;
    left -= time - since;
    since = NOT_RUNNING;
  }

  void forgetStanding() {
    standing = State.NEW;
  }

  void nice(int value) {
    nice = value;
  }

  void affinity(long harts) {
    affinity = harts;
  }

  @Override
  public int tid() {
    return tid;
  }

  @Override
  public int nice() {
    return nice;
  }

  @Override
  public Attributes attributes() {
    return job.attributes();
  }

  @Override
  public long cpuCycles() {
    return since == NOT_RUNNING ? cpu : cpu + Math.max(0, clock.getAsLong() - since);
  }

  @Override
  public int hart() {
    return hart;
  }

  @Override
  public boolean mayRunOn(int number) {
    return (affinity >>> number & 1) != 0;
  }

  @Override
  public <T> T standing(Class<T> type, Function<TaskView, T> first) {
    if (!type.isInstance(standing)) {
      standing = first.apply(this);
    }
    return type.cast(standing);
  }

  @Override
  public String toString() {
    return "task " + tid;
  }
}
