package spool.kernel.ipc.systemv;

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
import spool.kernel.abi.TypedQueueStatus;
import spool.kernel.fs.TestCaller;
import spool.kernel.ipc.Message;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Interrupted;

/// A System V message queue under random calls by several tasks, which are woken, interrupted and
/// killed while its limit changes, against a sequential reference: a list of messages, and a list
/// of who waits.
class TypedQueueProperties {
  private static final int TASKS = 5;

  /// What happens next: to the task `actor`, with a type, a length and flags.
  record Step(Kind kind, int actor, int type, int length, int flags) {}

  enum Kind {
    SEND,
    RECEIVE,
    COPY,
    RESUME,
    LIMIT,
    INTERRUPT,
    KILL
  }

  /// The reference: a call that waits, or has an answer that was not told.
  private static final class Pending {
    private final Step step;
    private final Message message;
    private Optional<Object> answer = Optional.empty();

    Pending(Step step, Message message) {
      this.step = step;
      this.message = message;
    }

    boolean sends() {
      return step.kind == Kind.SEND;
    }

    boolean wants(Message offered) {
      long type = step.type;
      boolean isExcept = (step.flags & SystemV.MSG_EXCEPT) != 0;
      if (type <= 0) {
        return type == 0 || offered.rank() <= -type;
      }
      return isExcept ? offered.rank() != type : offered.rank() == type;
    }

    boolean takes(Message offered) {
      return offered.length() <= step.length || (step.flags & SystemV.MSG_NOERROR) != 0;
    }
  }

  /// The queue, its users and the reference.
  private static final class World {
    private static final String SENT = "sent";
    private static final String WAITS = "waits";

    private final KernelMemory memory = new KernelMemory(16_384);
    private final TypedQueues queues = new TypedQueues(memory, () -> 1);
    private final List<TestCaller> tasks = new ArrayList<>();
    private final List<Optional<Pending>> calls = new ArrayList<>();
    private final List<Message> stored = new ArrayList<>();
    private final List<Pending> order = new ArrayList<>();
    private final int id;
    private final int emptyMemory;
    private long mostBytes;

    World() {
      for (int actor = 0; actor < TASKS; actor++) {
        TestCaller task = new TestCaller(TestCaller.emptyRoot());
        task.pid = actor + 1;
        tasks.add(task);
        calls.add(Optional.empty());
      }
      id = queues.get(tasks.getFirst(), SystemV.IPC_PRIVATE, 0600);
      emptyMemory = memory.used();
      limit(8);
    }

    void step(Step step) {
      Optional<Pending> call = calls.get(step.actor);
      switch (step.kind) {
        case SEND, RECEIVE -> {
          if (call.isEmpty()) {
            begin(step);
          }
        }
        case COPY -> copy(step);
        case RESUME -> {
          if (call.isPresent() && !tasks.get(step.actor).isWaiting()) {
            resume(call.get());
          }
        }
        case LIMIT -> limit(step.length);
        case INTERRUPT -> call.filter(order::contains).ifPresent(this::interrupt);
        case KILL -> {
          call.ifPresent(this::leave);
          calls.set(step.actor, Optional.empty());
        }
      }
      check();
    }

    private void begin(Step step) {
      Pending call = new Pending(step, new Message(Math.abs(step.type) + 1, new byte[step.length]));
      calls.set(step.actor, Optional.of(call));
      tasks.get(step.actor).nextCall();
      resume(call);
    }

    /// Executes a call, for the first time or again, and compares what it answers.
    private void resume(Pending call) {
      if (call.answer.isEmpty() && !order.contains(call)) {
        tryOnce(call);
      }
      Object expected = call.answer.orElse(WAITS);
      assertEquals(expected, execute(call));
      if (!expected.equals(WAITS)) {
        calls.set(call.step.actor, Optional.empty());
      }
    }

    private void tryOnce(Pending call) {
      boolean waits = (call.step.flags & SystemV.IPC_NOWAIT) == 0;
      if (call.sends() ? send(call) : receive(call)) {
        return;
      }
      if (!waits) {
        call.answer = Optional.of(call.sends() ? Errno.EAGAIN : Errno.ENOMSG);
      } else if (tasks.get(call.step.actor).isInterrupted) {
        call.answer = Optional.of(Errno.EINTR);
      } else {
        order.add(call);
      }
    }

    private boolean send(Pending call) {
      long used = stored.stream().mapToLong(Message::length).sum();
      if (used + call.message.length() > mostBytes || stored.size() + 1 > mostBytes) {
        return false;
      }
      call.answer = Optional.of(SENT);
      for (Pending receiver : List.copyOf(order)) {
        if (!receiver.sends() && receiver.wants(call.message)) {
          order.remove(receiver);
          if (receiver.takes(call.message)) {
            receiver.answer = Optional.of(call.message);
            return true;
          }
          receiver.answer = Optional.of(Errno.E2BIG);
        }
      }
      stored.add(call.message);
      return true;
    }

    private boolean receive(Pending call) {
      Optional<Message> found = chosen(call);
      if (found.isPresent() && call.takes(found.get())) {
        stored.remove(found.get());
        call.answer = Optional.of(found.get());
        for (Pending sender : List.copyOf(order)) {
          if (sender.sends() && send(sender)) {
            order.remove(sender);
          }
        }
      } else if (found.isPresent()) {
        call.answer = Optional.of(Errno.E2BIG);
      }
      return found.isPresent();
    }

    private Optional<Message> chosen(Pending call) {
      Optional<Message> best = Optional.empty();
      for (Message each : stored) {
        boolean isBetter =
            best.isEmpty() || (call.step.type < 0 && each.rank() < best.get().rank());
        if (call.wants(each) && isBetter) {
          best = Optional.of(each);
        }
      }
      return best;
    }

    private Object execute(Pending call) {
      TestCaller task = tasks.get(call.step.actor);
      Step step = call.step;
      try {
        if (call.sends()) {
          queues.send(task, id, step.length, step.flags, () -> call.message);
          return SENT;
        }
        return queues.receive(task, id, step.length, step.type, step.flags);
      } catch (Blocked wait) {
        return WAITS;
      } catch (Interrupted interruption) {
        return Errno.EINTR;
      } catch (ErrnoException failure) {
        return failure.errno();
      }
    }

    private void copy(Step step) {
      int flags = SystemV.MSG_COPY | SystemV.IPC_NOWAIT;
      TestCaller caller = new TestCaller(TestCaller.emptyRoot());
      boolean isThere = step.type >= 0 && step.type < stored.size();
      Errno expected = isThere ? Errno.E2BIG : Errno.ENOMSG;
      if (isThere && stored.get(step.type).length() <= step.length) {
        assertEquals(
            stored.get(step.type), queues.receive(caller, id, step.length, step.type, flags));
      } else {
        assertEquals(
            expected,
            TestCaller.error(() -> queues.receive(caller, id, step.length, step.type, flags)));
      }
    }

    /// All that wait look again.
    private void limit(int bytes) {
      mostBytes = bytes;
      TypedQueueStatus status = queues.status(tasks.getFirst(), id);
      queues.change(tasks.getFirst(), id, status.permission(), bytes);
      order.clear();
    }

    private void leave(Pending call) {
      order.remove(call);
      tasks.get(call.step.actor).wake();
    }

    private void interrupt(Pending call) {
      TestCaller task = tasks.get(call.step.actor);
      task.isInterrupted = true;
      leave(call);
      resume(call);
      task.isInterrupted = false;
    }

    private void check() {
      TypedQueueStatus status = queues.status(tasks.getFirst(), id);
      long bytes = stored.stream().mapToLong(Message::length).sum();
      assertEquals(stored.size(), status.messages());
      assertEquals(bytes, status.bytes());
      assertEquals(
          emptyMemory + bytes + (long) stored.size() * TypedQueue.MESSAGE_OVERHEAD, memory.used());
      for (int actor = 0; actor < TASKS; actor++) {
        boolean waits = calls.get(actor).filter(order::contains).isPresent();
        assertEquals(waits, tasks.get(actor).isWaiting(), "task " + actor);
      }
    }

    /// Removes the queue: who waits is told so, and nothing is left.
    void end() {
      queues.remove(tasks.getFirst(), id);
      List.copyOf(order).forEach(call -> assertEquals(Errno.EIDRM, execute(call)));
      assertEquals(0, memory.used());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(8, Kind.SEND),
            Tuple.of(8, Kind.RECEIVE),
            Tuple.of(1, Kind.COPY),
            Tuple.of(6, Kind.RESUME),
            Tuple.of(1, Kind.LIMIT),
            Tuple.of(1, Kind.INTERRUPT),
            Tuple.of(1, Kind.KILL));
    Arbitrary<Integer> flags =
        Arbitraries.frequency(
            Tuple.of(6, 0),
            Tuple.of(2, SystemV.IPC_NOWAIT),
            Tuple.of(2, SystemV.MSG_EXCEPT),
            Tuple.of(2, SystemV.MSG_NOERROR));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, TASKS - 1),
            Arbitraries.integers().between(-3, 3),
            Arbitraries.integers().between(0, 10),
            flags)
        .as(Step::new)
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 500)
  void everyCallAnswersAsTheReferenceDoes(@ForAll("steps") List<Step> steps) {
    World world = new World();
    steps.forEach(world::step);
    world.end();
  }
}
