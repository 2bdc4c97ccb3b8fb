package spool.kernel.process;

import java.util.List;
import java.util.Optional;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.Signal;
import spool.kernel.signal.SignalAction;
import spool.kernel.signal.SignalInfo;
import spool.kernel.signal.SignalQueue;
import spool.kernel.signal.SignalTally;

/// Sends signals: what POSIX calls generation. What they do is decided at [SignalDelivery], when
/// the receiver is on its way back to user mode.
///
/// Only this happens at once: a signal that is ignored and not blocked is dropped, one that stops
/// takes back any that continues and the other way round, and `SIGCONT` continues.
public final class Signals {
  private Signals() {}

  /// Sends to a process as a whole: to whichever of its tasks lets the signal through.
  public static void send(Process process, SignalInfo info) {
    if (process.hasEnded() || !isWanted(process, process.firstTask(), info)) {
      return;
    }
    if (enqueue(process, process.pending(), info)) {
      receiver(process, info.signal()).ifPresent(Task::interrupt);
    }
  }

  /// Sends to one task.
  public static void send(Task task, SignalInfo info) {
    Process process = task.process();
    if (process.hasEnded() || !isWanted(process, task, info)) {
      return;
    }
    if (enqueue(process, task.signals().queue(), info) && isOpen(task, info.signal())) {
      task.interrupt();
    }
  }

  /// Sends to every member of a group.
  public static void send(ProcessGroup group, SignalInfo info) {
    List.copyOf(group.members()).forEach(member -> send(member, info));
  }

  /// Sends what an instruction of `task` raised. It cannot be ignored or blocked: then the default
  /// action is taken, even by init.
  public static void force(Task task, SignalInfo info) {
    int signal = info.signal();
    SignalAction action = task.process().actions().of(signal);
    boolean blocked = Signal.contains(task.signals().mask(), signal);
    if (blocked || action.handler() == SignalAction.SIG_IGN) {
      task.process().actions().reset(signal);
      task.signals().mask(task.signals().mask() & ~Signal.bit(signal));
    }
    task.signals().queue().add(info);
  }

  /// Ends a process whatever it does about signals, init too, as if by `signal`.
  public static void kill(Process process, int signal) {
    end(process, WaitStatus.killed(signal));
  }

  /// Ends all tasks of a process.
  static void end(Process process, WaitStatus status) {
    process.end(status);
    process.tasks().forEach(Task::interrupt);
  }

  /// Lets stopping and continuing cancel each other, and says whether the signal counts.
  private static boolean isWanted(Process process, Task task, SignalInfo info) {
    int signal = info.signal();
    if (signal == Signal.SIGCONT) {
      discard(process, Signal.STOPPING);
      JobControl.resume(process);
    } else if (Signal.contains(Signal.STOPPING, signal)) {
      discard(process, Signal.bit(Signal.SIGCONT));
    }
    SignalAction action = process.actions().of(signal);
    boolean immune = process.isInit() && action.handler() == SignalAction.SIG_DFL;
    boolean blocked = Signal.contains(task.signals().mask(), signal);
    return !immune && (blocked || !action.ignores(signal));
  }

  /// Forgets pending signals of the set `signals`, of the process and of its tasks.
  public static void discard(Process process, long signals) {
    process.pending().discard(signals);
    process.tasks().forEach(task -> task.signals().queue().discard(signals));
  }

  /// Queues the signal if there is room, and says whether it is new. A full queue holds only
  /// real-time signals, of which more are as good as lost to the receiver.
  private static boolean enqueue(Process process, SignalQueue queue, SignalInfo info) {
    boolean full = isFull(process);
    boolean known = Signal.contains(queue.pending(), info.signal());
    return !(full && known) && queue.add(info);
  }

  /// Whether no more signals may be queued for `process`.
  public static boolean isFull(Process process) {
    SignalTally tally = process.pending().tally();
    long wanted = tally.count() + 1L;
    return tally.isFull() || process.limits().exceeds(ResourceLimit.RLIMIT_SIGPENDING, wanted);
  }

  private static Optional<Task> receiver(Process process, int signal) {
    return process.tasks().stream().filter(task -> isOpen(task, signal)).findFirst();
  }

  private static boolean isOpen(Task task, int signal) {
    return !Signal.contains(task.signals().mask() & ~task.signals().awaited(), signal);
  }
}
