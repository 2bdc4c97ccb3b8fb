package spool.kernel.trap;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Cause;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.kernel.driver.DiskScheduling;
import spool.kernel.process.CostModel;
import spool.kernel.process.Task;
import spool.kernel.sched.RoundRobin;
import spool.kernel.sched.SchedulerChoice;
import spool.kernel.trace.SchedulingListener;
import spool.kernel.trace.TraceSink;

/// A machine whose harts execute no instructions: each task in user mode is a [Puppet] that is
/// asked for its next system call. Everything else, traps, interrupts, time and the kernel, is
/// real.
final class Puppeteer {
  /// A program, played by a test.
  interface Puppet {
    /// Makes the next system call with `machine.call`, having seen the result of the last one.
    void act(Puppeteer machine, long result);

    /// The puppet of a new task that this one's last call has made.
    default Puppet child() {
      return this;
    }
  }

  private static final int A0 = 10;
  private static final int A7 = 17;
  private static final int FOLDER = 0040755;
  private static final int PROGRAM = 0100755;
  private static final long QUANTUM = 100_000;
  private static final int INSTRUCTIONS = 200;

  private final Machine machine;
  private final Kernel kernel;

  /// Only looked up: its order plays no part.
  private final IdentityHashMap<Task, Puppet> puppets = new IdentityHashMap<>();

  private final Puppet init;
  private Hart hart;
  private Task task;
  private int stepsLeft;

  Puppeteer(int harts, long seed, Puppet init, TraceSink trace) {
    this.init = init;
    machine =
        Machine.builder()
            .harts(harts)
            .ramBytes(4 << 20)
            .seed(seed)
            .executor(_ -> this::run)
            .build();
    ByteBuffer program = ByteBuffer.wrap(TinyElf.bytes());
    kernel =
        Kernel.boot(
            machine,
            new Configuration(
                List.of(
                    new ImageEntry("/bin", FOLDER, ByteBuffer.allocate(0)),
                    new ImageEntry("/bin/init", PROGRAM, program)),
                List.of("/bin/init"),
                List.of(),
                SchedulerChoice.of(new RoundRobin(QUANTUM)),
                true,
                CostModel.STANDARD,
                trace,
                SchedulingListener.NONE,
                DiskScheduling.FCFS,
                Optional.empty(),
                false));
    hart = machine.harts().getFirst();
    task = kernel.processes().init().firstTask();
    puppets.put(task, init);
  }

  Kernel kernel() {
    return kernel;
  }

  Machine machine() {
    return machine;
  }

  /// The task that acts.
  Task task() {
    return task;
  }

  /// Runs for at most so many acts, and answers why the run ended.
  Outcome run(int mostSteps) {
    stepsLeft = mostSteps;
    return machine.run();
  }

  private void run(Hart next) {
    hart = next;
    while (!hart.isParked() && hart.cycles() < hart.limit()) {
      if (hart.interruptPending()) {
        hart.takeInterrupt();
      } else {
        act();
      }
    }
  }

  private void act() {
    if (stepsLeft-- <= 0) {
      throw new AssertionError("the machine does not come to an end");
    }
    hart.retire(INSTRUCTIONS);
    task = kernel.dispatcher().current(hart).orElseThrow();
    puppet(task).act(this, hart.x[A0]);
  }

  /// The puppet of `task`; a new task's comes from the one that made it, who is its parent or, for
  /// a thread, another of the process, or from init if that one never acted or is gone.
  private Puppet puppet(Task of) {
    Puppet known = puppets.get(of);
    if (known == null) {
      known = puppets.getOrDefault(maker(of), init).child();
      puppets.put(of, known);
    }
    return known;
  }

  private Task maker(Task of) {
    Task first = of.process().firstTask();
    return first == of ? of.process().parent().orElseThrow().leader() : first;
  }

  /// Gives `task` the puppet `next` from now on.
  void replace(Task of, Puppet next) {
    puppets.put(of, next);
  }

  /// Makes a system call.
  void call(int number, long... arguments) {
    System.arraycopy(arguments, 0, hart.x, A0, arguments.length);
    hart.x[A7] = number;
    kernel.exception(hart, Cause.ECALL_FROM_U, 0);
  }

  /// Virtual time on hart `number`.
  long cycles(int number) {
    return machine.harts().get(number).cycles();
  }

  /// The hart that acts.
  Hart hart() {
    return hart;
  }
}
