package spool.kernel.driver;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import spool.kernel.abi.FileMode;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Location;

/// A stream of the host's as a file: to programs it is a pipe whose other end they do not see. What
/// was read ahead from the host stays with the file, however often that is opened.
public final class HostStream extends Inode {
  private static final int OWNER_ONLY = 0600;
  private static final int AHEAD_BYTES = 65_536;

  /// Opens the stream that was found at `location`.
  private interface Opener {
    FileDescription open(Location location, int flags);
  }

  private final Opener opener;

  private HostStream(FileSystem fileSystem, Opener opener) {
    super(fileSystem, FileMode.S_IFIFO | OWNER_ONLY);
    this.opener = opener;
  }

  /// A file on `fileSystem` that is read from `stream`.
  public static HostStream of(FileSystem fileSystem, InputStream stream) {
    BufferedInputStream ahead = new BufferedInputStream(stream, AHEAD_BYTES);
    return new HostStream(fileSystem, (location, flags) -> new HostInput(location, flags, ahead));
  }

  /// A file on `fileSystem` that is written to `stream`.
  public static HostStream of(FileSystem fileSystem, OutputStream stream) {
    return new HostStream(fileSystem, (location, flags) -> new HostOutput(location, flags, stream));
  }

  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    return opener.open(location, flags);
  }

  /// The stream, opened with `flags`, without a name in the file tree.
  public FileDescription open(int flags) {
    return opener.open(Location.anonymous("pipe:[" + number() + "]", this), flags);
  }
}
