package spool.kernel.ipc.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.abi.MessageFlags;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.TestCaller;

/// Sockets sent over sockets, in any circle, against a graph: exactly those are open that can be
/// reached from a descriptor, by receiving what is under way.
class RightsProperties {
  private static final int FRAMES = 1024;

  enum Action {
    PAIR,
    DUPLICATE,
    SEND,
    RECEIVE,
    CLOSE
  }

  /// An action with the descriptors number `first` and `second`, counted around.
  record Step(Action action, int first, int second) {}

  /// The sockets, the descriptors, and what should be under way.
  private static final class World {
    private final TestCaller caller = new TestCaller(TestCaller.emptyRoot());
    private final Sockets sockets = new Sockets(9, FRAMES, () -> 0);
    private final Map<Socket, Socket> peers = new LinkedHashMap<>();
    private final Map<Socket, ArrayDeque<List<Socket>>> queues = new LinkedHashMap<>();
    private final List<Socket> descriptors = new ArrayList<>();

    void execute(Step step) {
      if (step.action == Action.PAIR || descriptors.isEmpty()) {
        pair();
        return;
      }
      int at = step.first % descriptors.size();
      Socket first = descriptors.get(at);
      Socket second = descriptors.get(step.second % descriptors.size());
      switch (step.action) {
        case DUPLICATE -> {
          first.retain();
          descriptors.add(first);
        }
        case SEND -> send(first, step.second % 3 == 0 ? List.of(second, first) : List.of(second));
        case RECEIVE -> receive(first);
        default -> {
          descriptors.remove(at);
          first.release();
        }
      }
      forgetUnreachable();
    }

    private ArrayDeque<List<Socket>> queue(Socket socket) {
      return queues.getOrDefault(socket, new ArrayDeque<>());
    }

    private void pair() {
      Sockets.Ends ends = sockets.pair(caller, SocketType.STREAM, 0);
      peers.put(ends.first(), ends.second());
      peers.put(ends.second(), ends.first());
      for (Socket end : List.of(ends.first(), ends.second())) {
        queues.put(end, new ArrayDeque<>());
        descriptors.add(end);
      }
    }

    private void send(Socket from, List<Socket> files) {
      Outgoing message =
          new Outgoing(
              new ArrayBuffer(new byte[1]),
              Optional.empty(),
              PeerCredentials.of(caller),
              List.copyOf(files),
              MessageFlags.MSG_DONTWAIT);
      caller.nextCall();
      var error = TestCaller.error(() -> from.send(message, caller));
      ArrayDeque<List<Socket>> target = queues.get(peers.get(from));
      if (target == null) {
        assertNotEquals(null, error);
      } else {
        assertEquals(null, error);
        target.add(files);
      }
    }

    private void receive(Socket to) {
      Incoming message = new Incoming(new ArrayBuffer(new byte[1]), MessageFlags.MSG_DONTWAIT);
      caller.nextCall();
      TestCaller.error(() -> to.receive(message, caller));
      List<Socket> expected = Optional.ofNullable(queue(to).poll()).orElse(List.of());
      List<FileDescription> files = message.takeFiles();
      assertEquals(expected, files);
      descriptors.addAll(expected);
    }

    /// What the queues of sockets hold that cannot be reached is lost, and they are closed.
    private void forgetUnreachable() {
      Set<Socket> reachable = new LinkedHashSet<>(descriptors);
      ArrayDeque<Socket> next = new ArrayDeque<>(reachable);
      while (!next.isEmpty()) {
        for (List<Socket> files : queue(next.remove())) {
          files.stream().filter(reachable::add).forEach(next::add);
        }
      }
      queues.keySet().retainAll(reachable);
      peers.keySet().forEach(each -> assertEquals(!reachable.contains(each), each.isClosed()));
    }

    void finish() {
      while (!descriptors.isEmpty()) {
        execute(new Step(Action.CLOSE, descriptors.size() / 2, 0));
      }
      assertEquals(0, sockets.bytes().used());
      assertEquals(1, sockets.text().lines().count());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Action> actions =
        Arbitraries.of(
            Action.PAIR,
            Action.DUPLICATE,
            Action.SEND,
            Action.SEND,
            Action.SEND,
            Action.RECEIVE,
            Action.CLOSE,
            Action.CLOSE);
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 1000);
    return Combinators.combine(actions, number, number)
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(80);
  }

  @Property(tries = 400)
  void whatCanBeReachedIsOpenAndNothingElse(@ForAll("steps") List<Step> steps) {
    World world = new World();
    steps.forEach(world::execute);
    world.finish();
  }
}
