package spool.kernel.trap;

import java.util.ArrayList;
import java.util.List;
import spool.emulator.machine.Outcome;
import spool.kernel.lock.LockWatch;
import spool.kernel.process.Task;
import spool.kernel.process.TaskState;
import spool.kernel.trace.TraceSink;
import spool.kernel.trap.Puppeteer.Puppet;

/// A program of threads, each of which prepares a word in memory when all are there and then makes
/// one system call, in which it may wait. When none can go on, a test looks at them.
final class Locking implements Puppet {
  static final int EXIT = 93;
  static final int FUTEX = 98;
  static final int WAITERS = 0x8000_0000;

  private static final int EXIT_GROUP = 94;
  private static final int SCHED_YIELD = 124;
  private static final int CLONE = 220;
  private static final long THREAD = 0x5_0f00;
  private static final int WORD_BYTES = 32;
  private static final int MOST_STEPS = 10_000;

  /// What a thread does.
  interface Act {
    /// Prepares what is to be there before any waits.
    default void prepare(Task task) {}

    /// The system call, number first.
    long[] call(Task task);
  }

  /// A look at the threads when none can go on.
  interface Look {
    void at(LockWatch locks);
  }

  /// A thread that holds the lock numbered `own` and waits for the one numbered `wanted`.
  record Locker(int own, int wanted) implements Act {
    @Override
    public void prepare(Task task) {
      task.memory().store32(word(own), task.tid() | WAITERS);
    }

    @Override
    public long[] call(Task task) {
      return futexWait(task, wanted);
    }
  }

  private final List<Act> acts;
  private final List<Look> looks;
  private final List<Task> threads = new ArrayList<>();
  private int looked;

  private Locking(List<Act> acts, List<Look> looks) {
    this.acts = acts;
    this.looks = looks;
  }

  /// Lets threads do `acts`, then one look after the other be taken, with time for the threads in
  /// between.
  static void run(List<? extends Act> acts, Look... looks) {
    Puppeteer machine =
        new Puppeteer(1, 0, new Locking(List.copyOf(acts), List.of(looks)), TraceSink.OFF);
    if (!(machine.run(MOST_STEPS) instanceof Outcome.PoweredOff(int status)) || status != 0) {
      throw new AssertionError("the machine did not come to its end");
    }
  }

  /// The address of the word numbered `number`.
  static long word(int number) {
    return HostileMemory.ROOM + (long) number * WORD_BYTES;
  }

  /// A wait on the word numbered `number`, as it is.
  static long[] futexWait(Task task, int number) {
    return new long[] {FUTEX, word(number), 0, task.memory().load32(word(number)), 0};
  }

  @Override
  public Puppet child() {
    return new Member(acts.get(threads.size()));
  }

  @Override
  public void act(Puppeteer machine, long result) {
    Task init = machine.task();
    if (threads.isEmpty() && init.process().tasks().size() == 1) {
      HostileMemory.map(init);
    }
    if (init.process().tasks().size() - 1 < acts.size() && looked == 0 && !areAllThere()) {
      machine.call(CLONE, THREAD, 0, 0, 0, 0);
    } else if (looked == looks.size()) {
      machine.call(EXIT_GROUP, 0);
    } else if (canGoOn(init)) {
      machine.call(SCHED_YIELD);
    } else {
      looks.get(looked++).at(machine.kernel().locks());
      machine.call(SCHED_YIELD);
    }
  }

  private boolean areAllThere() {
    return threads.size() == acts.size();
  }

  /// Whether a thread may do anything.
  private boolean canGoOn(Task init) {
    return !areAllThere()
        || init.process().tasks().stream()
            .anyMatch(task -> task != init && task.state() != TaskState.BLOCKED);
  }

  private final class Member implements Puppet {
    private final Act act;
    private int step;

    Member(Act act) {
      this.act = act;
    }

    @Override
    public void act(Puppeteer machine, long result) {
      Task task = machine.task();
      switch (step++) {
        case 0 -> {
          threads.add(task);
          act.prepare(task);
          machine.call(SCHED_YIELD);
        }
        case 1 -> {
          step = areAllThere() ? 2 : 1;
          if (step == 1) {
            machine.call(SCHED_YIELD);
          } else {
            long[] call = act.call(task);
            long[] arguments = new long[call.length - 1];
            System.arraycopy(call, 1, arguments, 0, arguments.length);
            machine.call((int) call[0], arguments);
          }
        }
        default -> machine.call(EXIT, 0);
      }
    }
  }
}
