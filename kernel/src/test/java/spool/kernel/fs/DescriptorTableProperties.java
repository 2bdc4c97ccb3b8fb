package spool.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static spool.kernel.abi.AtFlags.AT_FDCWD;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;

/// A descriptor table is a map with the lowest free number given first.
class DescriptorTableProperties {
  private static final int LIMIT = 8;

  enum Kind {
    OPEN,
    CLOSE,
    DUP,
    DUP_TO,
    EXEC
  }

  record Action(Kind kind, int fd, int other, boolean closes) {}

  /// A table beside the map that it is to be.
  private static final class Checked {
    private final TestCaller caller = new TestCaller(TestCaller.emptyRoot());
    private final DescriptorTable table = caller.descriptors();
    private final Map<Integer, FileDescription> model = new TreeMap<>();
    private final Map<Integer, Boolean> closes = new TreeMap<>();

    private FileDescription openRoot() {
      return new Opening(caller, OpenFlags.O_DIRECTORY, 0).open(AT_FDCWD, "/");
    }

    private int lowestFree(int minimum) {
      int fd = minimum;
      while (model.containsKey(fd)) {
        fd++;
      }
      return fd;
    }

    private void note(int fd, FileDescription file, boolean closing) {
      model.put(fd, file);
      closes.put(fd, closing);
    }

    private void install(FileDescription file, int minimum, boolean closing) {
      int expected = lowestFree(minimum);
      if (expected >= LIMIT) {
        Errno error = TestCaller.error(() -> table.install(file, closing, minimum, LIMIT));
        assertEquals(Errno.EMFILE, error);
      } else {
        assertEquals(expected, table.install(file, closing, minimum, LIMIT));
        note(expected, file, closing);
      }
    }

    void apply(Action action) {
      Optional<FileDescription> file = Optional.ofNullable(model.get(action.fd));
      switch (action.kind) {
        case OPEN -> install(openRoot(), 0, action.closes);
        case EXEC -> {
          table.closeOnExec();
          model.keySet().removeIf(fd -> closes.getOrDefault(fd, false));
        }
        default -> file.ifPresentOrElse(open -> apply(action, open), () -> refuse(action.fd));
      }
    }

    private void refuse(int fd) {
      assertEquals(Errno.EBADF, TestCaller.error(() -> table.description(fd)));
      assertEquals(Errno.EBADF, TestCaller.error(() -> table.close(fd)));
    }

    private void apply(Action action, FileDescription file) {
      switch (action.kind) {
        case DUP -> {
          file.retain();
          install(file, action.other, action.closes);
        }
        case DUP_TO -> {
          file.retain();
          table.replace(action.other, file, action.closes);
          note(action.other, file, action.closes);
        }
        default -> {
          table.close(action.fd);
          model.remove(action.fd);
        }
      }
    }

    void check(int fd) {
      assertEquals(model.containsKey(fd), table.firstFrom(fd).orElse(-1) == fd);
      if (model.containsKey(fd)) {
        assertSame(model.get(fd), table.description(fd));
        assertEquals(closes.get(fd), table.closesOnExec(fd));
      }
    }
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    Arbitrary<Integer> fd = Arbitraries.integers().between(0, LIMIT - 1);
    return Combinators.combine(
            Arbitraries.of(Kind.class), fd, fd, Arbitraries.of(true, false, false))
        .as(Action::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 400)
  void tablesAreMapsWithTheLowestFreeNumberFirst(@ForAll("actions") List<Action> actions) {
    Checked checked = new Checked();
    for (Action action : actions) {
      checked.apply(action);
      IntStream.range(0, LIMIT).forEach(checked::check);
    }
  }

  @Example
  void copiesShareOffsetsButNotDescriptors() {
    Checked checked = new Checked();
    DescriptorTable table = checked.table;
    FileDescription file = checked.openRoot();
    int fd = table.install(file, false, 0, LIMIT);
    DescriptorTable copy = table.copy();
    table.close(fd);
    assertSame(file, copy.description(fd));
    file.seek(5, 0);
    assertEquals(5, copy.description(fd).offset());
  }

  @Example
  void filesAreClosedByTheLastWhoSharesTheTable() {
    TestCaller caller = new TestCaller(TestCaller.emptyRoot());
    DescriptorTable table = caller.descriptors();
    new FileTree(caller).makeFile(AT_FDCWD, "/file", 0666);
    FileDescription file = new Opening(caller, OpenFlags.O_RDONLY, 0).open(AT_FDCWD, "/file");
    table.install(file, false, 0, LIMIT);
    new FileTree(caller).unlink(AT_FDCWD, "/file");
    table.share();
    table.release();
    assertEquals(0, table.firstFrom(0).orElse(-1));
    table.release();
    assertEquals(-1, table.firstFrom(0).orElse(-1));
  }
}
