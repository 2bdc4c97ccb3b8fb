package spool.kernel.process;

import spool.kernel.abi.Signal;
import spool.kernel.signal.SignalAction;
import spool.kernel.signal.SignalInfo;

/// Stops and continues processes, and tells parents what became of their children.
///
/// A process stops task by task: each stops when it comes to where signals are handled, and with
/// the last of them the process counts as stopped.
final class JobControl {
  private JobControl() {}

  /// Lets all tasks of `process` stop because of `signal`.
  static void stop(Process process, int signal) {
    process.job().stop(signal);
    process.tasks().forEach(Task::interrupt);
  }

  /// Notes that a task of `process` has stopped or ended: the others may all be stopped now.
  static void noteStop(Process process) {
    if (process.isStopped()) {
      process.job().stopped();
      tell(process, process.job().change().orElseThrow());
    }
  }

  /// Lets `process` go on, if it was stopping or stopped.
  static void resume(Process process) {
    if (!process.isStopping()) {
      return;
    }
    boolean wasStopped = process.isStopped();
    process.job().resume(wasStopped);
    process.tasks().forEach(Task::interrupt);
    if (wasStopped) {
      tell(process, WaitStatus.CONTINUED);
    }
  }

  /// Tells the parent that `process` stopped or goes on.
  private static void tell(Process process, WaitStatus change) {
    process.parent().ifPresent(parent -> tell(parent, process, change));
  }

  private static void tell(Process parent, Process process, WaitStatus change) {
    SignalAction action = parent.actions().of(Signal.SIGCHLD);
    if (!action.has(SignalAction.SA_NOCLDSTOP)) {
      Signals.send(parent, childInfo(Signal.SIGCHLD, process, change));
    }
    parent.childChanges().wakeAll();
  }

  /// What `signal`, usually `SIGCHLD`, says about `process`.
  static SignalInfo childInfo(int signal, Process process, WaitStatus change) {
    CpuTime time = process.cpuTime();
    return SignalInfo.ofChild(
            signal, change.childCode(), process.pid(), process.credentials().uid(), change.detail())
        .withTimes(ClockTicks.of(time.user()), ClockTicks.of(time.system()));
  }
}
