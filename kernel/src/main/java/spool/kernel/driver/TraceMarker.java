package spool.kernel.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import spool.kernel.abi.FileMode;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;
import spool.kernel.trace.SchedulingListener;
import spool.kernel.trace.TraceSink;

/// The file by which programs put marks into the account and the trace of a run
/// (`Documentation/trace/ftrace.rst` of Linux, `trace_marker`): each write is one mark.
///
/// A mark is one line. The end of line with which a write may end is left out, and control
/// characters before it become spaces.
public final class TraceMarker extends Inode {
  private static final int WRITE_ONLY = 0220;

  /// Bytes of one mark; a write takes no more.
  private static final int MOST_BYTES = 4096;

  private final SchedulingListener listener;
  private final TraceSink trace;

  /// The marker, inode `number` of `fileSystem`, that tells `listener` and `trace`.
  public TraceMarker(
      FileSystem fileSystem, long number, SchedulingListener listener, TraceSink trace) {
    super(fileSystem, number, FileMode.S_IFREG | WRITE_ONLY);
    this.listener = listener;
    this.trace = trace;
  }

  @Override
  public int links() {
    return 1;
  }

  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    return new Description(location, flags, this);
  }

  private void mark(Caller caller, String text) {
    listener.marked(caller.now(), caller.pid(), text);
    if (trace.isOn()) {
      trace.event(caller.now(), TraceSink.NO_HART, caller.pid(), TraceSink.Kind.MARK, text);
    }
  }

  private static final class Description extends FileDescription {
    private final TraceMarker marker;

    Description(Location location, int flags, TraceMarker marker) {
      super(location, flags);
      this.marker = marker;
    }

    @Override
    protected void drain(IoBuffer buffer, long position, Caller caller) {
      byte[] bytes = new byte[(int) Math.min(MOST_BYTES, buffer.remaining())];
      int count = buffer.take(bytes, 0, bytes.length);
      String text = new String(bytes, 0, count, UTF_8).replaceFirst("\n$", "");
      marker.mark(caller, text.replaceAll("\\p{Cntrl}", " "));
    }
  }
}
