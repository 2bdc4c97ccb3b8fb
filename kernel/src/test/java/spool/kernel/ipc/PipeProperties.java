package spool.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.Directory;
import spool.kernel.fs.TestCaller;
import spool.kernel.sync.Blocked;

/// Several writers, each executing its calls again when woken, against one reader.
class PipeProperties {
  private static final int WRITERS = 3;

  /// A step: a writer writes `bytes`, or goes on with its write; or the reader (-1) reads so many.
  record Step(int actor, int bytes) {}

  /// A pipe and its users.
  private static final class World {
    private final Pipe.Ends ends;
    private final TestCaller reader;
    private final List<TestCaller> writers = new ArrayList<>();
    private final List<byte[]> pending = new ArrayList<>();
    private final List<ArrayDeque<Integer>> written = new ArrayList<>();
    private final List<Integer> calls = new ArrayList<>();
    private final List<Integer> read = new ArrayList<>();

    World() {
      Directory root = TestCaller.emptyRoot();
      ends = Pipe.open(root.fileSystem(), 0, new PipePages(16_384));
      reader = new TestCaller(root);
      for (int writer = 0; writer < WRITERS; writer++) {
        writers.add(new TestCaller(root));
        pending.add(new byte[0]);
        written.add(new ArrayDeque<>());
        calls.add(0);
      }
    }

    /// Every byte tells its writer and, modulo 64, its write.
    void write(int writer, int length) {
      if (pending.get(writer).length == 0) {
        int call = calls.get(writer);
        calls.set(writer, call + 1);
        pending.set(writer, TestCaller.bytes(length, writer << 6 | call % 64));
        writers.get(writer).nextCall();
      }
      byte[] bytes = pending.get(writer);
      try {
        assertEquals(
            bytes.length, ends.writer().write(new ArrayBuffer(bytes), writers.get(writer)));
        written.get(writer).add(bytes.length);
        pending.set(writer, new byte[0]);
      } catch (Blocked blocked) {
        assertTrue(writers.get(writer).isWaiting());
      }
    }

    void read(int length) {
      byte[] bytes = new byte[length];
      try {
        long count = ends.reader().read(new ArrayBuffer(bytes), reader);
        for (int index = 0; index < count; index++) {
          read.add(Byte.toUnsignedInt(bytes[index]));
        }
      } catch (Blocked blocked) {
        reader.wake();
      }
    }

    void finish() {
      boolean unfinished = true;
      while (unfinished) {
        read(100_000);
        unfinished = ((Pipe) ends.reader().inode()).contents().size() > 0;
        for (int writer = 0; writer < WRITERS; writer++) {
          if (pending.get(writer).length > 0) {
            write(writer, 0);
            unfinished = true;
          }
        }
      }
    }

    /// The bytes of each writer are those of its writes in order, and a short write is one run.
    void check(int writer) {
      int at = 0;
      for (int call = 0; call < calls.get(writer); call++) {
        int length = written.get(writer).remove();
        int mark = writer << 6 | call % 64;
        at = next(writer, at);
        int first = at;
        for (int count = 0; count < length; count++) {
          at = next(writer, at);
          assertEquals(mark, read.get(at));
          at++;
        }
        if (length <= Pipe.PIPE_BUF) {
          assertEquals(length, at - first);
        }
      }
      assertEquals(read.size(), next(writer, at));
    }

    private int next(int writer, int from) {
      int at = from;
      while (at < read.size() && read.get(at) >> 6 != writer) {
        at++;
      }
      return at;
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> length =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 100),
            Arbitraries.integers().between(4000, 4096),
            Arbitraries.integers().between(4097, 70_000));
    return Combinators.combine(Arbitraries.integers().between(-1, WRITERS - 1), length)
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 150)
  void nothingIsLostAndShortWritesAreNotMixed(@ForAll("steps") List<Step> steps) {
    World world = new World();
    for (Step step : steps) {
      if (step.actor < 0) {
        world.read(step.bytes);
      } else {
        world.write(step.actor, step.bytes);
      }
    }
    world.finish();
    IntStream.range(0, WRITERS).forEach(world::check);
  }
}
