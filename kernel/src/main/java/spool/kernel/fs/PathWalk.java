package spool.kernel.fs;

import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;

/// Follows one path through the file tree, as path_resolution(7) says.
///
/// What is left of the path is a string that shrinks by a component with each step; a symbolic link
/// puts its target in front of it. Mounted file systems cover the directories they are mounted on,
/// and the caller's root is where `..` ends.
final class PathWalk {
  /// Bytes of the longest path, with the zero behind it.
  static final int PATH_MAX = 4096;

  private static final int NAME_MAX = 255;
  private static final int MAX_LINKS = 40;

  private final Caller caller;
  private final Directory root;
  private final boolean followLast;
  private Directory at;
  private String rest;
  private boolean slash;
  private int links;

  private PathWalk(Caller caller, Directory start, String path, boolean followLast) {
    this.caller = caller;
    this.root = caller.workingDirectory().root();
    this.followLast = followLast;
    this.at = path.startsWith("/") ? root : start;
    this.rest = withoutSlashes(path);
  }

  /// Walks `path` from `start`, or from the root if it is absolute, as far as its last component,
  /// which need not exist. A symbolic link there is followed only if `followLast`, or if a slash
  /// comes after it.
  static Lookup walk(Caller caller, Directory start, String path, boolean followLast) {
    if (path.isEmpty()) {
      throw Errno.ENOENT.failure();
    }
    if (path.length() >= PATH_MAX) {
      throw Errno.ENAMETOOLONG.failure();
    }
    return new PathWalk(caller, start, path, followLast).run();
  }

  private Lookup run() {
    Optional<Lookup> end = Optional.empty();
    while (end.isEmpty()) {
      end = step(nextComponent());
    }
    return end.get();
  }

  /// Takes off the next component and the slashes behind it.
  private String nextComponent() {
    int end = rest.indexOf('/');
    slash = end >= 0;
    String name = slash ? rest.substring(0, end) : rest;
    rest = slash ? withoutSlashes(rest.substring(end)) : "";
    if (name.length() > NAME_MAX) {
      throw Errno.ENAMETOOLONG.failure();
    }
    return name;
  }

  private static String withoutSlashes(String path) {
    int begin = 0;
    while (begin < path.length() && path.charAt(begin) == '/') {
      begin++;
    }
    return path.substring(begin);
  }

  private boolean isLast() {
    return rest.isEmpty();
  }

  /// Goes on by one component, and answers the end if this was the last.
  private Optional<Lookup> step(String name) {
    caller.credentials().demand(FileMode.MAY_EXECUTE, at);
    return switch (name) {
      case "", "." -> arrive(name, at);
      case ".." -> arrive(name, at.equals(root) ? at : at.parent());
      default -> enter(name, at.lookup(name).map(PathWalk::uncovered));
    };
  }

  private static Inode uncovered(Inode inode) {
    return inode instanceof Directory directory ? directory.top() : inode;
  }

  private Optional<Lookup> arrive(String name, Directory directory) {
    at = directory;
    return isLast() ? Optional.of(Lookup.special(name, directory)) : Optional.empty();
  }

  private Optional<Lookup> enter(String name, Optional<Inode> found) {
    boolean follows = !isLast() || slash || followLast;
    if (follows && found.isPresent() && found.get() instanceof Symlink link) {
      return follow(link);
    }
    return pass(new Lookup(Optional.of(at), name, found, slash));
  }

  private Optional<Lookup> pass(Lookup lookup) {
    if (isLast()) {
      return Optional.of(lookup);
    }
    at = lookup.directory();
    return Optional.empty();
  }

  private Optional<Lookup> follow(Symlink link) {
    links++;
    if (links > MAX_LINKS) {
      throw Errno.ELOOP.failure();
    }
    Optional<Location> jump = link.jump();
    return jump.isPresent() ? pass(Lookup.of(jump.get(), slash)) : detour(link.target(caller));
  }

  private Optional<Lookup> detour(String target) {
    at = target.startsWith("/") ? root : at;
    rest = withoutSlashes(target) + (slash ? "/" + rest : "");
    return Optional.empty();
  }
}
