package spool.kernel.driver;

import java.io.IOException;
import java.io.OutputStream;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Signal;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;

/// A stream of the host's that a process writes, such as a pipe out of `spool run`. Every write is
/// passed on at once and whole, so that two streams keep their order.
final class HostOutput extends FileDescription {
  private static final int MOST_BYTES = 65_536;

  private final OutputStream stream;

  /// The open `stream`, found at `location`.
  HostOutput(Location location, int flags, OutputStream stream) {
    super(location, flags);
    this.stream = stream;
  }

  @Override
  protected void drain(IoBuffer buffer, long position, Caller caller) {
    byte[] bytes = new byte[(int) Math.min(buffer.remaining(), MOST_BYTES)];
    while (buffer.remaining() > 0) {
      pass(buffer, bytes, caller);
    }
  }

  /// Passes on as much as `bytes` holds. A stream that takes no more has lost its reader.
  private void pass(IoBuffer buffer, byte[] bytes, Caller caller) {
    int count = buffer.take(bytes, 0, bytes.length);
    try {
      stream.write(bytes, 0, count);
      stream.flush();
    } catch (IOException failure) {
      buffer.skip(-count);
      caller.raise(Signal.SIGPIPE);
      throw Errno.EPIPE.failure();
    }
  }
}
