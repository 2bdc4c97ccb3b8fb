package spool.kernel.driver;

import java.io.BufferedInputStream;
import java.io.IOException;
import spool.kernel.abi.Errno;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;

/// A stream of the host's that a process reads, such as a pipe into `spool run`.
///
/// A read waits for the host with the whole machine standing still, and takes no virtual time. It
/// answers one line, or what fits of it: so a program that converses through pipes is not kept
/// waiting for more, and yet what it sees depends on the bytes alone, not on when or in what pieces
/// they came. Hence it is always ready.
final class HostInput extends FileDescription {
  private static final int MOST_BYTES = 65_536;

  private final BufferedInputStream stream;

  /// The open `stream`, found at `location`.
  HostInput(Location location, int flags, BufferedInputStream stream) {
    super(location, flags);
    this.stream = stream;
  }

  @Override
  protected void fill(IoBuffer buffer, long position, Caller caller) {
    byte[] bytes = new byte[(int) Math.min(buffer.remaining(), MOST_BYTES)];
    try {
      buffer.put(bytes, 0, readLine(bytes));
    } catch (IOException failure) {
      throw Errno.EIO.failure();
    }
  }

  private int readLine(byte[] bytes) throws IOException {
    int count = 0;
    while (count < bytes.length) {
      int next = stream.read();
      if (next < 0) {
        break;
      }
      bytes[count++] = (byte) next;
      if (next == '\n') {
        break;
      }
    }
    return count;
  }
}
