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
import spool.kernel.process.HartAccount.Activity;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.trace.TraceSink;

/// Brings ready tasks onto harts, in the order of the scheduler, and accounts for every cycle.
///
/// A hart is told to look for work by an interrupt from another hart (the CLINT's `msip`), and that
/// a quantum is over by its timer (the CLINT's `mtimecmp`), as a kernel on real hardware does it.
/// Registers stay in the hart through a trap, and are saved only when the task leaves the hart or
/// someone asks for them ([Task#registers]).
///
/// Invariant: a task is RUNNING if and only if exactly one hart has it as its current task; every
/// hart without one is parked or has an interrupt pending that will make it look.
public final class Dispatcher {
  private static final long INTERRUPTS =
      1L << Cause.MACHINE_SOFTWARE | 1L << Cause.MACHINE_TIMER | 1L << Cause.MACHINE_EXTERNAL;

  private final Machine machine;
  private final Scheduler scheduler;
  private final CostModel costs;
  private final TraceSink trace;
  private final HartTimer timer;
  private final List<Station> stations = new ArrayList<>();

  /// A hart with what the dispatcher knows of it.
  private static final class Station {
    final Hart hart;
    final HartAccount account;
    @Nullable Task current;
    @Nullable Task last;
    boolean called;
    long switches;

    Station(Hart hart) {
      this.hart = hart;
      account = new HartAccount(hart.cycles());
    }
  }

  /// A dispatcher for all harts of `machine`.
  public Dispatcher(Machine machine, Scheduler scheduler, CostModel costs, TraceSink trace) {
    this.machine = machine;
    this.scheduler = scheduler;
    this.costs = costs;
    this.trace = trace;
    timer = new HartTimer(machine.bus());
    machine.harts().forEach(hart -> stations.add(new Station(hart)));
  }

  /// Lets the harts take the interrupts by which they are told to work.
  public void start() {
    for (Station station : stations) {
      station.hart.enableInterrupts(INTERRUPTS);
    }
  }

  /// Virtual time in cycles.
  public long now() {
    return machine.now();
  }

  /// The policy.
  public Scheduler scheduler() {
    return scheduler;
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

  /// Hands the new `task` to the scheduler.
  public void begin(Task task) {
    ready(task, Reason.CREATED);
  }

  /// Hands `task`, which is to run again, to the scheduler, and calls a hart that has nothing to
  /// do.
  void ready(Task task, Reason reason) {
    task.become(TaskState.READY);
    scheduler.ready(task, reason, now());
    callIdle(task);
  }

  private void callIdle(Task task) {
    for (Station station : stations) {
      if (station.current == null && !station.called && task.mayRunOn(station.hart.id())) {
        station.called = true;
        callParked(station);
        return;
      }
    }
  }

  /// Calls the hart if it is parked; one that is in the kernel without a task will look by itself.
  private void callParked(Station station) {
    if (station.account.activity() == Activity.IDLE) {
      call(station);
    }
  }

  private void call(Station station) {
    timer.raiseSoftware(station.hart.id());
  }

  /// Lets the hart that runs `task` enter the kernel soon, if it is not there already.
  void nudge(Task task) {
    Station station = stations.get(task.hart());
    if (station.current == task && station.account.activity() == Activity.USER) {
      call(station);
    }
  }

  /// Lets the hart of `task` spend `cycles` in the kernel.
  public void charge(Task task, long cycles) {
    stations.get(task.hart()).hart.charge(cycles);
  }

  /// Notes that `hart` has entered the kernel.
  public void enter(Hart hart) {
    Station station = stations.get(hart.id());
    begin(station, Activity.KERNEL);
    hart.charge(costs.trap() / 2);
  }

  /// Acknowledges the interrupt by which `hart` was called.
  public void answer(Hart hart) {
    hart.charge(costs.interrupt());
    timer.lowerSoftware(hart.id());
  }

  /// Ends the turn of the task on `hart`, if anyone else is ready.
  public void quantumOver(Hart hart) {
    hart.charge(costs.interrupt());
    Station station = stations.get(hart.id());
    Task task = station.current;
    timer.disarm(hart.id());
    if (task == null) {
      return;
    }
    if (scheduler.readyCount() > 0) {
      giveUp(task, Reason.PREEMPTED);
    } else {
      arm(station, task);
    }
  }

  /// Takes `task` off its hart, ready to run again.
  public void giveUp(Task task, Reason reason) {
    task.cpuTime().countSwitch(reason == Reason.YIELDED);
    vacate(task);
    ready(task, reason);
  }

  /// Takes `task` off its hart, into the state `next`.
  void leave(Task task, TaskState next) {
    task.cpuTime().countSwitch(true);
    vacate(task);
    task.become(next);
  }

  private void vacate(Task task) {
    Station station = stations.get(task.hart());
    if (station.current != task) {
      throw new IllegalStateException(task + " is not on hart " + task.hart());
    }
    task.detach();
    begin(station, Activity.KERNEL);
    station.current = null;
  }

  /// Brings the next task onto `hart`, which has none; nothing to be brought is an answer too.
  public Optional<Task> dispatch(Hart hart) {
    Station station = stations.get(hart.id());
    station.called = false;
    Optional<Task> next = scheduler.next(hart.id(), hart.cycles()).map(Task.class::cast);
    next.ifPresent(task -> install(station, task));
    return next;
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
    task.moveTo(station.hart.id());
    station.current = task;
    station.last = task;
    arm(station, task);
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

  private void arm(Station station, Task task) {
    long now = station.hart.cycles();
    long quantum = scheduler.quantum(task, now);
    if (quantum == Long.MAX_VALUE) {
      timer.disarm(station.hart.id());
    } else {
      timer.arm(station.hart.id(), now + quantum);
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
    hart.charge(costs.trap() - costs.trap() / 2);
    begin(station, Activity.USER);
  }

  /// Lets `hart`, which has no task, wait for an interrupt.
  public void idle(Hart hart) {
    Station station = stations.get(hart.id());
    timer.disarm(hart.id());
    begin(station, Activity.IDLE);
    hart.park();
  }

  /// Ends the present activity of the hart, on the account of its task too.
  private static void begin(Station station, Activity next) {
    Activity before = station.account.activity();
    long elapsed = station.account.begin(next, station.hart.cycles());
    if (station.current != null) {
      station.current.spend(before, elapsed);
    }
  }
}
