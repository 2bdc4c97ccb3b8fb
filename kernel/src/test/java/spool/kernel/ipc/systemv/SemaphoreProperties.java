package spool.kernel.ipc.systemv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.SystemV;
import spool.kernel.fs.TestCaller;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Waiter;

/// A set of semaphores under random calls by several tasks, which are woken, run out of time, are
/// interrupted and killed, against a sequential reference that tries operations on copies.
class SemaphoreProperties {
  private static final int TASKS = 4;
  private static final int SEMAPHORES = 3;

  /// What happens next: to the task `actor`, with operations or a number.
  record Step(Kind kind, int actor, int number, List<SemaphoreOperation> operations) {}

  enum Kind {
    OPERATE,
    ASSIGN,
    RESUME,
    PASS_TIME,
    INTERRUPT,
    KILL
  }

  /// The reference: a call that waits, or has an answer that was not told.
  private static final class Pending {
    private final int actor;
    private final List<SemaphoreOperation> operations;
    private final long deadline;
    private SemaphoreOperation blocking;
    private Optional<String> answer = Optional.empty();

    Pending(int actor, List<SemaphoreOperation> operations, long deadline) {
      this.actor = actor;
      this.operations = operations;
      this.deadline = deadline;
      blocking = operations.getFirst();
    }

    boolean isForZero() {
      return operations.stream().allMatch(operation -> operation.change() == 0);
    }
  }

  /// The set, its users and the reference.
  private static final class World {
    private static final String DONE = "done";
    private static final String WAITS = "waits";

    private final KernelMemory memory = new KernelMemory(16_384);
    private final SemaphoreSets sets = new SemaphoreSets(memory, () -> 1);
    private final List<TestCaller> tasks = new ArrayList<>();
    private final List<SemaphoreUndo> undos = new ArrayList<>();
    private final List<Optional<Pending>> calls = new ArrayList<>();
    private final List<Pending> order = new ArrayList<>();
    private final int id;
    private final int emptyMemory;
    private int[] values = new int[SEMAPHORES];
    private int[][] adjustments = new int[TASKS][SEMAPHORES];
    private long now;

    World() {
      for (int actor = 0; actor < TASKS; actor++) {
        tasks.add(new TestCaller(TestCaller.emptyRoot()));
        undos.add(new SemaphoreUndo());
        calls.add(Optional.empty());
      }
      id = sets.get(tasks.getFirst(), SystemV.IPC_PRIVATE, SEMAPHORES, 0600);
      emptyMemory = memory.used();
    }

    void step(Step step) {
      Optional<Pending> call = calls.get(step.actor);
      switch (step.kind) {
        case OPERATE -> {
          if (call.isEmpty()) {
            begin(step);
          }
        }
        case ASSIGN -> assign(step);
        case RESUME -> {
          if (call.isPresent() && !tasks.get(step.actor).isWaiting()) {
            resume(call.get());
          }
        }
        case PASS_TIME -> passTime(step.number);
        case INTERRUPT -> call.filter(order::contains).ifPresent(this::interrupt);
        case KILL -> kill(step.actor);
      }
      check();
    }

    /// Every third call has no time limit.
    private void begin(Step step) {
      long deadline = step.number % 3 == 0 ? Waiter.NEVER : now + step.number;
      Pending call = new Pending(step.actor, step.operations, deadline);
      calls.set(step.actor, Optional.of(call));
      tasks.get(step.actor).nextCall();
      resume(call);
    }

    /// Executes a call, for the first time or again, and compares what it answers.
    private void resume(Pending call) {
      if (call.answer.isEmpty() && !order.contains(call)) {
        tryOnce(call);
      }
      String expected = call.answer.orElse(WAITS);
      assertEquals(expected, execute(call));
      if (!expected.equals(WAITS)) {
        calls.set(call.actor, Optional.empty());
      }
    }

    private void tryOnce(Pending call) {
      call.answer = attempt(call);
      if (call.answer.isPresent()) {
        serveWaiting();
      } else if (call.deadline <= now) {
        call.answer = Optional.of(Errno.EAGAIN.name());
      } else if (tasks.get(call.actor).isInterrupted) {
        call.answer = Optional.of(Errno.EINTR.name());
      } else {
        order.add(call);
      }
    }

    private String execute(Pending call) {
      TestCaller task = tasks.get(call.actor);
      task.now = now;
      try {
        sets.operate(task, id, () -> call.operations, undos.get(call.actor), () -> call.deadline);
        return DONE;
      } catch (Blocked wait) {
        return WAITS;
      } catch (ErrnoException failure) {
        return failure.errno().name();
      }
    }

    /// Tries the operations on copies; without an answer the call is to wait.
    private Optional<String> attempt(Pending call) {
      int[] next = values.clone();
      int[] undone = adjustments[call.actor].clone();
      for (SemaphoreOperation operation : call.operations) {
        int number = operation.number();
        int sum = next[number] + operation.change();
        if (sum < 0 || (operation.change() == 0 && sum != 0)) {
          call.blocking = operation;
          boolean fails = (operation.flags() & SystemV.IPC_NOWAIT) != 0;
          return fails ? Optional.of(Errno.EAGAIN.name()) : Optional.empty();
        }
        next[number] = sum;
        undone[number] -= (operation.flags() & SystemV.SEM_UNDO) != 0 ? operation.change() : 0;
        if (sum > SystemV.SEMVMX || Math.abs(2 * undone[number] + 1) > 2 * SystemV.SEMVMX + 1) {
          return Optional.of(Errno.ERANGE.name());
        }
      }
      values = next;
      adjustments[call.actor] = undone;
      return Optional.of(DONE);
    }

    private void serveWaiting() {
      while (serveFirst(true) || serveFirst(false)) {
        // Each serves one.
      }
    }

    private boolean serveFirst(boolean forZero) {
      for (Pending call : List.copyOf(order)) {
        if (call.isForZero() == forZero) {
          call.answer = attempt(call);
          if (call.answer.isPresent()) {
            order.remove(call);
            return true;
          }
        }
      }
      return false;
    }

    private void assign(Step step) {
      int number = step.number % SEMAPHORES;
      TestCaller caller = new TestCaller(TestCaller.emptyRoot());
      caller.now = now;
      sets.change(caller, id, number, step.number % 4);
      values[number] = step.number % 4;
      for (int[] own : adjustments) {
        own[number] = 0;
      }
      serveWaiting();
    }

    /// Wakes whom time has run out for; they find it out when they execute their calls again.
    private void passTime(int cycles) {
      now += cycles;
      List.copyOf(order).stream().filter(call -> call.deadline <= now).forEach(this::leave);
    }

    private void leave(Pending call) {
      order.remove(call);
      tasks.get(call.actor).wake();
    }

    private void interrupt(Pending call) {
      TestCaller task = tasks.get(call.actor);
      task.isInterrupted = true;
      leave(call);
      resume(call);
      task.isInterrupted = false;
    }

    /// What a task that ends has done is taken back, also what it was not told of.
    private void kill(int actor) {
      calls.get(actor).ifPresent(this::leave);
      calls.set(actor, Optional.empty());
      undos.get(actor).release(actor, now);
      undos.set(actor, new SemaphoreUndo());
      for (int number = 0; number < SEMAPHORES; number++) {
        values[number] = Math.clamp(values[number] + adjustments[actor][number], 0, SystemV.SEMVMX);
      }
      adjustments[actor] = new int[SEMAPHORES];
      serveWaiting();
    }

    private void check() {
      TestCaller caller = tasks.getFirst();
      assertArrayEquals(values, sets.values(caller, id));
      for (int number = 0; number < SEMAPHORES; number++) {
        assertEquals(waiting(number, false), sets.waiting(caller, id, number, false));
        assertEquals(waiting(number, true), sets.waiting(caller, id, number, true));
      }
      for (int actor = 0; actor < TASKS; actor++) {
        boolean waits = calls.get(actor).filter(order::contains).isPresent();
        assertEquals(waits, tasks.get(actor).isWaiting(), "task " + actor);
      }
      assertEquals(emptyMemory + kept() * Adjustments.BYTES, memory.used());
    }

    private int kept() {
      int count = 0;
      for (int[] own : adjustments) {
        for (int each : own) {
          count += each != 0 ? 1 : 0;
        }
      }
      return count;
    }

    private long waiting(int number, boolean forZero) {
      return order.stream()
          .map(call -> call.blocking)
          .filter(each -> each.number() == number && (each.change() == 0) == forZero)
          .count();
    }

    /// Removes the set: who waits is told so, and nothing is left.
    void end() {
      sets.remove(tasks.getFirst(), id);
      List.copyOf(order).forEach(call -> assertEquals(Errno.EIDRM.name(), execute(call)));
      for (SemaphoreUndo undo : undos) {
        undo.release(1, now);
      }
      assertEquals(0, memory.used());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(12, Kind.OPERATE),
            Tuple.of(2, Kind.ASSIGN),
            Tuple.of(6, Kind.RESUME),
            Tuple.of(2, Kind.PASS_TIME),
            Tuple.of(1, Kind.INTERRUPT),
            Tuple.of(2, Kind.KILL));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, TASKS - 1),
            Arbitraries.integers().between(0, 20),
            operation().list().ofMinSize(1).ofMaxSize(4))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  private static Arbitrary<SemaphoreOperation> operation() {
    Arbitrary<Integer> changes =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.integers().between(-2, 2)),
            Tuple.of(1, Arbitraries.of(SystemV.SEMVMX, -SystemV.SEMVMX)));
    Arbitrary<Integer> flags =
        Arbitraries.frequency(
            Tuple.of(4, 0),
            Tuple.of(3, SystemV.SEM_UNDO),
            Tuple.of(1, SystemV.IPC_NOWAIT),
            Tuple.of(1, SystemV.IPC_NOWAIT | SystemV.SEM_UNDO));
    return Combinators.combine(Arbitraries.integers().between(0, SEMAPHORES - 1), changes, flags)
        .as(SemaphoreOperation::new);
  }

  @Property(tries = 500)
  void everyCallAnswersAsTheReferenceDoes(@ForAll("steps") List<Step> steps) {
    World world = new World();
    steps.forEach(world::step);
    world.end();
  }
}
