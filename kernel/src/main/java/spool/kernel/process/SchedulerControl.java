package spool.kernel.process;

import java.util.List;
import java.util.function.LongUnaryOperator;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.SchedulerChoice;

/// The scheduler of a machine as its user sees it: which is chosen, and how to choose another while
/// the machine runs.
public final class SchedulerControl {
  private final Dispatcher dispatcher;
  private final ProcessTable table;
  private final LongUnaryOperator random;
  private SchedulerChoice choice;

  /// A control for `dispatcher`, which has the scheduler that `choice` made; `random` is for what
  /// policies leave to chance.
  public SchedulerControl(
      SchedulerChoice choice, Dispatcher dispatcher, ProcessTable table, LongUnaryOperator random) {
    this.choice = choice;
    this.dispatcher = dispatcher;
    this.table = table;
    this.random = random;
  }

  /// The choice, as a user writes it.
  public String text() {
    return choice.text();
  }

  /// Goes on with the policy that `text` names. Throws [IllegalArgumentException] with one line for
  /// the user if there is none, and [IllegalStateException] if it would not keep what tasks have
  /// been promised.
  public void choose(String text) {
    SchedulerChoice next = choice.with(text);
    Scheduler made = next.make(dispatcher.hartCount(), random);
    List<Task> tasks = table.all().stream().flatMap(each -> each.tasks().stream()).toList();
    for (Task task : tasks) {
      if (!made.admits(task, task.ownAttributes())) {
        throw new IllegalStateException(task + " would lose the deadlines that it was promised");
      }
    }
    choice = next;
    dispatcher.changeScheduler(made, tasks);
  }
}
