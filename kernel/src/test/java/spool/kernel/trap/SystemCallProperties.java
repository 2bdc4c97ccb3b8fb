package spool.kernel.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Signal;
import spool.kernel.process.Process;
import spool.kernel.process.Signals;
import spool.kernel.process.Task;
import spool.kernel.process.TaskState;
import spool.kernel.signal.SignalAction;
import spool.kernel.syscall.SystemCallDescription;
import spool.kernel.trace.TraceSink;
import spool.kernel.trap.Puppeteer.Puppet;
import spool.kernel.vm.Frames;

/// Random system calls with random and half-plausible arguments, by processes that come and go,
/// each disturbed by an alarm every few milliseconds: the kernel survives, and once all have ended
/// it has every frame back.
class SystemCallProperties {
  private static final int OPENAT = 56;
  private static final int PIPE2 = 59;
  private static final int EXIT_GROUP = 94;
  private static final int SETITIMER = 103;
  private static final int RT_SIGACTION = 134;
  private static final int WAIT4 = 260;
  private static final int AT_FDCWD = -100;
  private static final int CREATE = 0102;
  private static final int MOST_STEPS = 5000;
  private static final int SP = 2;
  private static final long ALARM_MICROSECONDS = 5_000;
  private static final long MOST_CYCLES = 5 * Machine.CYCLES_PER_SECOND;
  private static final List<Integer> NUMBERS =
      new SystemCallDescription.Catalogue()
          .all().stream().map(SystemCallDescription::number).toList();

  /// A system call to be made.
  record Call(int number, List<Long> arguments) {}

  /// Makes the calls; init prepares itself first, and in the end kills and awaits all.
  private static final class Fuzzer implements Puppet {
    private final List<Call> calls;
    private final boolean isInit;
    private int step;
    private int next;
    private long stack;
    private boolean killed;

    Fuzzer(List<Call> calls, int next, boolean isInit) {
      this.calls = calls;
      this.next = next;
      this.isInit = isInit;
    }

    @Override
    public Puppet child() {
      return new Fuzzer(calls, next, false);
    }

    @Override
    public void act(Puppeteer machine, long result) {
      prepareStack(machine);
      if (isInit && step <= 4) {
        prepare(machine, step++);
      } else if (next < calls.size()) {
        HostileMemory.fill(machine.task());
        Call call = calls.get(next++);
        machine.call(call.number, call.arguments.stream().mapToLong(Long::longValue).toArray());
      } else {
        finish(machine, result);
      }
    }

    /// Handlers of the alarm never return: what they leave on the stack is forgotten.
    private void prepareStack(Puppeteer machine) {
      stack = stack == 0 ? machine.hart().x[SP] : stack;
      machine.hart().x[SP] = stack;
    }

    private static void prepare(Puppeteer machine, int step) {
      Task init = machine.task();
      switch (step) {
        case 0 -> {
          HostileMemory.map(init);
          machine.call(OPENAT, AT_FDCWD, HostileMemory.NAME, CREATE, 0666);
        }
        case 1 -> machine.call(OPENAT, AT_FDCWD, HostileMemory.FOLDER, 0, 0);
        case 2 -> machine.call(PIPE2, HostileMemory.ROOM, 0);
        case 3 -> {
          SignalAction action = new SignalAction(TinyElf.ENTRY, SignalAction.SA_NODEFER, 0);
          init.memory().write(HostileMemory.ROOM, action.toBytes());
          machine.call(RT_SIGACTION, Signal.SIGALRM, HostileMemory.ROOM, 0, Long.BYTES);
        }
        default -> {
          init.memory().store64(HostileMemory.ROOM + Long.BYTES, ALARM_MICROSECONDS);
          init.memory().store64(HostileMemory.ROOM + 3 * Long.BYTES, ALARM_MICROSECONDS);
          machine.call(SETITIMER, 0, HostileMemory.ROOM, 0);
        }
      }
    }

    private void finish(Puppeteer machine, long result) {
      if (!isInit || (killed && result == -Errno.ECHILD.number())) {
        machine.call(EXIT_GROUP, 0);
        return;
      }
      killed = true;
      machine.kernel().processes().all().stream()
          .filter(process -> !process.isInit() && !process.hasEnded())
          .forEach(process -> Signals.kill(process, Signal.SIGKILL));
      machine.call(WAIT4, -1, 0, 0, 0);
    }
  }

  @Property(tries = 300)
  void noCallHarmsTheKernel(
      @ForAll("programs") List<Call> program,
      @ForAll @IntRange(min = 1, max = 2) int harts,
      @ForAll @IntRange(max = 1000) int seed) {
    Puppeteer machine = new Puppeteer(harts, seed, new Fuzzer(program, 0, true), TraceSink.OFF);
    machine.machine().events().schedule(MOST_CYCLES, machine.machine()::requestStop);
    Outcome outcome = machine.run(MOST_STEPS);
    checkTasks(machine.kernel());
    if (outcome instanceof Outcome.PoweredOff && isAlone(machine)) {
      Frames frames = machine.kernel().frames();
      assertEquals(frames.total(), frames.free() + frames.cached(), "leaked frames");
    }
  }

  private static boolean isAlone(Puppeteer machine) {
    return machine.kernel().processes().all().size() == 1;
  }

  /// Every task is where its state says, and no ended process holds anything.
  private static void checkTasks(Kernel kernel) {
    int running = 0;
    for (Process process : kernel.processes().all()) {
      for (Task task : process.tasks()) {
        assertTrue(task.state() != TaskState.ZOMBIE && task.state() != TaskState.DEAD);
        running += task.state() == TaskState.RUNNING ? 1 : 0;
      }
      assertEquals(process.hasEnded(), !process.resources().hasMemory());
    }
    assertTrue(running <= kernel.dispatcher().hartCount());
  }

  @Provide
  Arbitrary<List<Call>> programs() {
    return call().list().ofMinSize(20).ofMaxSize(60);
  }

  private static Arbitrary<Call> call() {
    Arbitrary<Integer> numbers =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.of(NUMBERS)),
            Tuple.of(2, Arbitraries.integers().between(0, 500)),
            Tuple.of(1, Arbitraries.integers()));
    return Combinators.combine(numbers, argument().list().ofSize(6)).as(Call::new);
  }

  private static Arbitrary<Long> argument() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.longs().between(-2, 10)),
        Tuple.of(2, Arbitraries.of(sizes())),
        Tuple.of(8, Arbitraries.of(pointers())),
        Tuple.of(1, Arbitraries.integers().between(0, 63).map(bit -> 1L << bit)),
        Tuple.of(1, Arbitraries.longs().between(-4096, 0x1_0000_0000L)),
        Tuple.of(1, Arbitraries.longs()));
  }

  private static List<Long> sizes() {
    return List.of(
        8L,
        16L,
        24L,
        32L,
        64L,
        88L,
        100L,
        128L,
        4096L,
        65_536L,
        1L << 20,
        1L << 31,
        1L << 38,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -100L,
        -4096L);
  }

  private static List<Long> pointers() {
    List<Long> all =
        new ArrayList<>(
            List.of(
                HostileMemory.PAGE,
                HostileMemory.TIME,
                HostileMemory.POINTERS,
                HostileMemory.VECTOR,
                HostileMemory.POLL,
                HostileMemory.LOCK,
                HostileMemory.NAME,
                HostileMemory.MISSING,
                HostileMemory.FOLDER,
                HostileMemory.PROGRAM,
                HostileMemory.WORD,
                HostileMemory.ROOM,
                HostileMemory.ROOM));
    all.addAll(bad());
    return all;
  }

  private static List<Long> bad() {
    return List.of(
        0L,
        HostileMemory.PAGE + Frames.BYTES - 1,
        HostileMemory.PAGE + Frames.BYTES - Long.BYTES,
        HostileMemory.READ_ONLY,
        HostileMemory.HOLE,
        HostileMemory.NON_CANONICAL,
        HostileMemory.KERNEL);
  }
}
