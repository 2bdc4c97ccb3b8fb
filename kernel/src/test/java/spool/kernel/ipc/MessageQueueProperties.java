package spool.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.MessageQueueAttributes;
import spool.kernel.abi.OpenFlags;
import spool.kernel.fs.TestCaller;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Interrupted;
import spool.kernel.sync.Waiter;

/// A queue under random calls by several tasks, which are woken, run out of time, are interrupted
/// and killed, against a sequential reference: a list of messages, and lists of who waits.
class MessageQueueProperties {
  private static final int TASKS = 5;
  private static final int MESSAGE_BYTES = 16;

  /// What happens next: to the task `actor`, with a priority or a time.
  record Step(Kind kind, int actor, int number) {}

  enum Kind {
    SEND,
    RECEIVE,
    TRY_SEND,
    TRY_RECEIVE,
    RESUME,
    PASS_TIME,
    INTERRUPT,
    KILL
  }

  /// The reference: a call that waits, or was served and has not been told.
  private static final class Pending {
    private final boolean sends;
    private final long deadline;
    private Message message;
    private boolean served;

    Pending(boolean sends, Message message, long deadline) {
      this.sends = sends;
      this.message = message;
      this.deadline = deadline;
    }
  }

  /// The queue, its users and the reference.
  private static final class World {
    private static final Message NOTHING = new Message(-1, new byte[0]);

    private final int capacity;
    private final MessageQueues queues;
    private final MessageQueueDescription waiting;
    private final MessageQueueDescription nonblocking;
    private final List<TestCaller> tasks = new ArrayList<>();
    private final List<Optional<Pending>> calls = new ArrayList<>();
    private final List<Message> stored = new ArrayList<>();
    private final List<Pending> order = new ArrayList<>();
    private long now;
    private int serial;
    private int sent;
    private int received;

    World(int capacity) {
      this.capacity = capacity;
      queues = new MessageQueues(1, 16_384, () -> now);
      IntStream.range(0, TASKS)
          .forEach(
              _ -> {
                tasks.add(new TestCaller(queues.root()));
                calls.add(Optional.empty());
              });
      waiting = open(OpenFlags.O_RDWR | OpenFlags.O_CREAT);
      nonblocking = open(OpenFlags.O_RDWR | OpenFlags.O_NONBLOCK);
    }

    private MessageQueueDescription open(int flags) {
      MessageQueueAttributes wanted = new MessageQueueAttributes(0, capacity, MESSAGE_BYTES, 0);
      return (MessageQueueDescription)
          queues.open(tasks.getFirst(), "q", flags, 0600, Optional.of(wanted));
    }

    void step(Step step) {
      boolean idle = calls.get(step.actor).isEmpty();
      switch (step.kind) {
        case SEND, RECEIVE -> {
          if (idle) {
            begin(step.actor, step.kind == Kind.SEND, step.number);
          }
        }
        case TRY_SEND, TRY_RECEIVE -> {
          if (idle) {
            attempt(step.actor, step.kind == Kind.TRY_SEND, step.number);
          }
        }
        case RESUME -> {
          if (!idle && !tasks.get(step.actor).isWaiting()) {
            resume(step.actor);
          }
        }
        case PASS_TIME -> passTime(step.number);
        case INTERRUPT -> {
          if (!idle) {
            interrupt(step.actor);
          }
        }
        case KILL -> kill(step.actor);
      }
      check();
    }

    private Message message(int priority) {
      byte[] bytes = new byte[serial % (MESSAGE_BYTES - Integer.BYTES) + Integer.BYTES];
      ByteBuffer.wrap(bytes).putInt(serial++);
      return new Message(priority, bytes);
    }

    /// Every third call has no time limit.
    private void begin(int actor, boolean sends, int number) {
      long deadline = number % 3 == 0 ? Waiter.NEVER : now + number;
      Message message = sends ? message(number % 4) : NOTHING;
      tasks.get(actor).nextCall();
      calls.set(actor, Optional.of(new Pending(sends, message, deadline)));
      serveNew(actor);
      resume(actor);
    }

    /// What the reference does with a call when it comes: serve it if nobody is before it.
    private void serveNew(int actor) {
      Pending call = calls.get(actor).orElseThrow();
      if (call.sends && stored.size() < capacity) {
        deliver(call);
      } else if (!call.sends && !stored.isEmpty()) {
        take(call);
      } else if (call.deadline > now) {
        order.add(call);
      }
    }

    private void deliver(Pending sender) {
      sender.served = true;
      sent++;
      Optional<Pending> receiver = order.stream().filter(each -> !each.sends).findFirst();
      if (receiver.isPresent()) {
        order.remove(receiver.get());
        give(receiver.get(), sender.message);
      } else {
        stored.add(sender.message);
      }
    }

    private void give(Pending receiver, Message message) {
      receiver.message = message;
      receiver.served = true;
      received++;
    }

    private void take(Pending receiver) {
      give(receiver, takeHighest());
      Optional<Pending> sender = order.stream().filter(each -> each.sends).findFirst();
      sender.ifPresent(order::remove);
      sender.ifPresent(this::deliver);
    }

    private Message takeHighest() {
      Message highest = stored.stream().max(Comparator.comparingLong(Message::rank)).orElseThrow();
      Message first =
          stored.stream().filter(each -> each.rank() == highest.rank()).findFirst().orElseThrow();
      stored.remove(first);
      return first;
    }

    /// Executes the call of a task, for the first time or again, and compares what it answers.
    private void resume(int actor) {
      Pending call = calls.get(actor).orElseThrow();
      serveLate(call);
      TestCaller task = tasks.get(actor);
      task.now = now;
      try {
        execute(waiting, task, call);
        assertTrue(call.served, "answered too early");
        calls.set(actor, Optional.empty());
      } catch (Blocked wait) {
        assertFalse(call.served, "waits although served");
        assertTrue(task.isWaiting() && call.deadline > now);
      } catch (ErrnoException end) {
        assertEquals(Errno.ETIMEDOUT, end.errno());
        assertFalse(call.served, "served and yet out of time");
        assertTrue(call.deadline <= now);
        calls.set(actor, Optional.empty());
      } catch (Interrupted end) {
        assertTrue(
            task.isInterrupted && !call.served && !(end.restart() == Interrupted.Restart.NEVER));
        task.isInterrupted = false;
        order.remove(call);
        calls.set(actor, Optional.empty());
      }
    }

    /// A call that was woken without being served may find that it can be served now.
    private void serveLate(Pending call) {
      if (!call.served && !order.contains(call)) {
        if (call.sends && stored.size() < capacity) {
          deliver(call);
        } else if (!call.sends && !stored.isEmpty()) {
          take(call);
        }
      }
    }

    private static void execute(MessageQueueDescription queue, TestCaller task, Pending call) {
      if (call.sends) {
        queue.send(task, () -> call.message, call.deadline);
      } else {
        Message got = queue.receive(task, call.deadline);
        assertEquals(call.message.rank(), got.rank());
        assertArrayEquals(call.message.bytes(), got.bytes());
      }
    }

    private void attempt(int actor, boolean sends, int number) {
      Message message = sends ? message(number % 4) : NOTHING;
      Pending call = new Pending(sends, message, now);
      boolean possible = sends ? stored.size() < capacity : !stored.isEmpty();
      serveLate(call);
      TestCaller task = tasks.get(actor);
      task.nextCall();
      task.now = now;
      Errno error = TestCaller.error(() -> execute(nonblocking, task, call));
      assertEquals(possible ? null : Errno.EAGAIN, error);
    }

    /// Wakes whom time has run out for; they find it out when they execute their calls again.
    private void passTime(int cycles) {
      now += cycles;
      for (int actor = 0; actor < TASKS; actor++) {
        Optional<Pending> call = calls.get(actor);
        if (call.isPresent() && order.contains(call.get()) && call.get().deadline <= now) {
          leave(actor, call.get());
        }
      }
    }

    private void leave(int actor, Pending call) {
      order.remove(call);
      tasks.get(actor).wake();
    }

    private void interrupt(int actor) {
      Pending call = calls.get(actor).orElseThrow();
      if (order.contains(call)) {
        tasks.get(actor).isInterrupted = true;
        leave(actor, call);
        resume(actor);
      }
    }

    /// A task that is killed leaves at once, with what it may have been given.
    private void kill(int actor) {
      calls.get(actor).ifPresent(call -> leave(actor, call));
      calls.set(actor, Optional.empty());
    }

    private void check() {
      assertEquals(stored.size(), waiting.attributes().messages());
      for (int actor = 0; actor < TASKS; actor++) {
        boolean waits = calls.get(actor).filter(order::contains).isPresent();
        assertEquals(waits, tasks.get(actor).isWaiting(), "task " + actor);
      }
      String[] figures = queues.figures().strip().split(" ", -1);
      assertEquals(sent, Integer.parseInt(figures[4]));
      assertEquals(received, Integer.parseInt(figures[5]));
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(6, Kind.SEND),
            Tuple.of(6, Kind.RECEIVE),
            Tuple.of(2, Kind.TRY_SEND),
            Tuple.of(2, Kind.TRY_RECEIVE),
            Tuple.of(6, Kind.RESUME),
            Tuple.of(2, Kind.PASS_TIME),
            Tuple.of(1, Kind.INTERRUPT),
            Tuple.of(1, Kind.KILL));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, TASKS - 1),
            Arbitraries.integers().between(0, 20))
        .as(Step::new)
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 400)
  void everyCallAnswersAsTheReferenceDoes(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 4) int capacity) {
    World world = new World(capacity);
    steps.forEach(world::step);
  }
}
