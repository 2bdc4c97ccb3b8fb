package spool.kernel.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static spool.kernel.abi.AtFlags.AT_FDCWD;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;

/// Random changes of a file tree leave it as they leave a tree of nested maps, and fail alike.
class FileTreeProperties {
  enum Kind {
    MKDIR,
    WRITE,
    UNLINK,
    RMDIR,
    LINK,
    RENAME
  }

  record Change(Kind kind, List<String> first, List<String> second, String text) {
    private static String path(List<String> names) {
      return "/" + String.join("/", names);
    }
  }

  /// A file or, with entries, a directory.
  private static final class Node {
    private final boolean directory;
    private final TreeMap<String, Node> entries = new TreeMap<>();
    private String text = "";
    private int names;

    Node(boolean directory) {
      this.directory = directory;
    }

    boolean contains(Node other) {
      return equals(other) || entries.values().stream().anyMatch(each -> each.contains(other));
    }
  }

  private static final class Model {
    private final Node root = new Node(true);

    /// The directory of the last name, or the error of getting there.
    private Object parent(List<String> path) {
      Node at = root;
      for (String name : path.subList(0, path.size() - 1)) {
        if (!at.directory) {
          return Errno.ENOTDIR;
        }
        Node next = at.entries.get(name);
        if (next == null) {
          return Errno.ENOENT;
        }
        at = next;
      }
      return at.directory ? at : Errno.ENOTDIR;
    }

    Optional<Errno> apply(Change change) {
      Object parent = parent(change.first);
      if (parent instanceof Errno errno) {
        return Optional.of(errno);
      }
      Node folder = (Node) parent;
      Map<String, Node> in = folder.entries;
      String name = change.first.getLast();
      @Nullable Node there = in.get(name);
      return Optional.ofNullable(
          switch (change.kind) {
            case MKDIR -> make(in, name, there);
            case WRITE -> write(in, name, there, change.text);
            case UNLINK -> unlink(in, name, there);
            case RMDIR -> rmdir(in, name, there);
            case LINK -> there == null ? Errno.ENOENT : link(there, change.second);
            case RENAME -> rename(folder, name, there, change.second);
          });
    }

    private static @Nullable Errno make(Map<String, Node> in, String name, @Nullable Node there) {
      if (there != null) {
        return Errno.EEXIST;
      }
      in.put(name, new Node(true));
      return null;
    }

    private static @Nullable Errno write(
        Map<String, Node> in, String name, @Nullable Node there, String text) {
      if (there != null && there.directory) {
        return Errno.EISDIR;
      }
      Node file = there == null ? new Node(false) : there;
      if (there == null) {
        file.names = 1;
        in.put(name, file);
      }
      file.text = text;
      return null;
    }

    private static @Nullable Errno unlink(Map<String, Node> in, String name, @Nullable Node there) {
      if (there == null || there.directory) {
        return there == null ? Errno.ENOENT : Errno.EISDIR;
      }
      in.remove(name);
      there.names--;
      return null;
    }

    private static @Nullable Errno rmdir(Map<String, Node> in, String name, @Nullable Node there) {
      if (there == null || !there.directory) {
        return there == null ? Errno.ENOENT : Errno.ENOTDIR;
      }
      if (!there.entries.isEmpty()) {
        return Errno.ENOTEMPTY;
      }
      in.remove(name);
      return null;
    }

    private @Nullable Errno link(Node file, List<String> path) {
      Object parent = parent(path);
      if (parent instanceof Errno errno) {
        return errno;
      }
      if (((Node) parent).entries.containsKey(path.getLast())) {
        return Errno.EEXIST;
      }
      if (file.directory) {
        return Errno.EPERM;
      }
      ((Node) parent).entries.put(path.getLast(), file);
      file.names++;
      return null;
    }

    private @Nullable Errno rename(
        Node from, String name, @Nullable Node moved, List<String> path) {
      Object parent = parent(path);
      if (parent instanceof Errno errno) {
        return errno;
      }
      Node target = (Node) parent;
      @Nullable Node old = target.entries.get(path.getLast());
      if (moved == null) {
        return Errno.ENOENT;
      }
      if (moved.contains(target)) {
        return Errno.EINVAL;
      }
      if (moved.equals(old)) {
        return null;
      }
      if (old != null) {
        Errno error = replaceError(from, moved, old);
        if (error != null) {
          return error;
        }
        old.names--;
      }
      from.entries.remove(name);
      target.entries.put(path.getLast(), moved);
      return null;
    }

    private static @Nullable Errno replaceError(Node from, Node moved, Node old) {
      if (!old.directory) {
        return moved.directory ? Errno.ENOTDIR : null;
      }
      if (old.contains(from)) {
        return Errno.ENOTEMPTY;
      }
      if (!moved.directory) {
        return Errno.EISDIR;
      }
      return old.entries.isEmpty() ? null : Errno.ENOTEMPTY;
    }

    String show() {
      StringBuilder text = new StringBuilder();
      show(root, "", text);
      return text.toString();
    }

    private static void show(Node node, String path, StringBuilder text) {
      if (!node.directory) {
        text.append(path).append(' ').append(node.names).append(' ').append(node.text);
      } else {
        long below = node.entries.values().stream().filter(each -> each.directory).count();
        text.append(path).append("/ ").append(2 + below);
      }
      text.append('\n');
      node.entries.forEach((name, each) -> show(each, path + "/" + name, text));
    }
  }

  /// The real tree.
  private static final class Real {
    private final Directory root = TestCaller.emptyRoot();
    private final TestCaller caller = new TestCaller(root);
    private final FileTree tree = new FileTree(caller);

    private void apply(Change change) {
      String first = Change.path(change.first);
      String second = Change.path(change.second);
      switch (change.kind) {
        case MKDIR -> tree.makeDirectory(AT_FDCWD, first, 0777);
        case WRITE -> write(first, change.text);
        case UNLINK -> tree.unlink(AT_FDCWD, first);
        case RMDIR -> tree.removeDirectory(AT_FDCWD, first);
        case LINK -> tree.link(tree.find(AT_FDCWD, first, false), AT_FDCWD, second);
        case RENAME -> new Rename(tree, AT_FDCWD, first, AT_FDCWD, second, 0).run();
      }
    }

    private void write(String path, String text) {
      int flags = OpenFlags.O_CREAT | OpenFlags.O_WRONLY | OpenFlags.O_TRUNC;
      FileDescription file = new Opening(caller, flags, 0666).open(AT_FDCWD, path);
      file.write(new ArrayBuffer(text.getBytes(ISO_8859_1)), caller);
      file.release();
    }

    private String show() {
      StringBuilder text = new StringBuilder();
      show(root, "", text);
      return text.toString();
    }

    private void show(Inode inode, String path, StringBuilder text) {
      if (inode instanceof Directory directory) {
        text.append(path).append("/ ").append(inode.links()).append('\n');
        assertEquals(path.isEmpty() ? "/" : path, directory.path(root));
        TreeMap<String, Inode> entries = new TreeMap<>();
        Optional<DirectoryEntry> next = directory.entryAfter(0);
        while (next.isPresent()) {
          entries.put(next.get().name(), next.get().inode());
          next = directory.entryAfter(next.get().cookie());
        }
        entries.forEach((name, each) -> show(each, path + "/" + name, text));
      } else {
        text.append(path).append(' ').append(inode.links()).append(' ').append(read(inode));
        text.append('\n');
      }
    }

    private String read(Inode inode) {
      Location location = Location.anonymous("", inode);
      FileDescription file = inode.open(location, OpenFlags.O_RDONLY, caller);
      byte[] bytes = new byte[(int) inode.size()];
      file.read(new ArrayBuffer(bytes), caller);
      file.release();
      return new String(bytes, ISO_8859_1);
    }
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<List<String>> path = Arbitraries.of("a", "b", "c").list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<String> text = Arbitraries.strings().alpha().ofMaxLength(5);
    return Combinators.combine(Arbitraries.of(Kind.class), path, path, text)
        .as(Change::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 400)
  void changesDoWhatTheyDoToNestedMaps(@ForAll("changes") List<Change> changes) {
    Model model = new Model();
    Real real = new Real();
    for (Change change : changes) {
      Optional<Errno> expected = model.apply(change);
      Errno failed = TestCaller.error(() -> real.apply(change));
      assertEquals(expected, Optional.ofNullable(failed), change::toString);
      assertEquals(model.show(), real.show(), change::toString);
    }
  }
}
