package spool.kernel.driver;

import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Termios;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;
import spool.kernel.sync.WaitQueue;

/// An open [Terminal].
final class TerminalDescription extends FileDescription {
  private static final int MOST_BYTES = 4096;
  private static final long TENTH_OF_SECOND = 100_000_000;

  /// What a read with a timeout (`VTIME`) remembers while it waits.
  private static final class Wait {
    private long deadline;
    private int seen;
  }

  private static final class Written {
    private long bytes;
  }

  private final Terminal terminal;

  TerminalDescription(Location location, int flags, Terminal terminal) {
    super(location, flags);
    this.terminal = terminal;
  }

  @Override
  protected void fill(IoBuffer buffer, long position, Caller caller) {
    terminal.demandForegroundToRead(caller);
    if (buffer.remaining() == 0) {
      return;
    }
    byte[] bytes = new byte[(int) Math.min(buffer.remaining(), MOST_BYTES)];
    LineDiscipline discipline = terminal.discipline();
    int count;
    if (discipline.isCanonical()) {
      awaitLine(caller);
      count = discipline.input().takeLine(bytes);
    } else {
      awaitBytes(bytes.length, caller);
      count = discipline.input().takeBytes(bytes);
    }
    buffer.put(bytes, 0, count);
  }

  private void awaitLine(Caller caller) {
    if (!terminal.discipline().input().hasLine()) {
      throw unready(caller, Caller.NEVER, terminal.readable());
    }
  }

  /// Waits as `VMIN` and `VTIME` say (termios(3), non-canonical mode): for the minimum without a
  /// time; with a time and no minimum, for a byte that long; with both, for the minimum, but no
  /// longer than that after each byte.
  private void awaitBytes(int room, Caller caller) {
    Termios modes = terminal.discipline().modes();
    int available = terminal.discipline().input().size();
    int minimum = Math.min(modes.character(Termios.VMIN), room);
    int time = modes.character(Termios.VTIME);
    if (available > 0 && available >= minimum) {
      return;
    }
    if (minimum == 0 && time == 0) {
      return;
    }
    if (time == 0) {
      throw unready(caller, Caller.NEVER, terminal.readable());
    }
    awaitBytesFor(time * TENTH_OF_SECOND, available, minimum, caller);
  }

  private void awaitBytesFor(long duration, int available, int minimum, Caller caller) {
    Wait wait = caller.progress(Wait.class, () -> begin(duration, minimum, caller));
    if (available > wait.seen) {
      wait.seen = available;
      wait.deadline = caller.now() + duration;
    }
    if (caller.now() < wait.deadline) {
      throw unready(caller, wait.deadline, terminal.readable());
    }
  }

  /// With a minimum, time begins with the first byte.
  private static Wait begin(long duration, int minimum, Caller caller) {
    Wait wait = new Wait();
    wait.deadline = minimum > 0 ? Caller.NEVER : caller.now() + duration;
    return wait;
  }

  @Override
  protected void drain(IoBuffer buffer, long position, Caller caller) {
    if ((terminal.discipline().modes().local() & Termios.TOSTOP) != 0) {
      terminal.demandForegroundToChange(caller);
    }
    Written written = caller.progress(Written.class, Written::new);
    buffer.skip(written.bytes);
    byte[] bytes = new byte[(int) Math.min(buffer.remaining(), MOST_BYTES)];
    while (buffer.remaining() > 0) {
      if (terminal.discipline().isOutputStopped()) {
        written.bytes = buffer.moved();
        throw unready(caller, Caller.NEVER, terminal.writable());
      }
      int count = buffer.take(bytes, 0, bytes.length);
      for (int index = 0; index < count; index++) {
        terminal.write(Byte.toUnsignedInt(bytes[index]));
      }
    }
  }

  private RuntimeException unready(Caller caller, long deadline, WaitQueue queue) {
    return isNonblocking() ? Errno.EAGAIN.failure() : caller.block(deadline, queue);
  }

  @Override
  public int poll() {
    return terminal.poll();
  }

  @Override
  public List<WaitQueue> queues() {
    return List.of(terminal.readable(), terminal.writable());
  }

  @Override
  public long ioctl(int request, long argument, Caller caller) {
    return terminal.ioctl(request, argument, caller);
  }
}
