package spool.kernel.ipc.event;

import java.util.List;
import spool.kernel.abi.EventPollFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.fs.FileDescription;
import spool.kernel.sync.WaitQueue;

/// One entry of an [EventPoll]: a file under the number of a descriptor, and what is asked of it.
final class Interest implements WaitQueue.Watcher {
  /// What identifies an entry: the same file under another number is another one.
  record Key(int fd, FileDescription file) {}

  private final EventPoll poll;
  private final Key key;
  private final Runnable end;
  private int wanted;
  private long data;
  private List<WaitQueue> watched = List.of();

  Interest(EventPoll poll, Key key, int wanted, long data) {
    this.poll = poll;
    this.key = key;
    this.wanted = wanted;
    this.data = data;
    end = () -> poll.forget(key);
  }

  /// Watches the file from now on.
  void begin() {
    key.file.atClose(end);
    watch();
  }

  /// Watches it no longer.
  void end() {
    key.file.notAtClose(end);
    unwatch();
  }

  private void watch() {
    watched = key.file.queues(wanted);
    watched.forEach(queue -> queue.watch(this));
  }

  private void unwatch() {
    watched.forEach(queue -> queue.unwatch(this));
  }

  /// Asks for other events.
  void change(int events, long value) {
    unwatch();
    wanted = events;
    data = value;
    watch();
  }

  FileDescription file() {
    return key.file;
  }

  long data() {
    return data;
  }

  private boolean has(int flag) {
    return (wanted & flag) != 0;
  }

  @Override
  public boolean isExclusive() {
    return has(EventPollFlags.EPOLLEXCLUSIVE);
  }

  /// Whether it is ready as long as its events last, now that they have been told. If it is to tell
  /// only once, it asks for nothing from now on, until it is changed.
  boolean staysReady() {
    if (has(EventPollFlags.EPOLLONESHOT)) {
      wanted &= EventPollFlags.FLAGS;
    }
    return isArmed() && !has(EventPollFlags.EPOLLET);
  }

  private boolean isArmed() {
    return (wanted & ~EventPollFlags.FLAGS) != 0;
  }

  /// Which of the wanted events have happened.
  int events() {
    return isArmed() ? key.file.poll() & (wanted | PollEvents.ALWAYS) : 0;
  }

  @Override
  public boolean told() {
    return isArmed() && poll.ready(this);
  }
}
