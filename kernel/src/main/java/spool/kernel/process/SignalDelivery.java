package spool.kernel.process;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.Signal;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.signal.AlternateStack;
import spool.kernel.signal.SignalAction;
import spool.kernel.signal.SignalInfo;
import spool.kernel.sync.Interrupted.Restart;
import spool.kernel.trace.TraceSink;
import spool.kernel.vm.AddressSpace;

/// Handles signals when a task is on its way back to user mode: it ends, stops, or enters a
/// handler.
///
/// **Interrupted calls.** A task whose wait was interrupted still has its system call under way:
/// the registers name the call, nothing was answered yet. If no handler is entered (the task
/// stopped and continued, or the signal is ignored by now), the call is executed again with its
/// progress kept. If a handler is entered, the call is over for now: with `SA_RESTART`, for a call
/// that restarts and had no deadline, or for a wait that no handler may be seen to interrupt, the
/// frame goes back to the `ecall`, which begins anew; otherwise the frame goes back behind it with
/// `EINTR`. These are Linux's `ERESTARTSYS`, `ERESTARTNOINTR`, `ERESTARTNOHAND` and
/// `ERESTART_RESTARTBLOCK` without their bookkeeping, because progress is kept anyway.
///
/// Invariant: after [#settle] the task is RUNNING and nothing is left to handle, or it is no longer
/// RUNNING.
public final class SignalDelivery {
  private final Dispatcher dispatcher;
  private final Exit exit;
  private final IntPredicate restarts;
  private final TraceSink trace;
  private final Consumer<String> log;

  /// Delivery that ends tasks by `exit`, knows by `restarts` which calls (by number) can begin
  /// anew, and tells `log` what died of its own fault.
  public SignalDelivery(
      Dispatcher dispatcher,
      Exit exit,
      IntPredicate restarts,
      TraceSink trace,
      Consumer<String> log) {
    this.dispatcher = dispatcher;
    this.exit = exit;
    this.restarts = restarts;
    this.trace = trace;
    this.log = log;
  }

  /// Handles whatever is to be handled for `task`, which is on a hart.
  public void settle(Task task) {
    while (task.state() == TaskState.RUNNING && task.isInterrupted()) {
      step(task);
    }
  }

  private void step(Task task) {
    Process process = task.process();
    if (process.isEnding(task)) {
      exit.end(task);
    } else if (task.isDoomed()) {
      Signals.kill(process, Signal.SIGKILL);
    } else if (process.isStopping()) {
      dispatcher.leave(task, TaskState.STOPPED, Departure.STOPPED);
      JobControl.noteStop(process);
    } else {
      next(task).ifPresent(info -> act(task, info));
    }
  }

  private static Optional<SignalInfo> next(Task task) {
    long open = ~task.signals().mask();
    return task.signals().queue().take(open).or(() -> task.process().pending().take(open));
  }

  private void act(Task task, SignalInfo info) {
    traceSignal(task, info);
    SignalAction action = task.process().actions().of(info.signal());
    if (action.isHandler()) {
      enter(task, info, action);
    } else if (action.handler() == SignalAction.SIG_DFL && !isImmune(task, info)) {
      byDefault(task, info);
    }
  }

  private void traceSignal(Task task, SignalInfo info) {
    if (trace.isOn()) {
      trace.event(task.now(), task.hart(), task.tid(), TraceSink.Kind.SIGNAL, info.toString());
    }
  }

  /// Whether init is spared: it dies by default of its own faults alone.
  private static boolean isImmune(Task task, SignalInfo info) {
    return task.process().isInit() && !isFault(info);
  }

  private static boolean isFault(SignalInfo info) {
    return Signal.contains(Signal.SYNCHRONOUS, info.signal()) && info.code() > SignalInfo.SI_USER;
  }

  private void byDefault(Task task, SignalInfo info) {
    int signal = info.signal();
    switch (Signal.byDefault(signal)) {
      case IGNORE, CONTINUE -> {}
      case STOP -> stop(task.process(), signal);
      case TERMINATE -> Signals.kill(task.process(), signal);
      case CORE -> {
        log.accept(CoreLine.of(task, info));
        Signals.kill(task.process(), signal);
      }
    }
  }

  private static void stop(Process process, int signal) {
    if (signal == Signal.SIGSTOP || !process.group().isOrphaned()) {
      JobControl.stop(process, signal);
    }
  }

  private void enter(Task task, SignalInfo info, SignalAction action) {
    if (task.isInCall()) {
      leaveCall(task, action);
    }
    try {
      pushFrame(task, info, action);
    } catch (ErrnoException badStack) {
      Signals.force(task, SignalInfo.ofKernel(Signal.SIGSEGV));
      resetIfOwn(task, info);
      return;
    }
    if (action.has(SignalAction.SA_RESETHAND)) {
      task.process().actions().reset(info.signal());
    }
    long self = action.has(SignalAction.SA_NODEFER) ? Signal.EMPTY : Signal.bit(info.signal());
    task.signals().mask(task.signals().mask() | action.mask() | self);
  }

  /// A handler of `SIGSEGV` that has no stack cannot be told so.
  private static void resetIfOwn(Task task, SignalInfo info) {
    if (info.signal() == Signal.SIGSEGV) {
      task.process().actions().reset(Signal.SIGSEGV);
    }
  }

  private void leaveCall(Task task, SignalAction action) {
    int number = (int) task.integers()[Registers.A7];
    boolean wanted = action.has(SignalAction.SA_RESTART) && restarts.test(number);
    if (task.restart() == Restart.ALWAYS || (task.restart() == Restart.AS_WANTED && wanted)) {
      task.forgetCall();
    } else {
      traceInterruption(task);
      task.endCall(-Errno.EINTR.number());
    }
  }

  private void traceInterruption(Task task) {
    if (trace.isOn()) {
      String details = "call " + task.integers()[Registers.A7] + " = -1 EINTR";
      trace.event(task.now(), task.hart(), task.tid(), TraceSink.Kind.CALL, details);
    }
  }

  private static void pushFrame(Task task, SignalInfo info, SignalAction action) {
    Registers registers = task.registers();
    AlternateStack stack = task.signals().alternateStack();
    long address = frameAddress(registers.x[Registers.SP], stack, action);
    SignalFrame frame = SignalFrame.of(info, stack, task.signals().takeMaskAfterCall(), registers);
    task.process().memory().write(address, frame.bytes());
    if ((stack.flags() & AlternateStack.SS_AUTODISARM) != 0) {
      task.signals().alternateStack(AlternateStack.NONE);
    }
    registers.pc(action.handler());
    registers.x[Registers.RA] = AddressSpace.TRAMPOLINE;
    registers.x[Registers.SP] = address;
    registers.x[Registers.A0] = info.signal();
    registers.x[Registers.A1] = address;
    registers.x[Registers.A2] = address + SignalFrame.CONTEXT;
  }

  /// Where the frame goes. Fails with `EFAULT` where it would overflow the alternate stack.
  private static long frameAddress(long sp, AlternateStack stack, SignalAction action) {
    boolean onStack = stack.contains(sp);
    boolean changes = action.has(SignalAction.SA_ONSTACK) && stack.isEnabled() && !onStack;
    long top = changes ? stack.base() + stack.size() : sp;
    long address = top - SignalFrame.BYTES & -16L;
    if (onStack && !stack.contains(address)) {
      throw Errno.EFAULT.failure();
    }
    return address;
  }

  /// Goes back to what a handler interrupted: `rt_sigreturn`. A frame that cannot be read is a
  /// `SIGSEGV`.
  public static void comeBack(Task task) {
    Registers registers = task.registers();
    try {
      long address = registers.x[Registers.SP];
      SignalFrame frame = SignalFrame.of(task.process().memory().read(address, SignalFrame.BYTES));
      frame.restore(registers);
      task.signals().mask(frame.mask());
      AlternateStack stack = frame.stack();
      if (stack.isAcceptable()) {
        task.signals().alternateStack(stack.cleaned());
      }
    } catch (ErrnoException badFrame) {
      Signals.force(task, SignalInfo.ofKernel(Signal.SIGSEGV));
    }
  }
}
