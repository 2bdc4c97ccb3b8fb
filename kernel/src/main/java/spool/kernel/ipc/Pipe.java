package spool.kernel.ipc;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.OpenFlags;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Location;
import spool.kernel.sync.Interrupted;
import spool.kernel.sync.WaitQueue;

/// A pipe, with or without a name (pipe(7), fifo(7)).
public final class Pipe extends Inode {
  /// How many bytes a write may have and still not be mixed with others.
  public static final int PIPE_BUF = 4096;

  private static final int LARGEST_BYTES = 1 << 20;
  private static final int OWNER_ONLY = 0600;
  private static final int MAGIC = 0x5049_5045;

  /// The two ends of a new pipe without a name.
  public record Ends(FileDescription reader, FileDescription writer) {}

  /// An `openat` of a FIFO that waits for the other side. While it waits its own end is open, so
  /// that the other side finds it; when a signal ends the wait, that is closed again.
  private static final class PendingOpen {
    private Optional<FileDescription> end = Optional.empty();
    private long peersBefore;

    FileDescription end(Supplier<FileDescription> opener, LongSupplier peersEver) {
      if (end.isEmpty()) {
        peersBefore = peersEver.getAsLong();
        end = Optional.of(opener.get());
      }
      return end.get();
    }

    void close() {
      end.ifPresent(FileDescription::release);
      end = Optional.empty();
    }
  }

  private final PipePages pages;
  private final PipeContents contents = new PipeContents();
  private final WaitQueue readable = new WaitQueue();
  private final WaitQueue writable = new WaitQueue();
  private int readers;
  private int writers;
  private long readersEver;
  private long writersEver;

  /// A FIFO that has no name yet, and takes its pages from `pages` while it is open.
  public Pipe(FileSystem fileSystem, int permissions, PipePages pages) {
    super(fileSystem, FileMode.S_IFIFO | permissions);
    this.pages = pages;
  }

  /// A file system, device number `device`, for pipes without names.
  public static FileSystem fileSystem(int device, LongSupplier clock) {
    return new FileSystem("pipefs", MAGIC, device, clock, () -> FileSystem.Room.NONE);
  }

  /// A new pipe on `fileSystem`; of `flags` only `O_NONBLOCK` and `O_DIRECT` matter. Fails with
  /// `ENFILE` without pages.
  public static Ends open(FileSystem fileSystem, int flags, PipePages pages) {
    Pipe pipe = new Pipe(fileSystem, OWNER_ONLY, pages);
    pipe.takePages();
    Location location = Location.anonymous("pipe:[" + pipe.number() + "]", pipe);
    int waiting = flags & OpenFlags.O_NONBLOCK;
    int packets = flags & OpenFlags.O_DIRECT;
    return new Ends(
        new PipeDescription(location, pipe, waiting | OpenFlags.O_RDONLY),
        new PipeDescription(location, pipe, waiting | packets | OpenFlags.O_WRONLY));
  }

  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    boolean waits = (flags & OpenFlags.O_NONBLOCK) == 0;
    boolean reads = OpenFlags.reads(flags);
    if (!waits && !reads && readers == 0) {
      throw Errno.ENXIO.failure();
    }
    takePages();
    if (!waits || (reads && OpenFlags.writes(flags))) {
      return new PipeDescription(location, this, flags);
    }
    PendingOpen pending = caller.progress(PendingOpen.class, PendingOpen::new);
    FileDescription end =
        pending.end(() -> new PipeDescription(location, this, flags), () -> peersEver(reads));
    boolean met = (reads ? writers : readers) > 0 || peersEver(reads) != pending.peersBefore;
    return met ? end : waitFor(pending, reads ? readable : writable, caller);
  }

  private long peersEver(boolean reads) {
    return reads ? writersEver : readersEver;
  }

  private static FileDescription waitFor(PendingOpen pending, WaitQueue queue, Caller caller) {
    RuntimeException end = caller.block(queue);
    if (end instanceof Interrupted) {
      pending.close();
    }
    throw end;
  }

  /// Has pages before the first end is opened.
  private void takePages() {
    if (readers + writers == 0) {
      contents.capacity(pages.take() * PipePages.BYTES);
    }
  }

  /// Counts an end that was opened with `flags`.
  void join(int flags) {
    if (OpenFlags.reads(flags)) {
      readers++;
      readersEver++;
    }
    if (OpenFlags.writes(flags)) {
      writers++;
      writersEver++;
    }
    wakeAll();
  }

  /// Counts an end, opened with `flags`, that has been closed.
  void leave(int flags) {
    readers -= OpenFlags.reads(flags) ? 1 : 0;
    writers -= OpenFlags.writes(flags) ? 1 : 0;
    if (readers + writers == 0) {
      contents.clear();
      pages.give(capacity() / PipePages.BYTES);
    }
    wakeAll();
  }

  private void wakeAll() {
    readable.wakeAll();
    writable.wakeAll();
  }

  PipeContents contents() {
    return contents;
  }

  /// Waits for bytes, or for the last writer to leave.
  WaitQueue readable() {
    return readable;
  }

  /// Waits for room, or for the last reader to leave.
  WaitQueue writable() {
    return writable;
  }

  boolean hasReaders() {
    return readers > 0;
  }

  boolean hasWriters() {
    return writers > 0;
  }

  long writersEver() {
    return writersEver;
  }

  /// How many bytes the pipe holds at most.
  public int capacity() {
    return contents.capacity();
  }

  /// Lets the pipe hold at least `wanted` bytes and answers how many (`F_SETPIPE_SZ`).
  public int changeCapacity(int wanted) {
    if (wanted < 0) {
      throw Errno.EINVAL.failure();
    }
    if (wanted > LARGEST_BYTES) {
      throw Errno.EPERM.failure();
    }
    int capacity = Math.max(PIPE_BUF, Integer.highestOneBit(Math.max(1, 2 * wanted - 1)));
    if (capacity < contents.used()) {
      throw Errno.EBUSY.failure();
    }
    pages.change(contents.capacity() / PipePages.BYTES, capacity / PipePages.BYTES);
    contents.capacity(capacity);
    wakeAll();
    return capacity;
  }
}
