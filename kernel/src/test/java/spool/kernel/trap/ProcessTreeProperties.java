package spool.kernel.trap;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import spool.emulator.machine.Outcome;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Signal;
import spool.kernel.process.Process;
import spool.kernel.process.Task;
import spool.kernel.process.TaskState;
import spool.kernel.process.WaitStatus;
import spool.kernel.trace.Activity;
import spool.kernel.trace.TraceSink;
import spool.kernel.trace.TraceWriter;
import spool.kernel.trap.Puppeteer.Puppet;

/// Random trees of processes that fork, exit, wait, signal each other and are orphaned, on the real
/// kernel, against a model that knows only what POSIX promises: who was made, who was waited for,
/// and what each could have died of.
class ProcessTreeProperties {
  private static final int EXIT_GROUP = 94;
  private static final int NANOSLEEP = 101;
  private static final int SCHED_YIELD = 124;
  private static final int KILL = 129;
  private static final int SETPGID = 154;
  private static final int CLONE = 220;
  private static final int WAIT4 = 260;
  private static final int WNOHANG = 1;
  private static final int MOST_STEPS = 20_000;
  private static final int[] SIGNALS = {
    Signal.SIGKILL, Signal.SIGTERM, Signal.SIGSTOP, Signal.SIGCONT, Signal.SIGTSTP, Signal.SIGCHLD
  };

  /// What a process does next; `number` chooses whom or how.
  record Deed(Act act, int number, List<Deed> program) {}

  enum Act {
    FORK,
    WAIT,
    POLL,
    KILL,
    KILL_GROUP,
    SLEEP,
    YIELD,
    NEW_GROUP,
    EXIT
  }

  /// What the model knows of all processes, from the kernel's trace.
  private static final class Model implements TraceSink {
    private static final Pattern MADE = Pattern.compile("process (\\d+)");
    private static final Pattern REAPED =
        Pattern.compile("wait4\\(.*status=0x(\\p{XDigit}+),.*\\) = ([1-9]\\d*)");

    final Set<Integer> alive = new HashSet<>();
    final Map<Integer, Integer> exits = new HashMap<>();
    final Map<Integer, Long> sent = new HashMap<>();
    private @Nullable Kernel kernel;

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public void event(long time, int hart, int tid, Kind kind, String details) {
      Matcher made = MADE.matcher(details);
      Matcher reaped = REAPED.matcher(details);
      if (kind == Kind.CREATE && made.matches()) {
        assertTrue(alive.add(Integer.valueOf(made.group(1))), details + " was there already");
      } else if (kind == Kind.CALL && reaped.matches()) {
        Task parent = requireNonNull(kernel).processes().task(tid).orElseThrow();
        int status = parent.memory().load32(Long.parseLong(reaped.group(1), 16));
        reaped(Integer.parseInt(reaped.group(2)), new WaitStatus(status));
      }
    }

    /// Whoever was waited for ended as it was to end; `SIGHUP` is the kernel's for orphaned jobs.
    private void reaped(int pid, WaitStatus status) {
      assertTrue(alive.remove(pid), pid + " was reaped, but is not there");
      if (status.isKill()) {
        long possible = sent.getOrDefault(pid, Signal.EMPTY) | Signal.bit(Signal.SIGHUP);
        assertTrue(Signal.contains(possible, status.detail()), pid + " was not sent its death");
      } else {
        assertEquals(exits.getOrDefault(pid, -1), status.detail(), "exit status of " + pid);
      }
    }

    void sent(int pid, int signal) {
      sent.merge(pid, Signal.bit(signal), (before, bit) -> before | bit);
    }
  }

  /// A process that does its deeds, and then exits. Init waits for nobody, who might be stopped for
  /// ever, before it has ended everybody else.
  private static final class Actor implements Puppet {
    private final Model model;
    private final Deque<Deed> deeds;
    private final boolean isInit;
    private Act last = Act.YIELD;
    private List<Deed> childProgram = List.of();
    private boolean ends;

    Actor(Model model, List<Deed> program, boolean isInit) {
      this.model = model;
      this.deeds = new ArrayDeque<>(program);
      this.isInit = isInit;
    }

    @Override
    public Puppet child() {
      return new Actor(model, childProgram, false);
    }

    @Override
    public void act(Puppeteer machine, long result) {
      checkTable(machine);
      if (!deeds.isEmpty()) {
        perform(machine, deeds.removeFirst());
      } else if (isInit) {
        finish(machine, result);
      } else {
        exit(machine, 0);
      }
    }

    private static long statusAddress(Puppeteer machine) {
      return machine.hart().x[2] - 64;
    }

    private void perform(Puppeteer machine, Deed deed) {
      last = deed.act;
      switch (deed.act) {
        case FORK -> {
          childProgram = deed.program;
          machine.call(CLONE, Signal.SIGCHLD, 0, 0, 0, 0);
        }
        case WAIT -> machine.call(WAIT4, -1, statusAddress(machine), isInit ? WNOHANG : 0, 0);
        case POLL -> machine.call(WAIT4, -1, statusAddress(machine), WNOHANG, 0);
        case KILL -> kill(machine, deed.number);
        case KILL_GROUP -> killGroup(machine, deed.number);
        case SLEEP -> sleep(machine, 1 + deed.number % 400_000);
        case YIELD -> machine.call(SCHED_YIELD);
        case NEW_GROUP -> machine.call(SETPGID, 0, 0);
        case EXIT -> exit(machine, deed.number % 256);
      }
    }

    private void kill(Puppeteer machine, int number) {
      List<Process> all = List.copyOf(machine.kernel().processes().all());
      int pid = all.get(number % all.size()).pid();
      int signal = SIGNALS[number / 7 % SIGNALS.length];
      model.sent(pid, signal);
      machine.call(KILL, pid, signal);
    }

    private void killGroup(Puppeteer machine, int number) {
      int signal = SIGNALS[number % SIGNALS.length];
      machine.task().process().group().members().forEach(each -> model.sent(each.pid(), signal));
      machine.call(KILL, 0, signal);
    }

    private static void sleep(Puppeteer machine, long nanoseconds) {
      long address = machine.hart().x[2] - 128;
      machine.task().memory().store64(address, 0);
      machine.task().memory().store64(address + Long.BYTES, nanoseconds);
      machine.call(NANOSLEEP, address, 0);
    }

    private void exit(Puppeteer machine, int status) {
      if (isInit) {
        machine.call(SCHED_YIELD);
      } else {
        model.exits.put(machine.task().pid(), status);
        machine.call(EXIT_GROUP, status);
      }
    }

    /// Kills all, waits for all, exits.
    private void finish(Puppeteer machine, long result) {
      if (!ends) {
        ends = true;
        last = Act.KILL;
        model.alive.forEach(pid -> model.sent(pid, Signal.SIGKILL));
        machine.call(KILL, -1, Signal.SIGKILL);
      } else if (last == Act.WAIT && result == -Errno.ECHILD.number()) {
        machine.call(EXIT_GROUP, 0);
      } else {
        last = Act.WAIT;
        machine.call(WAIT4, -1, statusAddress(machine), 0, 0);
      }
    }

    /// Every process is its parent's child, and every task is where its state says.
    private static void checkTable(Puppeteer machine) {
      int onHarts = 0;
      for (Process process : machine.kernel().processes().all()) {
        assertTrue(process.isInit() || process.parent().orElseThrow().children().contains(process));
        for (Task task : process.tasks()) {
          assertTrue(task.state() != TaskState.ZOMBIE && task.state() != TaskState.DEAD);
          onHarts += task.state() == TaskState.RUNNING ? 1 : 0;
        }
        assertTrue(!process.hasEnded() || process.leader().state() == TaskState.ZOMBIE);
      }
      int harts = machine.kernel().dispatcher().hartCount();
      assertTrue(onHarts <= harts, onHarts + " tasks run on " + harts + " harts");
    }
  }

  @Property(tries = 150)
  void noPidIsLostOrReapedTwiceAndAllComesToAnEnd(
      @ForAll("programs") List<Deed> program,
      @ForAll @IntRange(min = 1, max = 3) int harts,
      @ForAll @IntRange(max = 1000) int seed) {
    Model model = new Model();
    Puppeteer machine = new Puppeteer(harts, seed, new Actor(model, program, true), model);
    model.kernel = machine.kernel();
    assertEquals(new Outcome.PoweredOff(0), machine.run(MOST_STEPS));
    assertEquals(Set.of(), model.alive, "never reaped");
    assertEquals(1, machine.kernel().processes().all().size());
    assertEquals(framesLeftByInitAlone(), machine.kernel().frames().free(), "leaked frames");
    checkAccounts(machine, harts);
  }

  private static int framesLeftByInitAlone() {
    Puppeteer machine = new Puppeteer(1, 0, new Actor(new Model(), List.of(), true), TraceSink.OFF);
    machine.run(MOST_STEPS);
    return machine.kernel().frames().free();
  }

  /// Every cycle of every hart is accounted for.
  private static void checkAccounts(Puppeteer machine, int harts) {
    for (int hart = 0; hart < harts; hart++) {
      Map<Activity, Long> spent = machine.kernel().dispatcher().spent(hart);
      long sum = spent.values().stream().mapToLong(Long::longValue).sum();
      assertEquals(machine.cycles(hart), sum);
    }
  }

  @Property(tries = 20)
  void theSameSeedGivesTheSameTrace(
      @ForAll("programs") List<Deed> program, @ForAll @IntRange(max = 1000) int seed) {
    assertEquals(trace(program, seed), trace(program, seed));
  }

  private static String trace(List<Deed> program, int seed) {
    StringBuilder text = new StringBuilder();
    Puppet init = new Actor(new Model(), program, true);
    new Puppeteer(2, seed, init, new TraceWriter(text)).run(MOST_STEPS);
    return text.toString();
  }

  @Provide
  Arbitrary<List<Deed>> programs() {
    return program(3);
  }

  private static Arbitrary<List<Deed>> program(int depth) {
    Arbitrary<Deed> deeds = deed(depth);
    return deeds.list().ofMinSize(depth == 3 ? 2 : 0).ofMaxSize(depth * 3);
  }

  private static Arbitrary<Deed> deed(int depth) {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 1_000_000);
    List<Act> simple = new ArrayList<>(List.of(Act.values()));
    simple.remove(Act.FORK);
    Arbitrary<Deed> plain =
        Combinators.combine(Arbitraries.of(simple), numbers)
            .as((act, number) -> new Deed(act, number, List.of()));
    if (depth == 0) {
      return plain;
    }
    Arbitrary<Deed> forks =
        Arbitraries.lazy(() -> program(depth - 1)).map(deeds -> new Deed(Act.FORK, 0, deeds));
    return Arbitraries.frequencyOf(Tuple.of(3, plain), Tuple.of(2, forks));
  }
}
