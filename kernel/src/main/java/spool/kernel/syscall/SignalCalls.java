package spool.kernel.syscall;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Signal;
import spool.kernel.abi.Timespec;
import spool.kernel.fs.Credentials;
import spool.kernel.process.Clocks;
import spool.kernel.process.NoReturn;
import spool.kernel.process.Process;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Registers;
import spool.kernel.process.SignalDelivery;
import spool.kernel.process.Signals;
import spool.kernel.process.Task;
import spool.kernel.signal.AlternateStack;
import spool.kernel.signal.SignalAction;
import spool.kernel.signal.SignalInfo;
import spool.kernel.sync.WaitQueue;
import spool.kernel.sync.Waiter;

/// System calls about signals (signal(7)).
public final class SignalCalls {
  private static final int SET_BYTES = 8;
  private static final int SIG_BLOCK = 0;
  private static final int SIG_UNBLOCK = 1;
  private static final int SIG_SETMASK = 2;

  /// The deadline and the queue of a wait that only a signal ends.
  private record Pause(long deadline, WaitQueue queue) {}

  private final ProcessTable table;
  private final Clocks clocks;

  /// Calls that signal processes of `table`.
  public SignalCalls(ProcessTable table, Clocks clocks) {
    this.table = table;
    this.clocks = clocks;
  }

  // Sending

  /// Supported.
  @SystemCall(number = 129, name = "kill")
  long kill(Task task, int pid, int signal) {
    requireSignalOrNone(signal);
    SignalInfo info = sentBy(task, signal, SignalInfo.SI_USER);
    if (pid > 0) {
      Process target = process(pid);
      requirePermission(task, target, signal);
      send(target, info);
    } else {
      sendAll(task, targets(task, pid), info);
    }
    return 0;
  }

  private Collection<Process> targets(Task task, int pid) {
    if (pid == -1) {
      return table.all().stream()
          .filter(process -> !process.isInit() && process != task.process())
          .toList();
    }
    int group = pid == 0 ? task.group() : -pid;
    return table.group(group).map(found -> List.copyOf(found.members())).orElse(List.of());
  }

  private static void sendAll(Task task, Collection<Process> targets, SignalInfo info) {
    if (targets.isEmpty()) {
      throw Errno.ESRCH.failure();
    }
    List<Process> permitted =
        targets.stream().filter(target -> may(task, target, info.signal())).toList();
    if (permitted.isEmpty()) {
      throw Errno.EPERM.failure();
    }
    permitted.forEach(target -> send(target, info));
  }

  /// Supported.
  @SystemCall(number = 130, name = "tkill")
  long tkill(Task task, int tid, int signal) {
    return sendToTask(task, task(tid), signal);
  }

  /// Supported.
  @SystemCall(number = 131, name = "tgkill")
  long tgkill(Task task, int group, int tid, int signal) {
    return sendToTask(task, taskOf(group, tid), signal);
  }

  private static long sendToTask(Task task, Task target, int signal) {
    requireSignalOrNone(signal);
    requirePermission(task, target.process(), signal);
    if (signal != 0) {
      Signals.send(target, sentBy(task, signal, SignalInfo.SI_TKILL));
    }
    return 0;
  }

  /// Supported.
  @SystemCall(number = 138, name = "rt_sigqueueinfo")
  long rtSigqueueinfo(Task task, int pid, int signal, long info) {
    requireSignalOrNone(signal);
    Process target = process(pid);
    SignalInfo composed = composed(task, target, signal, info);
    requirePermission(task, target, signal);
    requireRoom(target);
    send(target, composed);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 240, name = "rt_tgsigqueueinfo")
  long rtTgsigqueueinfo(Task task, int group, int tid, int signal, long info) {
    requireSignalOrNone(signal);
    Task target = taskOf(group, tid);
    SignalInfo composed = composed(task, target.process(), signal, info);
    requirePermission(task, target.process(), signal);
    requireRoom(target.process());
    if (signal != 0) {
      Signals.send(target, composed);
    }
    return 0;
  }

  /// What a program says with a signal; only to itself may it pretend to be `kill` or the kernel.
  private static SignalInfo composed(Task task, Process target, int signal, long address) {
    SignalInfo info = SignalInfo.ofBytes(signal, task.memory().read(address, SignalInfo.BYTES));
    boolean pretends = info.code() >= 0 || info.code() == SignalInfo.SI_TKILL;
    if (pretends && target != task.process()) {
      throw Errno.EPERM.failure();
    }
    return info;
  }

  private static void requireRoom(Process target) {
    if (Signals.isFull(target)) {
      throw Errno.EAGAIN.failure();
    }
  }

  private static void send(Process target, SignalInfo info) {
    if (info.signal() != 0) {
      Signals.send(target, info);
    }
  }

  private static SignalInfo sentBy(Task task, int signal, int code) {
    return SignalInfo.ofSender(signal, code, task.pid(), task.credentials().uid());
  }

  private Process process(int pid) {
    return table.find(pid).orElseThrow(Errno.ESRCH::failure);
  }

  private Task task(int tid) {
    if (tid <= 0) {
      throw Errno.EINVAL.failure();
    }
    return table.task(tid).orElseThrow(Errno.ESRCH::failure);
  }

  private Task taskOf(int group, int tid) {
    if (group <= 0) {
      throw Errno.EINVAL.failure();
    }
    Task found = task(tid);
    if (found.pid() != group) {
      throw Errno.ESRCH.failure();
    }
    return found;
  }

  private static void requirePermission(Task task, Process target, int signal) {
    if (!may(task, target, signal)) {
      throw Errno.EPERM.failure();
    }
  }

  private static boolean may(Task task, Process target, int signal) {
    Credentials own = task.credentials();
    Credentials other = target.credentials();
    boolean sameUser =
        own.effectiveUid() == other.uid()
            || own.effectiveUid() == other.user().saved()
            || own.uid() == other.uid()
            || own.uid() == other.user().saved();
    boolean continues = signal == Signal.SIGCONT && target.session() == task.process().session();
    return own.isPrivileged() || sameUser || continues;
  }

  private static void requireSignalOrNone(int signal) {
    if (signal != 0 && !Signal.isValid(signal)) {
      throw Errno.EINVAL.failure();
    }
  }

  // Actions and masks

  /// Supported.
  @SystemCall(number = 134, name = "rt_sigaction")
  long rtSigaction(Task task, int signal, long action, long old, long setBytes) {
    requireSetSize(setBytes);
    boolean fixed = Signal.isValid(signal) && Signal.contains(Signal.UNSTOPPABLE, signal);
    if (!Signal.isValid(signal) || (fixed && action != 0)) {
      throw Errno.EINVAL.failure();
    }
    SignalAction before = task.process().actions().of(signal);
    SignalAction next =
        action == 0 ? before : SignalAction.of(task.memory().read(action, SignalAction.BYTES));
    if (old != 0) {
      task.memory().write(old, before.toBytes());
    }
    task.process().actions().set(signal, next);
    if (next.ignores(signal)) {
      Signals.discard(task.process(), Signal.bit(signal));
    }
    return 0;
  }

  /// Supported.
  @SystemCall(number = 135, name = "rt_sigprocmask")
  long rtSigprocmask(Task task, int how, long set, long old, long setBytes) {
    requireSetSize(setBytes);
    long before = task.signals().mask();
    long next = set == 0 ? before : changed(before, how, task.memory().load64(set));
    if (old != 0) {
      task.memory().store64(old, before);
    }
    task.signals().mask(next);
    return 0;
  }

  private static long changed(long mask, int how, long set) {
    return switch (how) {
      case SIG_BLOCK -> mask | set;
      case SIG_UNBLOCK -> mask & ~set;
      case SIG_SETMASK -> set;
      default -> throw Errno.EINVAL.failure();
    };
  }

  /// Supported.
  @SystemCall(number = 136, name = "rt_sigpending")
  long rtSigpending(Task task, long set, long setBytes) {
    if (setBytes < 0 || setBytes > SET_BYTES) {
      throw Errno.EINVAL.failure();
    }
    long pending = task.signals().pending() | task.process().pending().pending();
    byte[] bytes = new byte[SET_BYTES];
    for (int index = 0; index < SET_BYTES; index++) {
      bytes[index] = (byte) ((pending & task.signals().mask()) >>> (index * Byte.SIZE));
    }
    task.memory().write(set, bytes, 0, (int) setBytes);
    return 0;
  }

  private static void requireSetSize(long bytes) {
    if (bytes != SET_BYTES) {
      throw Errno.EINVAL.failure();
    }
  }

  /// Supported.
  @SystemCall(number = 132, name = "sigaltstack")
  long sigaltstack(Task task, long stack, long old) {
    long stackPointer = task.integers()[Registers.SP];
    AlternateStack before = task.signals().alternateStack();
    AlternateStack next =
        stack == 0 ? before : newStack(task, stack, before.contains(stackPointer));
    if (old != 0) {
      task.memory().write(old, before.toBytes(stackPointer));
    }
    task.signals().alternateStack(next);
    return 0;
  }

  private static AlternateStack newStack(Task task, long address, boolean inUse) {
    AlternateStack wanted = AlternateStack.of(task.memory().read(address, AlternateStack.BYTES));
    if (inUse) {
      throw Errno.EPERM.failure();
    }
    if (!wanted.hasKnownFlags()) {
      throw Errno.EINVAL.failure();
    }
    if (!wanted.isAcceptable()) {
      throw Errno.ENOMEM.failure();
    }
    return wanted.cleaned();
  }

  // Waiting and returning

  /// Supported.
  @SystemCall(number = 133, name = "rt_sigsuspend", restarts = false)
  long rtSigsuspend(Task task, long set, long setBytes) {
    requireSetSize(setBytes);
    task.signals().maskDuringCall(task.memory().load64(set));
    throw task.block(pause(task, Waiter.NEVER).queue);
  }

  private static Pause pause(Task task, long deadline) {
    return task.progress(Pause.class, () -> new Pause(deadline, new WaitQueue()));
  }

  /// Supported.
  @SystemCall(number = 137, name = "rt_sigtimedwait", restarts = false)
  long rtSigtimedwait(Task task, long set, long info, long timeout, long setBytes) {
    requireSetSize(setBytes);
    long wanted = task.memory().load64(set) & ~Signal.UNSTOPPABLE;
    long deadline = timeout == 0 ? Waiter.NEVER : deadline(task, timeout);
    Optional<SignalInfo> taken =
        task.signals().queue().take(wanted).or(() -> task.process().pending().take(wanted));
    if (taken.isPresent()) {
      return accept(task, taken.get(), info);
    }
    Pause pause = pause(task, deadline);
    if (pause.deadline <= task.now()) {
      throw Errno.EAGAIN.failure();
    }
    task.signals().awaited(wanted);
    throw task.block(pause.deadline, pause.queue);
  }

  private long deadline(Task task, long address) {
    long time = Timespec.of(task.memory().read(address, Timespec.BYTES)).toNanoseconds();
    return clocks.deadline(Clocks.CLOCK_MONOTONIC, false, time);
  }

  private static long accept(Task task, SignalInfo taken, long info) {
    if (info != 0) {
      task.memory().write(info, taken.toBytes());
    }
    return taken.signal();
  }

  /// Supported: called by the trampoline that handlers return to.
  @SystemCall(number = 139, name = "rt_sigreturn")
  long rtSigreturn(Task task) {
    SignalDelivery.comeBack(task);
    throw new NoReturn();
  }
}
