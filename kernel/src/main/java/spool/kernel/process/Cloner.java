package spool.kernel.process;

import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.Signal;
import spool.kernel.fs.Credentials;
import spool.kernel.signal.SignalActions;
import spool.kernel.trace.TraceSink;

/// Makes tasks: threads of a process, and processes (clone(2)).
///
/// Whatever may fail comes before anything that would have to be undone.
public final class Cloner {
  private final ProcessTable table;
  private final Dispatcher dispatcher;
  private final CostModel costs;
  private final TraceSink trace;

  /// A maker of tasks for `table`.
  public Cloner(ProcessTable table, Dispatcher dispatcher, CostModel costs, TraceSink trace) {
    this.table = table;
    this.dispatcher = dispatcher;
    this.costs = costs;
    this.trace = trace;
  }

  /// Makes a task like `creator`, and answers it. Fails with `EINVAL`, `EAGAIN`, `ENOMEM`.
  public Task clone(Task creator, CloneArguments arguments) {
    if (!arguments.flags().areValid() || !isSignal(arguments.exitSignal())) {
      throw Errno.EINVAL.failure();
    }
    CloneFlags flags = arguments.flags();
    requireLimit(creator.credentials(), creator.process().limits());
    requireNoDeadline(creator);
    int number = table.nextNumber();
    boolean thread = flags.has(CloneFlags.CLONE_THREAD);
    Process process = thread ? creator.process() : child(number, creator, arguments);
    Task task = new Task(number, process, dispatcher, creator);
    prepare(task, creator, arguments);
    table.add(task);
    process.add(task);
    dispatcher.charge(creator, thread ? costs.thread() : costs.process());
    traceCreation(creator, task);
    dispatcher.begin(task);
    return task;
  }

  private static boolean isSignal(int number) {
    return number == 0 || Signal.isValid(number);
  }

  private void requireLimit(Credentials credentials, ResourceLimits limits) {
    long most = limits.soft(ResourceLimit.RLIMIT_NPROC);
    if (!credentials.isPrivileged() && table.countOf(credentials.uid()) >= most) {
      throw Errno.EAGAIN.failure();
    }
  }

  /// A deadline is promised to one task, not to all that it may make (sched(7)).
  private static void requireNoDeadline(Task creator) {
    if (creator.ownAttributes().isPeriodic() && !creator.resetsOnFork()) {
      throw Errno.EAGAIN.failure();
    }
  }

  private Process child(int pid, Task creator, CloneArguments arguments) {
    Process origin = creator.process();
    CloneFlags flags = arguments.flags();
    Process parent = flags.has(CloneFlags.CLONE_PARENT) ? parentOf(origin) : origin;
    Resources resources = origin.resources().fork(flags);
    Process child =
        new Process(
            pid,
            dispatcher,
            origin.group(),
            resources,
            actions(origin, flags),
            origin.pending().tally());
    child.parent(parent);
    child.exitSignal(arguments.exitSignal());
    child.programOf(origin);
    if (flags.has(CloneFlags.CLONE_VFORK)) {
      child.borrowMemory();
    }
    table.add(child);
    return child;
  }

  private static Process parentOf(Process origin) {
    return origin.parent().orElseThrow(Errno.EINVAL::failure);
  }

  private static SignalActions actions(Process origin, CloneFlags flags) {
    if (flags.has(CloneFlags.CLONE_SIGHAND)) {
      return origin.actions();
    }
    SignalActions copy = origin.actions().copy();
    if (flags.has(CloneFlags.CLONE_CLEAR_SIGHAND)) {
      copy.resetHandlers();
    }
    return copy;
  }

  private void prepare(Task task, Task creator, CloneArguments arguments) {
    CloneFlags flags = arguments.flags();
    Registers registers = task.registers();
    registers.copy(creator.registers());
    registers.x[Registers.A0] = 0;
    registers.pc(registers.pc() + Integer.BYTES);
    if (arguments.stack() != 0) {
      registers.x[Registers.SP] = arguments.stack();
    }
    if (flags.has(CloneFlags.CLONE_SETTLS)) {
      registers.x[Registers.TP] = arguments.tls();
    }
    if (flags.has(CloneFlags.CLONE_CHILD_CLEARTID)) {
      task.clearChildTid(arguments.childTid());
    }
    if (flags.has(CloneFlags.CLONE_SYSVSEM)) {
      task.semaphoreUndo(creator.semaphoreUndo().share());
    }
    if (!flags.has(CloneFlags.CLONE_VM) || flags.has(CloneFlags.CLONE_VFORK)) {
      task.signals().alternateStack(creator.signals().alternateStack());
    }
    announce(flags.has(CloneFlags.CLONE_PARENT_SETTID), creator, arguments.parentTid(), task);
    announce(flags.has(CloneFlags.CLONE_CHILD_SETTID), task, arguments.childTid(), task);
  }

  /// Stores the number of `task` where the program wants it. A bad address is the program's own
  /// loss, as on Linux.
  private static void announce(boolean wanted, Task owner, long address, Task task) {
    if (wanted) {
      try {
        owner.process().memory().store32(address, task.tid());
      } catch (ErrnoException badAddress) {
        return;
      }
    }
  }

  private void traceCreation(Task creator, Task task) {
    if (trace.isOn()) {
      String kind = task.isLeader() ? "process " : "thread ";
      trace.event(
          dispatcher.now(),
          creator.hart(),
          creator.tid(),
          TraceSink.Kind.CREATE,
          kind + task.tid());
    }
  }

  /// Lets `creator` wait until `child` needs its memory no more, if it borrowed it. The handler
  /// calls this at every execution of the call.
  public void awaitMemory(Task creator, Task child) {
    Process process = child.process();
    if (process.borrowsMemory() && process != creator.process()) {
      throw creator.blockUnlessDoomed(process.memoryReturns());
    }
  }
}
