package spool.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.TestCaller;

/// Bytes and packets in one pipe, written and read without waiting, against a list of pieces.
class PacketPipeProperties {
  private static final int BYTES_BEFORE_REPEAT = 251;

  enum Action {
    WRITE_BYTES,
    WRITE_PACKETS,
    READ
  }

  /// An action with so many bytes.
  record Step(Action action, int bytes) {}

  /// Bytes that are read together; `isPacket` says whether also alone.
  private static final class Piece {
    private final boolean isPacket;
    private final byte[] bytes;

    Piece(boolean isPacket, byte[] bytes) {
      this.isPacket = isPacket;
      this.bytes = bytes;
    }
  }

  /// What the pipe should hold, and how much room is in it.
  private static final class Model {
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private int room = 16 * Pipe.PIPE_BUF;

    /// How many of `bytes` are written.
    int write(byte[] bytes, boolean packets) {
      if (!packets && bytes.length <= Pipe.PIPE_BUF && room < bytes.length) {
        return 0;
      }
      int written = 0;
      int least = packets ? Pipe.PIPE_BUF : 1;
      while (written < bytes.length && room >= least) {
        int length = Math.min(bytes.length - written, packets ? Pipe.PIPE_BUF : room);
        pieces.add(new Piece(packets, part(bytes, written, length)));
        room -= packets ? Pipe.PIPE_BUF : length;
        written += length;
      }
      return written;
    }

    byte[] read(int length) {
      byte[] read = new byte[length];
      int count = 0;
      boolean ends = false;
      while (!ends && count < length && !pieces.isEmpty()) {
        Piece piece = pieces.remove();
        int taken = Math.min(length - count, piece.bytes.length);
        System.arraycopy(piece.bytes, 0, read, count, taken);
        count += taken;
        ends = piece.isPacket;
        room += piece.isPacket ? Pipe.PIPE_BUF : taken;
        if (!piece.isPacket && taken < piece.bytes.length) {
          int left = piece.bytes.length - taken;
          pieces.addFirst(new Piece(false, part(piece.bytes, taken, left)));
        }
      }
      return part(read, 0, count);
    }

    private static byte[] part(byte[] bytes, int from, int length) {
      byte[] part = new byte[length];
      System.arraycopy(bytes, from, part, 0, length);
      return part;
    }
  }

  private final Directory root = TestCaller.emptyRoot();
  private final TestCaller caller = new TestCaller(root);
  private int written;

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> bytes =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 100),
            Arbitraries.integers().between(4000, 4200),
            Arbitraries.integers().between(1, 70_000));
    return Combinators.combine(Arbitraries.of(Action.class), bytes)
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 150)
  void aReadEndsWithAPacket(@ForAll("steps") List<Step> steps) {
    Pipe.Ends ends = Pipe.open(root.fileSystem(), OpenFlags.O_NONBLOCK, new PipePages(16_384));
    Model model = new Model();
    written = 0;
    for (Step step : steps) {
      switch (step.action) {
        case WRITE_BYTES -> write(ends.writer(), model, step.bytes, 0);
        case WRITE_PACKETS -> write(ends.writer(), model, step.bytes, OpenFlags.O_DIRECT);
        case READ -> read(ends.reader(), model, step.bytes);
      }
      boolean hasRoom = model.room >= Pipe.PIPE_BUF;
      assertEquals(hasRoom, (ends.writer().poll() & PollEvents.POLLOUT) != 0);
    }
  }

  private void write(FileDescription writer, Model model, int length, int flag) {
    byte[] bytes = new byte[length];
    for (int index = 0; index < length; index++) {
      bytes[index] = (byte) (written++ % BYTES_BEFORE_REPEAT);
    }
    writer.changeFlags(OpenFlags.O_NONBLOCK | flag);
    caller.nextCall();
    ArrayBuffer buffer = new ArrayBuffer(bytes);
    Errno error = TestCaller.error(() -> writer.write(buffer, caller));
    int expected = model.write(bytes, flag != 0);
    assertEquals(expected, buffer.moved());
    assertEquals(refusal(expected), error);
  }

  private void read(FileDescription reader, Model model, int length) {
    byte[] bytes = new byte[length];
    caller.nextCall();
    ArrayBuffer buffer = new ArrayBuffer(bytes);
    Errno error = TestCaller.error(() -> reader.read(buffer, caller));
    byte[] expected = model.read(length);
    assertEquals(refusal(expected.length), error);
    assertArrayEquals(expected, Model.part(bytes, 0, (int) buffer.moved()));
  }

  private static @Nullable Errno refusal(int moved) {
    return moved == 0 ? Errno.EAGAIN : null;
  }
}
