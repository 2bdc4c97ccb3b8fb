package spool.kernel.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static spool.kernel.abi.AtFlags.AT_FDCWD;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;
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
    private final @Nullable TreeMap<String, Node> entries;
    private String text = "";
    private int names;

    Node(boolean directory) {
      entries = directory ? new TreeMap<>() : null;
    }

    boolean contains(Node other) {
      return this == other
          || (entries != null && entries.values().stream().anyMatch(each -> each.contains(other)));
    }
  }

  private static final class Model {
    private final Node root = new Node(true);

    private static Errno failure(Errno errno) {
      return errno;
    }

    /// The directory of the last name, or the error of getting there.
    private Object parent(List<String> path) {
      Node at = root;
      for (String name : path.subList(0, path.size() - 1)) {
        if (at.entries == null) {
          return failure(Errno.ENOTDIR);
        }
        Node next = at.entries.get(name);
        if (next == null) {
          return failure(Errno.ENOENT);
        }
        at = next;
      }
      return at.entries == null ? failure(Errno.ENOTDIR) : at;
    }

    Optional<Errno> apply(Change change) {
      Object parent = parent(change.first);
      if (parent instanceof Errno errno) {
        return Optional.of(errno);
      }
      TreeMap<String, Node> in = ((Node) parent).entries;
      String name = change.first.getLast();
      @Nullable Node there = in.get(name);
      return Optional.ofNullable(
          switch (change.kind) {
            case MKDIR -> make(in, name, there);
            case WRITE -> write(in, name, there, change.text);
            case UNLINK -> unlink(in, name, there);
            case RMDIR -> rmdir(in, name, there);
            case LINK -> there == null ? Errno.ENOENT : link(there, change.second);
            case RENAME -> rename(in, name, there, change.second);
          });
    }

    private static @Nullable Errno make(
        TreeMap<String, Node> in, String name, @Nullable Node there) {
      if (there != null) {
        return Errno.EEXIST;
      }
      in.put(name, new Node(true));
      return null;
    }

    private static @Nullable Errno write(
        TreeMap<String, Node> in, String name, @Nullable Node there, String text) {
      if (there != null && there.entries != null) {
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

    private static @Nullable Errno unlink(
        TreeMap<String, Node> in, String name, @Nullable Node there) {
      if (there == null || there.entries != null) {
        return there == null ? Errno.ENOENT : Errno.EISDIR;
      }
      in.remove(name).names--;
      return null;
    }

    private static @Nullable Errno rmdir(
        TreeMap<String, Node> in, String name, @Nullable Node there) {
      if (there == null || there.entries == null) {
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
      if (file.entries != null) {
        return Errno.EPERM;
      }
      ((Node) parent).entries.put(path.getLast(), file);
      file.names++;
      return null;
    }

    private @Nullable Errno rename(
        TreeMap<String, Node> in, String name, @Nullable Node moved, List<String> path) {
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
      if (old == moved) {
        return null;
      }
      if (old != null) {
        Errno error = replaceError(in, moved, old);
        if (error != null) {
          return error;
        }
        old.names--;
      }
      in.remove(name);
      target.entries.put(path.getLast(), moved);
      return null;
    }

    private static @Nullable Errno replaceError(
        TreeMap<String, Node> from, Node moved, Node old) {
      if (old.entries == null) {
        return moved.entries == null ? null : Errno.ENOTDIR;
      }
      boolean above = old.entries == from || holds(old, from);
      if (above) {
        return Errno.ENOTEMPTY;
      }
      if (moved.entries == null) {
        return Errno.EISDIR;
      }
      return old.entries.isEmpty() ? null : Errno.ENOTEMPTY;
    }

    private static boolean holds(Node node, TreeMap<String, Node> entries) {
      return node.entries == entries
          || (node.entries != null
              && node.entries.values().stream().anyMatch(each -> holds(each, entries)));
    }

    String show() {
      StringBuilder text = new StringBuilder();
      show(root, "", text);
      return text.toString();
    }

    private static void show(Node node, String path, StringBuilder text) {
      if (node.entries == null) {
        text.append(path).append(' ').append(node.names).append(' ').append(node.text);
      } else {
        long below = node.entries.values().stream().filter(each -> each.entries != null).count();
        text.append(path).append("/ ").append(2 + below);
      }
      text.append('\n');
      if (node.entries != null) {
        node.entries.forEach((name, each) -> show(each, path + "/" + name, text));
      }
    }
  }

  private Directory root;
  private TestCaller caller;
  private FileTree tree;

  @BeforeTry
  void begin() {
    root = TestCaller.emptyRoot();
    caller = new TestCaller(root);
    tree = new FileTree(caller);
  }

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

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<List<String>> path =
        Arbitraries.of("a", "b", "c").list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<String> text = Arbitraries.strings().alpha().ofMaxLength(5);
    return Combinators.combine(Arbitraries.of(Kind.class), path, path, text)
        .as(Change::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 400)
  void changesDoWhatTheyDoToNestedMaps(@ForAll("changes") List<Change> changes) {
    Model model = new Model();
    for (Change change : changes) {
      Optional<Errno> expected = model.apply(change);
      Errno failed = TestCaller.error(() -> apply(change));
      assertEquals(expected, Optional.ofNullable(failed), change::toString);
      assertEquals(model.show(), show(), change::toString);
    }
  }
}
