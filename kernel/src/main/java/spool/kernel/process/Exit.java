package spool.kernel.process;

import java.util.Optional;
import java.util.function.IntConsumer;
import spool.kernel.abi.Signal;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.signal.SignalAction;
import spool.kernel.signal.SignalInfo;
import spool.kernel.trace.TraceSink;

/// Ends tasks, and with the last of them processes, and lets parents have what remains.
///
/// With init the machine is switched off, with init's status as a shell would show it.
public final class Exit {
  private final ProcessTable table;
  private final Dispatcher dispatcher;
  private final Farewell farewell;
  private final SessionEnd sessionEnd;
  private final IntConsumer powerOff;
  private final CostModel costs;
  private final TraceSink trace;

  /// What happens to the terminal of a session whose leader ends.
  @FunctionalInterface
  public interface SessionEnd {
    /// The leader of `session` has ended.
    void ended(Session session);
  }

  /// Ends in `table`, with `powerOff` told the status of init.
  public Exit(
      ProcessTable table,
      Dispatcher dispatcher,
      Farewell farewell,
      SessionEnd sessionEnd,
      IntConsumer powerOff,
      CostModel costs,
      TraceSink trace) {
    this.table = table;
    this.dispatcher = dispatcher;
    this.farewell = farewell;
    this.sessionEnd = sessionEnd;
    this.powerOff = powerOff;
    this.costs = costs;
    this.trace = trace;
  }

  /// Ends `task`, which is on a hart, by the call `exit` with `code`.
  public void exit(Task task, int code) {
    if (task.isLeader()) {
      task.process().leaderEnded(WaitStatus.exited(code));
    }
    end(task);
  }

  /// Ends all tasks of the process of `task`, which is on a hart, by the call `exit_group`.
  public void exitGroup(Task task, int code) {
    Signals.end(task.process(), WaitStatus.exited(code));
    end(task);
  }

  /// Ends `task`, which is on a hart.
  public void end(Task task) {
    Process process = task.process();
    farewell.say(task);
    task.semaphoreUndo().release(task.pid(), dispatcher.now());
    task.forgetCall();
    dispatcher.leave(task, task.isLeader() ? TaskState.ZOMBIE : TaskState.DEAD, Departure.ENDED);
    if (!task.isLeader()) {
      table.remove(task);
    }
    process.remove(task);
    if (process.hasEnded()) {
      end(process);
    } else if (process.isStopping()) {
      JobControl.noteStop(process);
    }
  }

  private void end(Process process) {
    dispatcher.charge(process.leader(), costs.exit());
    traceExit(process);
    dispatcher.listener().ended(dispatcher.now(), process.pid(), process.status().shellStatus());
    process.timers().cancel();
    process.posixTimers().clear();
    process.pending().discard(Signal.ALL);
    process.returnMemory();
    process.resources().release();
    if (process.leadsSession()) {
      sessionEnd.ended(process.session());
    }
    process.parent().ifPresent(parent -> hangUpIfOrphaned(parent, process.group()));
    process.children().forEach(child -> giveAway(process, child));
    if (process.isInit()) {
      powerOff.accept(process.status().shellStatus());
    } else {
      tellParent(process);
    }
  }

  private void traceExit(Process process) {
    if (trace.isOn()) {
      trace.event(
          dispatcher.now(),
          TraceSink.NO_HART,
          process.pid(),
          TraceSink.Kind.EXIT,
          process.status().toString());
    }
  }

  /// Gives a child of the ended `process` another parent.
  private void giveAway(Process process, Process child) {
    child.parent(adopter(process));
    child.exitSignal(Signal.SIGCHLD);
    if (child.hasEnded()) {
      tellParent(child);
      return;
    }
    if (child.parentDeathSignal() != 0) {
      Signals.send(child, SignalInfo.ofKernel(child.parentDeathSignal()));
    }
    hangUpIfOrphaned(process, child.group());
  }

  private Process adopter(Process process) {
    Optional<Process> each = process.parent();
    while (each.isPresent()) {
      Process ancestor = each.get();
      if (ancestor.adoptsOrphans() && !ancestor.hasEnded()) {
        return ancestor;
      }
      each = ancestor.parent();
    }
    return table.init();
  }

  /// Continues the stopped jobs of a group if nobody is left to continue them now that `watcher` no
  /// longer is, or is no longer, a member's parent (POSIX, `_exit`).
  private static void hangUpIfOrphaned(Process watcher, ProcessGroup group) {
    boolean watched = watcher.group() != group && watcher.session() == group.session();
    if (watched && group.isOrphaned() && group.hasStoppedMember()) {
      Signals.send(group, SignalInfo.ofKernel(Signal.SIGHUP));
      Signals.send(group, SignalInfo.ofKernel(Signal.SIGCONT));
    }
  }

  /// Tells the parent of the ended `process`; one that ignores `SIGCHLD` does not wait.
  private void tellParent(Process process) {
    Process parent = process.parent().orElseThrow();
    SignalAction action = parent.actions().of(Signal.SIGCHLD);
    boolean ignored = action.handler() == SignalAction.SIG_IGN;
    boolean child = process.exitSignal() == Signal.SIGCHLD;
    if (process.exitSignal() != 0 && !(child && ignored)) {
      Signals.send(parent, JobControl.childInfo(process.exitSignal(), process, process.status()));
    }
    if (child && (ignored || action.has(SignalAction.SA_NOCLDWAIT))) {
      reap(process);
    }
    parent.childChanges().wakeAll();
  }

  /// Forgets the ended `process`.
  public void reap(Process process) {
    Task leader = process.leader();
    leader.become(TaskState.DEAD);
    table.remove(leader);
    table.remove(process);
    process.orphan();
  }
}
