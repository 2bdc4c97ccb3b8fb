package spool.kernel.fs.proc;

import java.util.Optional;
import java.util.function.Function;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Location;
import spool.kernel.fs.Symlink;

/// A link of /proc: to a path, such as `self`, or straight to a file, such as `exe`.
final class ProcLink extends Symlink {
  private final Function<Caller, String> target;
  private final Optional<Location> jump;

  /// A link to the path that `target` answers for the caller.
  ProcLink(FileSystem fileSystem, long number, Function<Caller, String> target) {
    super(fileSystem, number);
    this.target = target;
    this.jump = Optional.empty();
  }

  /// A link to the file at `location`, whether or not that has a path any more.
  ProcLink(FileSystem fileSystem, long number, Location location) {
    super(fileSystem, number);
    this.target = caller -> location.path(caller.workingDirectory().root());
    this.jump = Optional.of(location);
  }

  @Override
  public int links() {
    return 1;
  }

  @Override
  public String target(Caller caller) {
    return target.apply(caller);
  }

  @Override
  public Optional<Location> jump() {
    return jump;
  }
}
