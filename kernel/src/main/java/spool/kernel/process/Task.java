package spool.kernel.process;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import spool.emulator.hart.Hart;
import spool.emulator.machine.EventQueue;
import spool.kernel.abi.Signal;
import spool.kernel.fs.Caller;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.WorkingDirectory;
import spool.kernel.ipc.systemv.SemaphoreUndo;
import spool.kernel.sched.Attributes;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.sched.TaskView;
import spool.kernel.sched.Urgency;
import spool.kernel.signal.SignalInfo;
import spool.kernel.signal.TaskSignals;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Inheritance;
import spool.kernel.sync.Inheritor;
import spool.kernel.sync.Interrupted;
import spool.kernel.sync.Interrupted.Restart;
import spool.kernel.sync.WaitQueue;
import spool.kernel.trace.Activity;
import spool.kernel.vm.AddressSpace;

/// What is scheduled: a thread of a [Process], with the registers, signal mask and progress that
/// are its own.
///
/// Its registers are in a hart while it runs, and in [Registers] otherwise; [#registers] fetches
/// them from the hart, and the hart gets them back before it goes on.
public final class Task implements Caller, TaskView, Inheritor {
  private static final Object NO_STANDING = new Object();

  private int tid;
  private final Process process;
  private final Dispatcher dispatcher;
  private String name;

  private final Registers registers = new Registers();
  private @Nullable Hart attached;

  private TaskState state = TaskState.NEW;
  private List<WaitQueue> queues = List.of();
  private EventQueue.@Nullable Event alarm;
  private boolean killable;
  private boolean inCall;
  private Restart restart = Restart.AS_WANTED;
  private @Nullable Object progress;
  private @Nullable Object course;

  private final TaskSignals signals;
  private long robustList;
  private long clearChildTid;
  private SemaphoreUndo semaphoreUndo = new SemaphoreUndo();

  private Urgency own;
  private Urgency urgency;
  private final Inheritance inheritance = new Inheritance(this);
  private boolean resetsOnFork;
  private long affinity;
  private Object standing = NO_STANDING;
  private int hart;
  private final CpuTime cpuTime = new CpuTime();

  /// A new task `tid` of `process`, which begins with the mask, name, priority and affinity of
  /// `creator`, if it has one.
  Task(int tid, Process process, Dispatcher dispatcher, @Nullable Task creator) {
    this.tid = tid;
    this.process = process;
    this.dispatcher = dispatcher;
    long mask = creator == null ? Signal.EMPTY : creator.signals.mask();
    signals = new TaskSignals(mask, process.pending().tally());
    name = creator == null ? "" : creator.name;
    own = creator == null ? Urgency.NORMAL : creator.urgencyOfChild();
    urgency = own;
    affinity = creator == null ? -1 : creator.affinity;
    hart = creator == null ? 0 : creator.hart;
  }

  @Override
  public int tid() {
    return tid;
  }

  /// Takes over the number of the process, as a thread does that executes another program.
  void becomeLeader() {
    tid = process.pid();
  }

  /// The thread group that this task belongs to.
  public Process process() {
    return process;
  }

  /// Whether its number is the process's.
  public boolean isLeader() {
    return tid == process.pid();
  }

  /// The name that `ps` shows, at most 15 bytes.
  public String name() {
    return name;
  }

  /// Changes the name.
  public void name(String value) {
    name = value;
  }

  /// Where it stands in its life.
  public TaskState state() {
    return state;
  }

  /// Whether it has begun and not ended.
  public boolean isAlive() {
    return state != TaskState.ZOMBIE && state != TaskState.DEAD;
  }

  /// Goes to the state `next`. Throws [IllegalStateException] when that is no legal transition: the
  /// kernel has a bug.
  void become(TaskState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException(this + " cannot go from " + state + " to " + next);
    }
    state = next;
  }

  // Scheduling

  @Override
  public int nice() {
    return urgency.nice();
  }

  /// The nice value that the task itself has asked for.
  public int ownNice() {
    return own.nice();
  }

  @Override
  public Attributes attributes() {
    return urgency.attributes();
  }

  @Override
  public Attributes ownAttributes() {
    return own.attributes();
  }

  /// Changes what the task itself asks for: the scheduling class with its parameters, and the nice
  /// value. What it has inherited stays.
  public void schedule(Attributes attributes, int nice) {
    own = new Urgency(attributes, nice);
    inheritance.settle();
  }

  @Override
  public Urgency ownUrgency() {
    return own;
  }

  @Override
  public Urgency urgency() {
    return urgency;
  }

  @Override
  public void urgency(Urgency value) {
    dispatcher.change(this, () -> urgency = value);
  }

  @Override
  public Inheritance inheritance() {
    return inheritance;
  }

  /// Whether what it creates is a normal task (`SCHED_FLAG_RESET_ON_FORK`).
  public boolean resetsOnFork() {
    return resetsOnFork;
  }

  /// Decides whether what it creates is a normal task.
  public void resetsOnFork(boolean value) {
    resetsOnFork = value;
  }

  /// A real-time or deadline class ends there, and so does a nice value below 0, see sched(7).
  private Urgency urgencyOfChild() {
    if (!resetsOnFork) {
      return own;
    }
    Attributes attributes = own.attributes();
    boolean isSpecial = attributes.policy().isRealTime() || attributes.isPeriodic();
    return new Urgency(isSpecial ? Attributes.NORMAL : attributes, Math.max(0, own.nice()));
  }

  @Override
  public <T> T standing(Class<T> type, Function<TaskView, T> first) {
    if (!type.isInstance(standing)) {
      standing = first.apply(this);
    }
    return type.cast(standing);
  }

  /// Forgets what a policy kept here.
  void forgetStanding() {
    standing = NO_STANDING;
  }

  @Override
  public long cpuCycles() {
    return cpuTime.total() + dispatcher.unaccounted(this);
  }

  /// CPU time used.
  public CpuTime cpuTime() {
    return cpuTime;
  }

  /// Adds `cycles` that a hart spent on `activity` with this task.
  void spend(Activity activity, long cycles) {
    if (activity == Activity.USER) {
      cpuTime.addUser(cycles);
    } else {
      cpuTime.addSystem(cycles);
    }
  }

  /// The harts that it may run on, a bit each.
  public long affinity() {
    return affinity;
  }

  /// Restricts it to some harts.
  public void affinity(long harts) {
    affinity = harts;
  }

  @Override
  public boolean mayRunOn(int number) {
    return (affinity >>> number & 1) != 0;
  }

  @Override
  public int hart() {
    return hart;
  }

  void moveTo(int number) {
    hart = number;
  }

  // Registers

  /// The registers, outside any hart.
  public Registers registers() {
    detach();
    return registers;
  }

  /// Takes the registers out of the hart.
  void detach() {
    if (attached != null) {
      registers.save(attached);
      attached = null;
    }
  }

  /// Puts the registers into `on`, which is to continue the task.
  void attach(Hart on) {
    if (attached != on) {
      long satp = memory().satp();
      if (on.satp() != satp) {
        on.switchTo(satp);
      }
      on.clearReservation();
      registers.restore(on);
      attached = on;
    }
  }

  /// The integer registers, wherever they are: `x[10]` to `x[17]` hold the system call.
  public long[] integers() {
    return attached == null ? registers.x : attached.x;
  }

  /// The address of the next instruction, or of the one that trapped.
  public long pc() {
    return attached == null ? registers.pc() : attached.pc();
  }

  // System calls

  /// Whether a system call is under way.
  public boolean isInCall() {
    return inCall;
  }

  /// Begins the system call that the registers hold.
  public void beginCall() {
    inCall = true;
    forgetProgress();
  }

  /// Ends the system call with `result`, and steps over its instruction.
  public void endCall(long result) {
    integers()[Registers.A0] = result;
    step();
    forgetCall();
  }

  /// Ends the system call with the registers as they are; those of the call itself make it begin
  /// again.
  public void forgetCall() {
    inCall = false;
    forgetProgress();
  }

  private void forgetProgress() {
    progress = null;
    course = null;
  }

  /// Notes when the call that a signal interrupted is to be executed again.
  public void interrupted(Restart when) {
    restart = when;
  }

  /// When the call that a signal interrupted is to be executed again.
  Restart restart() {
    return restart;
  }

  /// Steps over an instruction of four bytes.
  private void step() {
    if (attached == null) {
      registers.pc(registers.pc() + Integer.BYTES);
    } else {
      attached.pc(attached.pc() + Integer.BYTES);
    }
  }

  @Override
  public <T> T progress(Class<T> type, Supplier<T> first) {
    Object kept = progress;
    return type.isInstance(kept) ? type.cast(kept) : keep(first.get());
  }

  /// Keeps `fresh` as the progress of the call.
  public <T> T keep(T fresh) {
    progress = fresh;
    return fresh;
  }

  /// As [#progress], for a call that does in turn what others do, each part with progress of its
  /// own.
  public <T> T course(Class<T> type, Supplier<T> first) {
    if (!type.isInstance(course)) {
      course = first.get();
    }
    return type.cast(course);
  }

  /// Ends a part of such a call: the next begins without progress.
  public void endPart() {
    progress = null;
  }

  /// What the system call under way has kept by [#progress], if it is of this type.
  public <T> Optional<T> kept(Class<T> type) {
    return type.isInstance(progress) ? Optional.of(type.cast(progress)) : Optional.empty();
  }

  // Waiting

  /// Whether it waits with a time limit.
  public boolean isTimed() {
    return alarm != null;
  }

  @Override
  public long now() {
    return dispatcher.now();
  }

  @Override
  public boolean isInterrupted() {
    return isDoomed() || process.isStopping() || hasDeliverable();
  }

  /// Whether a signal is pending that the mask lets through.
  public boolean hasDeliverable() {
    return ((signals.pending() | process.pending().pending()) & ~signals.mask()) != Signal.EMPTY;
  }

  /// Whether it has to end.
  public boolean isDoomed() {
    return process.isEnding(this)
        || Signal.contains(signals.pending() | process.pending().pending(), Signal.SIGKILL);
  }

  @Override
  public RuntimeException block(long deadline, WaitQueue... on) {
    if (isInterrupted()) {
      return new Interrupted(deadline != NEVER);
    }
    return suspend(deadline, false, on);
  }

  @Override
  public RuntimeException blockUnlessDoomed(WaitQueue queue) {
    return isDoomed() ? new Interrupted(false) : suspend(NEVER, true, queue);
  }

  private RuntimeException suspend(long deadline, boolean unlessDoomed, WaitQueue... on) {
    dispatcher.leave(this, TaskState.BLOCKED, Departure.BLOCKED);
    killable = unlessDoomed;
    queues = List.of(on);
    for (WaitQueue queue : queues) {
      queue.add(this);
    }
    alarm = deadline == NEVER ? null : dispatcher.at(deadline, this::wake);
    return new Blocked();
  }

  @Override
  public void wake() {
    for (WaitQueue queue : queues) {
      queue.remove(this);
    }
    queues = List.of();
    dispatcher.cancel(alarm);
    alarm = null;
    dispatcher.ready(this, Reason.WOKEN);
  }

  /// Brings the task to where signals are handled: on its way back to user mode.
  void interrupt() {
    switch (state) {
      case BLOCKED -> wakeUnless(killable && !isDoomed());
      case STOPPED -> resumeUnless(process.isStopping() && !isDoomed());
      case RUNNING -> dispatcher.nudge(this);
      case NEW, READY, ZOMBIE, DEAD -> {}
    }
  }

  private void wakeUnless(boolean waiting) {
    if (!waiting) {
      wake();
    }
  }

  private void resumeUnless(boolean stopping) {
    if (!stopping) {
      dispatcher.ready(this, Reason.WOKEN);
    }
  }

  // Signals

  /// The mask, the pending signals and the alternate stack.
  public TaskSignals signals() {
    return signals;
  }

  @Override
  public boolean ignores(int signal) {
    return Signal.contains(signals.mask(), signal) || process.actions().of(signal).ignores(signal);
  }

  @Override
  public void raise(int signal) {
    Signals.send(this, SignalInfo.ofKernel(signal));
  }

  // What ends with the task

  /// The address of the list of robust futexes that it holds, or 0.
  public long robustList() {
    return robustList;
  }

  /// Changes the address of the list of robust futexes.
  public void robustList(long address) {
    robustList = address;
  }

  /// The address to clear and to wake when the task ends, or 0.
  public long clearChildTid() {
    return clearChildTid;
  }

  /// Changes the address to clear.
  public void clearChildTid(long address) {
    clearChildTid = address;
  }

  /// What it did to System V semaphores and is taken back at its end.
  public SemaphoreUndo semaphoreUndo() {
    return semaphoreUndo;
  }

  /// Shares what is taken back with other tasks.
  void semaphoreUndo(SemaphoreUndo shared) {
    semaphoreUndo = shared;
  }

  // What files see

  @Override
  public int pid() {
    return process.pid();
  }

  @Override
  public int group() {
    return process.group().id();
  }

  @Override
  public int session() {
    return process.session().id();
  }

  @Override
  public boolean isGroupOrphaned() {
    return process.group().isOrphaned();
  }

  @Override
  public Credentials credentials() {
    return process.credentials();
  }

  @Override
  public WorkingDirectory workingDirectory() {
    return process.workingDirectory();
  }

  @Override
  public DescriptorTable descriptors() {
    return process.descriptors();
  }

  @Override
  public long limit(int resource) {
    return process.limits().soft(resource);
  }

  @Override
  public AddressSpace memory() {
    return process.memory();
  }

  @Override
  public String toString() {
    return "task " + tid + " (" + name + ") of process " + process.pid();
  }
}
