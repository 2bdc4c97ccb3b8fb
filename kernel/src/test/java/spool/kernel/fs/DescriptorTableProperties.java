package spool.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static spool.kernel.abi.AtFlags.AT_FDCWD;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;
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

  private TestCaller caller;
  private DescriptorTable table;
  private Map<Integer, FileDescription> model;
  private Map<Integer, Boolean> closes;

  @BeforeTry
  void begin() {
    caller = new TestCaller(TestCaller.emptyRoot());
    table = caller.descriptors();
    model = new TreeMap<>();
    closes = new TreeMap<>();
  }

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

  private void apply(Action action) {
    FileDescription file = model.get(action.fd);
    if (action.kind != Kind.OPEN && action.kind != Kind.EXEC && file == null) {
      assertEquals(Errno.EBADF, TestCaller.error(() -> table.description(action.fd)));
      assertEquals(Errno.EBADF, TestCaller.error(() -> table.close(action.fd)));
      return;
    }
    switch (action.kind) {
      case OPEN -> install(openRoot(), 0, action.closes);
      case CLOSE -> {
        table.close(action.fd);
        model.remove(action.fd);
      }
      case DUP -> {
        file.retain();
        install(file, action.other, action.closes);
      }
      case DUP_TO -> {
        file.retain();
        table.replace(action.other, file, action.closes);
        note(action.other, file, action.closes);
      }
      case EXEC -> {
        table.closeOnExec();
        model.keySet().removeIf(closes::get);
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
    for (Action action : actions) {
      apply(action);
      for (int fd = 0; fd < LIMIT; fd++) {
        assertEquals(model.containsKey(fd), table.firstFrom(fd).orElse(-1) == fd);
        if (model.containsKey(fd)) {
          assertSame(model.get(fd), table.description(fd));
          assertEquals(closes.get(fd), table.closesOnExec(fd));
        }
      }
    }
  }

  @Example
  void copiesShareOffsetsButNotDescriptors() {
    FileDescription file = openRoot();
    int fd = table.install(file, false, 0, LIMIT);
    DescriptorTable copy = table.copy();
    table.close(fd);
    assertSame(file, copy.description(fd));
    file.seek(5, 0);
    assertEquals(5, copy.description(fd).offset());
  }

  @Example
  void filesAreClosedByTheLastWhoSharesTheTable() {
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
