package spool.kernel.ipc.socket;

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
import spool.kernel.abi.MessageFlags;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.Directory;
import spool.kernel.fs.TestCaller;
import spool.kernel.sync.Blocked;

/// Both ends of a stream write and read, each executing its calls again when woken: every byte
/// arrives once and in order, whatever was peeked at, and the machine's bytes are given back.
class StreamProperties {
  private static final int BYTES_BEFORE_REPEAT = 251;
  private static final int FRAMES = 1024;

  enum Action {
    WRITE,
    READ,
    PEEK
  }

  /// End `end` does `action` with so many bytes.
  record Step(int end, Action action, int bytes) {}

  /// One direction: a writer, whose call may be under way, and a reader.
  private static final class Direction {
    private final Socket from;
    private final Socket to;
    private final TestCaller writer;
    private final TestCaller reader;
    private byte[] pending = {};
    private int written;
    private int read;

    Direction(Socket from, Socket to, Directory root) {
      this.from = from;
      this.to = to;
      writer = new TestCaller(root);
      reader = new TestCaller(root);
    }

    void write(int length) {
      if (pending.length == 0) {
        writer.nextCall();
        pending = new byte[length];
        for (int index = 0; index < length; index++) {
          pending[index] = (byte) ((written + index) % BYTES_BEFORE_REPEAT);
        }
      }
      if (!writer.isWaiting()) {
        goOn();
      }
    }

    private void goOn() {
      try {
        assertEquals(pending.length, from.write(new ArrayBuffer(pending), writer));
        written += pending.length;
        pending = new byte[0];
      } catch (Blocked blocked) {
        assertTrue(writer.isWaiting());
      }
    }

    void read(int length, boolean peeks) {
      byte[] bytes = new byte[length];
      reader.nextCall();
      try {
        Incoming message = new Incoming(new ArrayBuffer(bytes), peeks ? MessageFlags.MSG_PEEK : 0);
        check(bytes, (int) to.receive(message, reader));
        read += peeks ? 0 : (int) message.count();
      } catch (Blocked blocked) {
        assertTrue(to.arrived().isEmpty());
        reader.wake();
      }
    }

    private void check(byte[] bytes, int count) {
      List<Integer> expected = new ArrayList<>();
      List<Integer> found = new ArrayList<>();
      for (int index = 0; index < count; index++) {
        expected.add((read + index) % BYTES_BEFORE_REPEAT);
        found.add(Byte.toUnsignedInt(bytes[index]));
      }
      assertEquals(expected, found);
    }

    void finish() {
      while (pending.length > 0 || !to.arrived().isEmpty()) {
        read(1 << 20, false);
        if (pending.length > 0) {
          write(0);
        }
      }
      assertEquals(written, read);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> bytes =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 100), Arbitraries.integers().between(1, 400_000));
    return Combinators.combine(
            Arbitraries.integers().between(0, 1), Arbitraries.of(Action.class), bytes)
        .as(Step::new)
        .list()
        .ofMaxSize(30);
  }

  @Property(tries = 60)
  void bytesArriveOnceAndInOrder(@ForAll("steps") List<Step> steps) {
    Directory root = TestCaller.emptyRoot();
    Sockets sockets = new Sockets(9, FRAMES, () -> 0);
    TestCaller maker = new TestCaller(root);
    Sockets.Ends ends = sockets.pair(maker, SocketType.STREAM, 0);
    List<Direction> directions =
        List.of(
            new Direction(ends.first(), ends.second(), root),
            new Direction(ends.second(), ends.first(), root));
    for (Step step : steps) {
      Direction direction = directions.get(step.end);
      switch (step.action) {
        case WRITE -> direction.write(step.bytes);
        case READ -> direction.read(step.bytes, false);
        case PEEK -> direction.read(step.bytes, true);
      }
    }
    directions.forEach(Direction::finish);
    assertEquals(0, sockets.bytes().used());
  }
}
