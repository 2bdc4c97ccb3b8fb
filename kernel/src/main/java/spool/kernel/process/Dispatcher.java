package spool.kernel.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Cause;
import spool.emulator.machine.EventQueue;
import spool.emulator.machine.Machine;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.trace.Activity;
import spool.kernel.trace.SchedulingListener;
import spool.kernel.trace.TraceSink;

/// Brings ready tasks onto harts, in the order of the scheduler, and accounts for every cycle.
///
/// A hart is told to look for work by an interrupt from another hart (the CLINT's `msip`), and that
/// a quantum is over by its timer (the CLINT's `mtimecmp`), as a kernel on real hardware does it.
/// Registers stay in the hart through a trap, and are saved only when the task leaves the hart or
/// someone asks for them ([Task#registers]).
///
/// A hart without a task looks for one when it is called; a hart with one looks again when its
/// quantum is over, or when it is flagged because a task came that the policy puts before its own.
/// In both cases the task goes back to the policy first, so that the policy alone decides who is
/// next, and the same task may be: that is no switch, and costs none.
///
/// Invariant: a task is RUNNING if and only if exactly one hart has it as its current task; every
/// hart without one is parked or has an interrupt pending that will make it look.
public final class Dispatcher {
  private static final long INTERRUPTS =
      1L << Cause.MACHINE_SOFTWARE | 1L << Cause.MACHINE_TIMER | 1L << Cause.MACHINE_EXTERNAL;

  private final Machine machine;
  private final boolean preemptive;
  private final CostModel costs;
  private final TraceSink trace;
  private final SchedulingListener listener;
  private final HartTimer timer;
  private final List<Station> stations = new ArrayList<>();
  private Scheduler scheduler;
  private EventQueue.@Nullable Event change;
  private @Nullable Station acting;
  private TaskObserver observer = TaskObserver.none();

  /// A dispatcher for all harts of `machine`; without `preemptive` a task keeps its hart until it
  /// gives it up, and has to make room for real-time tasks alone.
  public Dispatcher(
      Machine machine,
      Scheduler scheduler,
      boolean preemptive,
      CostModel costs,
      TraceSink trace,
      SchedulingListener listener) {
    this.machine = machine;
    this.scheduler = scheduler;
    this.preemptive = preemptive;
    this.costs = costs;
    this.trace = trace;
    this.listener = listener;
    timer = new HartTimer(machine.bus());
    machine.harts().forEach(hart -> stations.add(new Station(hart)));
  }

  /// Lets the harts take the interrupts by which they are told to work.
  public void start() {
    for (Station station : stations) {
      station.hart.enableInterrupts(INTERRUPTS);
    }
  }

  /// Tells `next` from now on what tasks are about to do.
  public void observe(TaskObserver next) {
    observer = next;
  }

  /// Who is told what tasks are about to do.
  public TaskObserver observer() {
    return observer;
  }

  /// Virtual time in cycles.
  public long now() {
    return machine.now();
  }

  /// The policy.
  public Scheduler scheduler() {
    return scheduler;
  }

  /// Who is told what an account needs.
  public SchedulingListener listener() {
    return listener;
  }

  /// How many harts there are.
  public int hartCount() {
    return stations.size();
  }

  /// What hart `number` has spent its time on.
  public Map<Activity, Long> spent(int number) {
    Station station = stations.get(number);
    return station.account.spent(station.hart.cycles());
  }

  /// How often hart `number` changed from one task to another.
  public long switches(int number) {
    return stations.get(number).switches;
  }

  /// Whether hart `number` has a task.
  public boolean isBusy(int number) {
    return stations.get(number).current != null;
  }

  /// The task on `hart`.
  public Optional<Task> current(Hart hart) {
    return Optional.ofNullable(stations.get(hart.id()).current);
  }

  /// Runs `action` at virtual time `time`.
  EventQueue.Event at(long time, Runnable action) {
    return machine.events().schedule(time, action);
  }

  /// Forgets an event; nothing happens for none or if it has run.
  void cancel(EventQueue.@Nullable Event event) {
    if (event != null) {
      machine.events().cancel(event);
    }
  }

  /// The cycles of `task` on its hart that [Task#spend] has not been told of yet.
  long unaccounted(Task task) {
    Station station = stations.get(task.hart());
    return station.current == task ? station.hart.cycles() - station.account.since() : 0;
  }

  /// Hands the new `task` to the scheduler.
  public void begin(Task task) {
    Process process = task.process();
    int parent = process.parent().map(Process::pid).orElse(SchedulingListener.NO_TASK);
    listener.created(now(), task.tid(), process.pid(), parent, task.name());
    ready(task, Reason.CREATED);
  }

  /// Hands `task`, which is to run again, to the scheduler, and sees to it that a hart looks.
  void ready(Task task, Reason reason) {
    task.become(TaskState.READY);
    listener.ready(now(), task.tid(), reason);
    enqueue(task, reason);
  }

  private void enqueue(Task task, Reason reason) {
    scheduler.ready(task, reason, now());
    if (!callIdle(task, reason)) {
      flagFor(task);
    }
    expectChange();
  }

  /// Calls a hart that has nothing to do, best the one that `task` was on, and says whether there
  /// was one. A hart that `task` has to leave for another does not count.
  private boolean callIdle(Task task, Reason reason) {
    Station last = stations.get(task.hart());
    if (reason != Reason.PREEMPTED && callIdle(last, task)) {
      return true;
    }
    for (Station station : stations) {
      if (station != last && callIdle(station, task)) {
        return true;
      }
    }
    return false;
  }

  /// Calls the hart if it has no task: one that is in the kernel will look by itself.
  private boolean callIdle(Station station, Task task) {
    if (station.current != null || station.called || !task.mayRunOn(station.hart.id())) {
      return false;
    }
    station.called = true;
    station.calledFor = task;
    if (station.isIn(Activity.IDLE)) {
      call(station);
    }
    return true;
  }

  /// Calls another hart for the task that `station` was called for, if it took another: while it
  /// was on its way no other hart was called for that one, which may be idle still.
  private void passOn(Station station, boolean tookOne) {
    Task promised = station.calledFor;
    station.calledFor = null;
    if (promised != null
        && tookOne
        && promised.state() == TaskState.READY
        && !callIdle(promised, Reason.MIGRATED)) {
      flagFor(promised);
    }
  }

  /// Flags the hart with the task that is to make room for `task`, if there is one: of several the
  /// one that the others are put before.
  private void flagFor(Task task) {
    Station found = null;
    for (Station station : stations) {
      if (yieldsTo(task, station) && (found == null || isBefore(found.current, station))) {
        found = station;
      }
    }
    if (found != null) {
      flag(found);
    }
  }

  private boolean yieldsTo(Task task, Station station) {
    return (preemptive || task.attributes().policy().isRealTime())
        && !station.preempted
        && task.mayRunOn(station.hart.id())
        && isBefore(task, station);
  }

  private boolean isBefore(@Nullable Task task, Station station) {
    Task running = station.current;
    return task != null && running != null && scheduler.preempts(task, running, now());
  }

  /// Lets the hart ask the scheduler anew before it goes on with its task.
  private void flag(Station station) {
    station.preempted = true;
    if (station.isIn(Activity.USER)) {
      call(station);
    }
  }

  /// Looks again at the time at which the policy changes its mind by itself.
  private void expectChange() {
    long next = scheduler.nextChange(now());
    if (change != null && change.time() <= next) {
      return;
    }
    cancel(change);
    change = next == Long.MAX_VALUE ? null : at(next, this::lookAgain);
  }

  private void lookAgain() {
    change = null;
    for (Station station : stations) {
      if (station.isIn(Activity.IDLE) && !station.called && scheduler.readyCount() > 0) {
        station.called = true;
        call(station);
      } else if (preemptive && station.current != null) {
        flag(station);
      }
    }
    expectChange();
  }

  /// Changes by `action` something of `task` that the scheduler goes by.
  public void change(Task task, Runnable action) {
    if (task.state() == TaskState.READY) {
      scheduler.remove(task);
      action.run();
      enqueue(task, Reason.MIGRATED);
    } else {
      action.run();
      lookAgainAt(task);
    }
  }

  private void lookAgainAt(Task task) {
    Station station = stations.get(task.hart());
    if (station.current == task) {
      flag(station);
    }
  }

  /// Goes on with another policy, which gets those of all `tasks` that are ready; the harts come to
  /// it as soon as they can.
  public void changeScheduler(Scheduler next, List<Task> tasks) {
    List<Task> ready = tasks.stream().filter(task -> task.state() == TaskState.READY).toList();
    ready.forEach(scheduler::remove);
    tasks.forEach(Task::forgetStanding);
    scheduler = next;
    ready.forEach(task -> enqueue(task, Reason.MIGRATED));
    stations.stream().filter(station -> station.current != null).forEach(this::flag);
  }

  private void call(Station station) {
    timer.raiseSoftware(station.hart.id());
  }

  /// Lets the hart that runs `task` enter the kernel soon, if it is not there already.
  void nudge(Task task) {
    Station station = stations.get(task.hart());
    if (station.current == task && station.isIn(Activity.USER)) {
      call(station);
    }
  }

  /// Lets the hart of `task` spend `cycles` in the kernel.
  public void charge(Task task, long cycles) {
    if (cycles > 0) {
      stations.get(task.hart()).hart.charge(cycles);
    }
  }

  /// Notes that `hart` has entered the kernel.
  public void enter(Hart hart) {
    Station station = stations.get(hart.id());
    acting = station;
    begin(station, Activity.KERNEL);
    hart.charge(costs.trap() / 2);
    if (station.current != null) {
      observer.enters(station.current, hart);
    }
  }

  /// The process for which the kernel works now, also while it ends; 0 before the first.
  public int actingPid() {
    return acting == null || acting.last == null ? 0 : acting.last.pid();
  }

  /// Acknowledges the interrupt by which `hart` was called.
  public void answer(Hart hart) {
    hart.charge(costs.interrupt());
    timer.lowerSoftware(hart.id());
  }

  /// Ends the turn of the task on `hart` if it is over. The timer may also have been set because
  /// the process runs out of CPU time, which is looked at on the way back to user mode.
  public void quantumOver(Hart hart) {
    hart.charge(costs.interrupt());
    Station station = stations.get(hart.id());
    Task task = station.current;
    setAlarm(station, Long.MAX_VALUE);
    if (task != null && hart.cycles() >= station.turnEnd) {
      giveUp(task, Reason.EXPIRED);
    }
  }

  /// Takes the task off `hart` if it is flagged, and says whether it did.
  public boolean makesRoom(Hart hart) {
    Station station = stations.get(hart.id());
    Task task = station.current;
    if (task == null || !station.preempted) {
      return false;
    }
    giveUp(task, Reason.PREEMPTED);
    return true;
  }

  /// Takes `task` off its hart, ready to run again.
  public void giveUp(Task task, Reason reason) {
    Station station = vacate(task);
    station.gaveUp = reason;
    listener.gaveUp(now(), station.hart.id(), task.tid(), reason);
    ready(task, reason);
  }

  /// Takes `task` off its hart, into the state `next`.
  void leave(Task task, TaskState next, Departure departure) {
    task.cpuTime().countSwitch(true);
    Station station = vacate(task);
    task.become(next);
    scheduler.left(task, departure, now());
    listener.left(now(), station.hart.id(), task.tid(), departure);
    expectChange();
  }

  private Station vacate(Task task) {
    Station station = stations.get(task.hart());
    if (station.current != task) {
      throw new IllegalStateException(task + " is not on hart " + task.hart());
    }
    task.detach();
    begin(station, Activity.KERNEL);
    station.current = null;
    station.preempted = false;
    return station;
  }

  /// Brings the next task onto `hart`, which has none; nothing to be brought is an answer too.
  public Optional<Task> dispatch(Hart hart) {
    Station station = stations.get(hart.id());
    station.called = false;
    Optional<Task> next = scheduler.next(hart.id(), hart.cycles()).map(view -> (Task) view);
    countSwitch(station, next);
    if (next.isPresent()) {
      install(station, next.get());
    }
    passOn(station, next.isPresent());
    expectChange();
    return next;
  }

  /// Counts that the last task gave its hart up, unless it gets it back at once.
  private static void countSwitch(Station station, Optional<Task> next) {
    Task last = station.last;
    Reason reason = station.gaveUp;
    station.gaveUp = null;
    if (last != null && reason != null && last != next.orElse(null)) {
      last.cpuTime().countSwitch(reason == Reason.YIELDED);
    }
  }

  private void install(Station station, Task task) {
    if (station.last != task) {
      begin(station, Activity.SWITCH);
      station.hart.charge(costs.contextSwitch());
      station.switches++;
      traceSwitch(station, task);
    }
    begin(station, Activity.KERNEL);
    task.become(TaskState.RUNNING);
    if (task.hart() != station.hart.id()) {
      station.hart.fenceInstruction();
      task.moveTo(station.hart.id());
    }
    station.current = task;
    station.last = task;
    listener.runs(station.hart.cycles(), station.hart.id(), task.tid());
    long now = station.hart.cycles();
    long quantum = preemptive ? scheduler.quantum(task, now) : Long.MAX_VALUE;
    station.turnEnd = later(now, quantum);
  }

  private static long later(long now, long duration) {
    return duration == Long.MAX_VALUE ? Long.MAX_VALUE : now + duration;
  }

  private void traceSwitch(Station station, Task task) {
    if (trace.isOn()) {
      String from = station.last == null ? "-" : Integer.toString(station.last.tid());
      trace.event(
          station.hart.cycles(),
          station.hart.id(),
          task.tid(),
          TraceSink.Kind.SWITCH,
          "from " + from);
    }
  }

  /// Interrupts the hart when the turn of `task` is over, or when its process runs out of the CPU
  /// time that a timer or a limit grants it.
  private void setAlarm(Station station, Task task) {
    long left = task.process().cpuTimeLeft();
    setAlarm(station, Math.min(station.turnEnd, later(station.hart.cycles(), left)));
  }

  private void setAlarm(Station station, long time) {
    if (station.alarm == time) {
      return;
    }
    station.alarm = time;
    if (time == Long.MAX_VALUE) {
      timer.disarm(station.hart.id());
    } else {
      timer.arm(station.hart.id(), time);
    }
  }

  /// Lets `hart` go on in user mode with its current task.
  public void resume(Hart hart) {
    Station station = stations.get(hart.id());
    Task task = station.current;
    if (task == null) {
      throw new IllegalStateException("hart " + hart.id() + " has no task to resume");
    }
    task.attach(hart);
    machine.synchronize(hart);
    setAlarm(station, task);
    hart.charge(costs.trap() - costs.trap() / 2);
    begin(station, Activity.USER);
    observer.resumes(task, hart);
  }

  /// Lets `hart`, which has no task, wait for an interrupt.
  public void idle(Hart hart) {
    Station station = stations.get(hart.id());
    setAlarm(station, Long.MAX_VALUE);
    machine.synchronize(hart);
    begin(station, Activity.IDLE);
    hart.park();
  }

  /// Tells the listener of the spans that are under way, each up to the present of its hart. Their
  /// activities go on.
  public void settle() {
    stations.forEach(station -> begin(station, station.account.activity()));
  }

  /// Ends the present activity of the hart, on the account of its task too.
  private void begin(Station station, Activity next) {
    Activity before = station.account.activity();
    long now = station.hart.cycles();
    long elapsed = station.account.begin(next, now);
    Task task = station.current;
    if (task != null) {
      task.spend(before, elapsed);
    }
    if (elapsed > 0) {
      int tid = task == null ? SchedulingListener.NO_TASK : task.tid();
      listener.spent(now - elapsed, now, station.hart.id(), tid, before);
    }
  }
}
