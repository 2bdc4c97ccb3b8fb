package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.sched.TaskView;
import spool.kernel.sched.kit.SimulatedTask.State;
import spool.kernel.trace.Activity;
import spool.kernel.trace.SchedulingListener;

/// The fast driver: runs a [Workload] under a policy without a machine, exactly and with the same
/// result every time.
///
/// It makes of the policy what the kernel's dispatcher makes of it. Whoever becomes ready calls a
/// hart that idles, best the one that it was on, or else flags the hart whose task the policy puts
/// it before; a hart that is flagged, or whose quantum is over, gives its task to the policy first
/// and asks then, so that it may get the same again, which is no switch and costs none; a switch is
/// a span of its own, after which the task is there; when the policy has announced that it changes
/// its mind ([Scheduler#nextChange]) every hart asks anew. Only the kernel's own work costs nothing
/// here.
///
/// What happens at one instant happens in this order: jobs come and wake, in the order of their
/// numbers; then the harts, in theirs: a burst that ends goes before a flag, and that before the
/// end of a quantum.
///
/// A policy that hands out what it may not ends the run there: its [History] shows which [Law] it
/// broke.
public final class Simulation {
  /// Runs everything as it is stated.
  public static final Driver DRIVER = Simulation::run;

  private static final int MOST_ROUNDS = 200_000;

  private final Workload workload;
  private final Supplier<? extends Scheduler> policies;
  private final History history = new History();
  private final List<SimulatedTask> tasks = new ArrayList<>();
  private final List<Station> stations = new ArrayList<>();
  private final PriorityQueue<Timed> events =
      new PriorityQueue<>(Comparator.comparingLong(Timed::time).thenComparingInt(Timed::order));
  private Scheduler scheduler;
  private long now;
  private long change = Long.MAX_VALUE;
  private int ended;
  private boolean stopped;

  /// A hart; `since` is when its present span began, which lies ahead while it switches.
  private static final class Station {
    final int number;
    @Nullable SimulatedTask current;
    @Nullable SimulatedTask last;
    long since;
    long quantumEnd = Long.MAX_VALUE;
    boolean called;
    @Nullable SimulatedTask calledFor;
    boolean flagged;

    Station(int number) {
      this.number = number;
    }

    long nextStop() {
      SimulatedTask task = current;
      if (task == null) {
        return Long.MAX_VALUE;
      }
      return flagged ? since : Math.min(task.burstEnd(), quantumEnd);
    }
  }

  private record Timed(long time, int order, Runnable action) {}

  private Simulation(Workload workload, Supplier<? extends Scheduler> policies) {
    this.workload = workload;
    this.policies = policies;
    scheduler = policies.get();
    for (int hart = 0; hart < workload.harts(); hart++) {
      stations.add(new Station(hart));
    }
    for (Job job : workload.jobs()) {
      SimulatedTask task = new SimulatedTask(tasks.size() + 1, job, () -> now);
      tasks.add(task);
      at(job.arrival(), task.tid(), () -> ready(task, Reason.CREATED));
    }
    workload.changes().forEach(each -> at(each.time(), tasks.size() + 1, () -> apply(each)));
  }

  /// What happens to `workload` under the policy that `policies` gives; it is asked for one at the
  /// start, and again at every [Change.Kind#POLICY].
  public static History run(Workload workload, Supplier<? extends Scheduler> policies) {
    Simulation simulation = new Simulation(workload, policies);
    try {
      simulation.run();
    } catch (IllegalStateException | IllegalArgumentException | NullPointerException failure) {
      simulation.stop(Law.SOUND, "the policy failed with " + failure);
    }
    simulation.close();
    return simulation.history;
  }

  private void run() {
    int rounds = 0;
    while (!stopped && ended < tasks.size()) {
      long next = nextTime();
      if (next == Long.MAX_VALUE || rounds++ == MOST_ROUNDS) {
        break;
      }
      now = Math.max(now, next);
      happen();
      settle();
      compareCounts();
    }
  }

  private long nextTime() {
    long next = events.isEmpty() ? change : Math.min(change, events.peek().time());
    for (Station station : stations) {
      next = Math.min(next, station.nextStop());
    }
    return next;
  }

  private void happen() {
    while (!events.isEmpty() && events.peek().time() <= now) {
      events.remove().action().run();
    }
    if (change <= now) {
      lookAgain();
    }
  }

  private void settle() {
    boolean moved = true;
    while (moved && !stopped) {
      moved = false;
      for (Station station : stations) {
        moved |= !stopped && step(station);
      }
    }
  }

  /// Lets a hart do what it has to do at this instant, and says whether there was anything.
  private boolean step(Station station) {
    SimulatedTask task = station.current;
    if (task == null) {
      return station.called && dispatch(station);
    }
    if (now < station.since) {
      return false;
    }
    if (task.burstEnd() <= now) {
      finishBurst(station, task);
    } else if (station.flagged) {
      giveUp(station, task, Reason.PREEMPTED);
    } else if (station.quantumEnd <= now) {
      giveUp(station, task, Reason.EXPIRED);
    } else {
      return false;
    }
    return true;
  }

  private void compareCounts() {
    long ready = tasks.stream().filter(task -> task.state() == State.READY).count();
    if (!stopped && scheduler.readyCount() != ready) {
      stop(
          Law.ONE_QUEUE,
          "the policy counts %d, and %d are ready".formatted(scheduler.readyCount(), ready));
    }
  }

  private void stop(Law law, String text) {
    history.add(new Violation(law, now, text));
    stopped = true;
  }

  /// Ends the last span of every hart.
  private void close() {
    for (Station station : stations) {
      SimulatedTask task = station.current;
      spend(station, Math.max(now, station.since), task == null ? Activity.IDLE : Activity.USER);
    }
  }

  private void at(long time, int order, Runnable action) {
    events.add(new Timed(time, order, action));
  }

  private void ready(SimulatedTask task, Reason reason) {
    task.become(State.READY);
    history.ready(now, task.tid(), reason);
    enqueue(task, reason);
  }

  private void enqueue(SimulatedTask task, Reason reason) {
    scheduler.ready(task, reason, now);
    if (!callIdle(task, reason)) {
      flagFor(task);
    }
    expectChange();
  }

  private boolean callIdle(SimulatedTask task, Reason reason) {
    Station last = stations.get(task.hart());
    if (reason != Reason.PREEMPTED && callIdle(last, task)) {
      return true;
    }
    return stations.stream().anyMatch(station -> station != last && callIdle(station, task));
  }

  private static boolean callIdle(Station station, SimulatedTask task) {
    if (station.current != null || station.called || !task.mayRunOn(station.number)) {
      return false;
    }
    station.called = true;
    station.calledFor = task;
    return true;
  }

  /// Calls another hart for the task that this one was called for and did not take.
  private void passOn(Station station, Optional<TaskView> taken) {
    SimulatedTask promised = station.calledFor;
    station.calledFor = null;
    if (promised != null
        && taken.isPresent()
        && promised.state() == State.READY
        && !callIdle(promised, Reason.MIGRATED)) {
      flagFor(promised);
    }
  }

  private void flagFor(SimulatedTask task) {
    Station found = null;
    for (Station station : stations) {
      if (!station.flagged
          && task.mayRunOn(station.number)
          && isBefore(task, station)
          && (found == null || isBefore(found.current, station))) {
        found = station;
      }
    }
    if (found != null) {
      found.flagged = workload.preemptive();
    }
  }

  private boolean isBefore(@Nullable SimulatedTask task, Station station) {
    SimulatedTask running = station.current;
    return task != null && running != null && scheduler.preempts(task, running, now);
  }

  private void expectChange() {
    long next = scheduler.nextChange(now);
    if (next <= now) {
      stop(Law.SOUND, "the next change was said to be at " + Duration.text(next));
    }
    change = Math.min(change, next);
  }

  private void lookAgain() {
    change = Long.MAX_VALUE;
    for (Station station : stations) {
      if (station.current != null) {
        station.flagged = workload.preemptive();
      } else {
        station.called = scheduler.readyCount() > 0;
      }
    }
    expectChange();
  }

  private void apply(Change each) {
    if (each.kind() == Change.Kind.POLICY) {
      changePolicy();
      return;
    }
    SimulatedTask task = tasks.get(each.job() - 1);
    boolean waits = task.state() == State.READY;
    if (waits) {
      scheduler.remove(task);
    }
    if (each.kind() == Change.Kind.NICE) {
      task.nice((int) each.value());
    } else {
      task.affinity(each.value());
    }
    if (waits) {
      enqueue(task, Reason.MIGRATED);
    } else {
      stations.stream().filter(s -> s.current == task).forEach(s -> s.flagged = true);
    }
  }

  private void changePolicy() {
    List<SimulatedTask> ready = tasks.stream().filter(task -> task.state() == State.READY).toList();
    ready.forEach(scheduler::remove);
    if (scheduler.readyCount() != 0) {
      stop(Law.ONE_QUEUE, "the policy keeps tasks that were taken out");
    }
    tasks.forEach(SimulatedTask::forgetStanding);
    scheduler = policies.get();
    ready.forEach(task -> enqueue(task, Reason.MIGRATED));
    stations.stream().filter(s -> s.current != null).forEach(s -> s.flagged = true);
    expectChange();
  }

  private void finishBurst(Station station, SimulatedTask task) {
    if (task.isLastStep()) {
      ended++;
      leave(station, task, State.ENDED, Departure.ENDED);
      dispatch(station);
      return;
    }
    Step step = task.step();
    long release = release(task, step);
    if (step.then() == Step.Then.YIELDS) {
      vacate(station, task);
      task.nextStep();
      history.gaveUp(now, station.number, task.tid(), Reason.YIELDED);
      ready(task, Reason.YIELDED);
      dispatch(station);
    } else if (release > now) {
      leave(station, task, State.WAITING, Departure.BLOCKED);
      task.nextStep();
      at(release, task.tid(), () -> ready(task, Reason.WOKEN));
      dispatch(station);
    } else {
      goOn(station, task);
    }
  }

  /// When the task is to go on.
  private long release(SimulatedTask task, Step step) {
    return step.then() == Step.Then.AWAITS_PERIOD
        ? task.job().arrival() + (task.stepsDone() + 1) * task.attributes().period()
        : now + step.pause();
  }

  /// Begins a further burst at once, because its time has come already.
  private void goOn(Station station, SimulatedTask task) {
    task.stop(now);
    task.nextStep();
    spend(station, now, Activity.USER);
    task.start(station.number, now);
  }

  private void giveUp(Station station, SimulatedTask task, Reason reason) {
    vacate(station, task);
    history.gaveUp(now, station.number, task.tid(), reason);
    ready(task, reason);
    dispatch(station);
  }

  private void leave(Station station, SimulatedTask task, State state, Departure departure) {
    vacate(station, task);
    task.become(state);
    scheduler.left(task, departure, now);
    history.left(now, station.number, task.tid(), departure);
    expectChange();
  }

  private void vacate(Station station, SimulatedTask task) {
    spend(station, now, Activity.USER);
    task.stop(now);
    station.current = null;
    station.flagged = false;
  }

  private void spend(Station station, long to, Activity activity) {
    if (to > station.since) {
      SimulatedTask task = station.current;
      int tid = task == null ? SchedulingListener.NO_TASK : task.tid();
      history.spent(station.since, to, station.number, tid, activity);
    }
    station.since = to;
  }

  /// Brings the next task onto a hart that has none, and says whether there was one.
  private boolean dispatch(Station station) {
    station.called = false;
    Optional<TaskView> next = scheduler.next(station.number, now);
    if (next.isPresent()) {
      install(station, (SimulatedTask) next.get());
    }
    passOn(station, next);
    expectChange();
    return next.isPresent();
  }

  private void install(Station station, SimulatedTask task) {
    spend(station, now, Activity.IDLE);
    if (!task.mayRunOn(station.number)) {
      stop(Law.AFFINITY, "%s was dispatched to hart %d".formatted(task, station.number));
    }
    if (station.last != task) {
      spend(station, now + workload.switchCost(), Activity.SWITCH);
    }
    history.runs(station.since, station.number, task.tid());
    if (task.state() != State.READY) {
      stopped = true; // The history shows it.
      return;
    }
    task.become(State.RUNNING);
    task.start(station.number, station.since);
    station.current = task;
    station.last = task;
    arm(station, task);
  }

  private void arm(Station station, SimulatedTask task) {
    long quantum = workload.preemptive() ? scheduler.quantum(task, station.since) : Long.MAX_VALUE;
    if (quantum < 1) {
      stop(Law.SOUND, "%s was given a quantum of %d".formatted(task, quantum));
    }
    station.quantumEnd = quantum == Long.MAX_VALUE ? Long.MAX_VALUE : station.since + quantum;
  }
}
