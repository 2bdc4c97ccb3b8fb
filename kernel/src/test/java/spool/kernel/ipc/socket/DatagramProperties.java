package spool.kernel.ipc.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
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
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.MessageFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.TestCaller;

/// Datagram sockets with names, which send to each other, have peers and lose them, without
/// waiting: every message arrives once, whole, in order and with its sender, or is refused for the
/// reason that unix(7) and socket(7) give.
class DatagramProperties {
  private static final int SOCKETS = 3;
  private static final int FRAMES = 1 << 14;
  private static final int BUFFER = 212_992;
  private static final int OVERHEAD = 768;
  private static final int MOST_WAITING = 11;

  /// So short messages do not fill the buffer before they fill the queue.
  private static final int SHORT = 1_000;

  enum Action {
    SEND,
    SEND_TO_PEER,
    FLOOD_PEER,
    RECEIVE,
    PEEK,
    CONNECT,
    DISCONNECT,
    REPLACE
  }

  /// Socket `from` does `action`, maybe with socket `to`, and so many bytes.
  record Step(Action action, int from, int to, int bytes) {}

  private static final class Sent {
    private final Model sender;
    private final byte[] bytes;

    Sent(Model sender, byte[] bytes) {
      this.sender = sender;
      this.bytes = bytes;
    }
  }

  /// One socket, and what should be true of it.
  private static final class Model {
    private final int number;
    private final Socket socket;
    private final ArrayDeque<Sent> arrived = new ArrayDeque<>();
    private @Nullable Model peer;
    private boolean isReset;
    private boolean isClosed;
    private int used;

    Model(int number, Socket socket) {
      this.number = number;
      this.socket = socket;
    }

    /// What has happened to the socket is told once, whatever the call.
    boolean takesReset() {
      boolean was = isReset;
      isReset = false;
      return was;
    }

    void drop() {
      arrived.forEach(sent -> sent.sender.used -= sent.bytes.length + OVERHEAD);
      arrived.clear();
    }

    /// A socket that leaves its peer loses what had arrived, of which the peer is told.
    void leaveFor(@Nullable Model next) {
      Model old = peer;
      peer = next;
      if (old != null && old != next && !arrived.isEmpty()) {
        drop();
        old.isReset |= !old.isClosed && old.peer == this;
      }
    }

    boolean keepsWaiting(Model from) {
      return from != this && peer != from && arrived.size() >= MOST_WAITING;
    }
  }

  /// All sockets.
  private static final class World {
    private final TestCaller caller = new TestCaller(TestCaller.emptyRoot());
    private final Sockets sockets = new Sockets(9, FRAMES, () -> 0);
    private final List<Model> models = new ArrayList<>();
    private int messages;

    World() {
      for (int number = 0; number < SOCKETS; number++) {
        models.add(open(number));
      }
    }

    private Model open(int number) {
      Socket socket = sockets.open(SocketType.DATAGRAM, 0);
      socket.bind(caller, name(number));
      return new Model(number, socket);
    }

    private static SocketAddress name(int number) {
      return SocketAddress.ofAbstract("socket " + number);
    }

    void execute(Step step) {
      caller.nextCall();
      Model from = models.get(step.from);
      Model to = models.get(step.to);
      switch (step.action) {
        case SEND -> send(from, to, Optional.of(name(to.number)), step.bytes);
        case SEND_TO_PEER -> sendToPeer(from, step.bytes);
        case FLOOD_PEER -> {
          for (int count = 0; count <= MOST_WAITING; count++) {
            sendToPeer(from, step.bytes % SHORT);
          }
        }
        case RECEIVE -> receive(from, step.bytes, 0);
        case PEEK -> receive(from, step.bytes, MessageFlags.MSG_PEEK);
        case CONNECT -> connect(from, to);
        case DISCONNECT -> {
          from.socket.disconnect();
          from.leaveFor(null);
        }
        case REPLACE -> {
          close(from);
          models.set(step.from, open(step.from));
        }
      }
      models.forEach(World::checkPolling);
    }

    private static void checkPolling(Model model) {
      int events = model.socket.poll();
      assertEquals(!model.arrived.isEmpty(), (events & PollEvents.POLLIN) != 0);
      assertEquals(model.isReset, (events & PollEvents.POLLERR) != 0);
    }

    private void sendToPeer(Model from, int length) {
      Model to = from.peer;
      if (to == null) {
        assertEquals(Errno.ENOTCONN, send(from, Optional.empty(), new byte[length]));
      } else {
        send(from, to, Optional.empty(), length);
      }
    }

    private void send(Model from, Model to, Optional<SocketAddress> name, int length) {
      byte[] bytes = TestCaller.bytes(length, ++messages);
      @Nullable Errno refusal = refusal(from, to);
      assertEquals(refusal, send(from, name, bytes));
      if (refusal == null) {
        to.arrived.add(new Sent(from, bytes));
        from.used += length + OVERHEAD;
      }
    }

    private @Nullable Errno refusal(Model from, Model to) {
      if (from.takesReset()) {
        return Errno.ECONNRESET;
      }
      if (from.used >= BUFFER) {
        return Errno.EAGAIN;
      }
      if (to.isClosed) {
        from.leaveFor(null);
        return Errno.ECONNREFUSED;
      }
      if (to.peer != null && to.peer != from) {
        return Errno.EPERM;
      }
      return to.keepsWaiting(from) ? Errno.EAGAIN : null;
    }

    private @Nullable Errno send(Model from, Optional<SocketAddress> name, byte[] bytes) {
      PeerCredentials credentials = PeerCredentials.of(caller);
      ArrayBuffer buffer = new ArrayBuffer(bytes);
      Outgoing message =
          new Outgoing(buffer, name, credentials, List.of(), MessageFlags.MSG_DONTWAIT);
      return TestCaller.error(() -> from.socket.send(message, caller));
    }

    private void receive(Model to, int room, int flag) {
      byte[] bytes = new byte[room];
      int flags = MessageFlags.MSG_DONTWAIT | MessageFlags.MSG_TRUNC | flag;
      Incoming message = new Incoming(new ArrayBuffer(bytes), flags);
      Errno error = TestCaller.error(() -> to.socket.receive(message, caller));
      if (to.takesReset()) {
        assertEquals(Errno.ECONNRESET, error);
      } else if (to.arrived.isEmpty()) {
        assertEquals(Errno.EAGAIN, error);
      } else {
        assertEquals(null, error);
        check(to.arrived.getFirst(), message, bytes);
        if (flag == 0) {
          Sent sent = to.arrived.removeFirst();
          sent.sender.used -= sent.bytes.length + OVERHEAD;
        }
      }
    }

    private static void check(Sent sent, Incoming message, byte[] bytes) {
      assertEquals(sent.bytes.length, message.count());
      assertEquals(sent.bytes.length > bytes.length, message.isTruncated());
      assertEquals(name(sent.sender.number), message.sender());
      int moved = Math.min(bytes.length, sent.bytes.length);
      byte[] expected = new byte[bytes.length];
      System.arraycopy(sent.bytes, 0, expected, 0, moved);
      assertArrayEquals(expected, bytes);
    }

    private void connect(Model from, Model to) {
      Errno error = TestCaller.error(() -> from.socket.connect(caller, name(to.number)));
      boolean isOpen = to.peer == null || to.peer == from;
      assertEquals(isOpen ? null : Errno.EPERM, error);
      if (isOpen) {
        from.leaveFor(to);
      }
    }

    private static void close(Model model) {
      model.socket.release();
      model.isClosed = true;
      model.drop();
      model.leaveFor(null);
    }

    void finish() {
      models.forEach(World::close);
      assertEquals(0, sockets.bytes().used());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Action> actions =
        Arbitraries.frequency(
            Tuple.of(8, Action.SEND),
            Tuple.of(8, Action.SEND_TO_PEER),
            Tuple.of(2, Action.FLOOD_PEER),
            Tuple.of(2, Action.RECEIVE),
            Tuple.of(1, Action.PEEK),
            Tuple.of(2, Action.CONNECT),
            Tuple.of(1, Action.DISCONNECT),
            Tuple.of(1, Action.REPLACE));
    Arbitrary<Integer> number = Arbitraries.integers().between(0, SOCKETS - 1);
    Arbitrary<Integer> bytes =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 20), Arbitraries.integers().between(0, 60_000));
    return Combinators.combine(actions, number, number, bytes)
        .as(Step::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(100);
  }

  @Property(tries = 300)
  void messagesArriveOnceOrAreRefused(
      @ForAll("steps") List<Step> steps, @ForAll boolean beginsWithPeers) {
    World world = new World();
    if (beginsWithPeers) {
      world.execute(new Step(Action.CONNECT, 0, 1, 0));
      world.execute(new Step(Action.CONNECT, 1, 0, 0));
    }
    steps.forEach(world::execute);
    world.finish();
  }
}
