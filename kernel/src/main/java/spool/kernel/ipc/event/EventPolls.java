package spool.kernel.ipc.event;

import spool.kernel.abi.Errno;
import spool.kernel.fs.FileSystem;
import spool.kernel.sync.WaitQueue;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Quota;

/// What all [EventPoll]s share: how many entries there may be together, in a 25th of RAM as on
/// Linux (`max_user_watches`), and which wake is under way.
public final class EventPolls {
  private static final int RAM_SHARE = 25;
  private static final int BYTES_PER_ENTRY = 512;
  private static final int LEAST_ENTRIES = 1024;

  private final FileSystem fileSystem;
  private final Quota entries;
  private long wave;
  private int depth;
  private long look;
  private int lookDepth;

  /// Files on `fileSystem` of a machine with so many frames of RAM.
  public EventPolls(FileSystem fileSystem, int frames) {
    this.fileSystem = fileSystem;
    long fitting = (long) frames * Frames.BYTES / RAM_SHARE / BYTES_PER_ENTRY;
    entries = new Quota(Math.clamp(fitting, LEAST_ENTRIES, Integer.MAX_VALUE), Errno.ENOSPC);
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  /// The entries of all.
  Quota entries() {
    return entries;
  }

  /// Wakes `queue`. Everything that follows from one event is one wave, so that each of those who
  /// watch each other passes it on once only.
  void tell(WaitQueue queue) {
    depth++;
    queue.wakeAll();
    depth--;
  }

  /// The number of the wave under way, or of the one that begins now.
  long wave() {
    wave += depth == 0 ? 1 : 0;
    return wave;
  }

  /// Begins to ask what is ready, maybe in the course of asking another, and answers the number of
  /// the question.
  long beginLook() {
    look += lookDepth == 0 ? 1 : 0;
    lookDepth++;
    return look;
  }

  /// Ends to ask.
  void endLook() {
    lookDepth--;
  }
}
