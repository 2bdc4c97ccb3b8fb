package spool.kernel.ipc.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.EventPollFlags;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.fs.FileDescription;
import spool.kernel.sync.WaitQueue;

/// Waits for any of many files (epoll(7)).
///
/// **Who is ready.** Each entry watches the wait queues of its file. When one is woken, the entry
/// goes to the end of the list of those that may be ready, and whoever waits here is woken. Only
/// `wait` looks whether an entry of the list really is ready, and takes it out; a level-triggered
/// one that was ready goes to the end again, an edge-triggered one waits for the next wake. So a
/// wait costs as much as there are entries that may be ready, however many are watched. The
/// invariant: a level-triggered entry whose events have happened is in the list.
///
/// An event poll can be watched by others. These may form no circle, and no chain of more than
/// five; and of what one event leads to, each passes on only the first, and each is asked only
/// once.
public final class EventPoll extends FileDescription {
  private static final int MOST_NESTED = 4;

  /// An event: what has happened, and what was asked to be told with it.
  public record Event(int events, long data) {}

  /// Where events go.
  public interface Sink {
    /// Takes the event with this index.
    void put(int index, Event event);
  }

  private final EventPolls all;
  private final Map<Interest.Key, Interest> interests = new LinkedHashMap<>();
  private final LinkedHashSet<Interest> ready = new LinkedHashSet<>();
  private final WaitQueue happenings = new WaitQueue();
  private final Set<EventPoll> watchers = new LinkedHashSet<>();
  private long lastWave;
  private long lastLook;
  private boolean isReady;

  /// One that watches nothing.
  public EventPoll(EventPolls all) {
    super(AnonymousInode.locate(all.fileSystem(), "eventpoll"), OpenFlags.O_RDWR);
    this.all = all;
  }

  // Entries

  /// Watches `file`, which is descriptor `fd`, for `events`. Fails with `EPERM` for a file that is
  /// always ready, `EEXIST` if it is watched already, `ELOOP` for a circle or a long chain, and
  /// `ENOSPC` if there are too many entries.
  public void add(int fd, FileDescription file, int events, long data) {
    demandPollable(file);
    Interest.Key key = new Interest.Key(fd, file);
    demandExclusive(file, events);
    if (file instanceof EventPoll inner) {
      demandNoCircle(inner);
    }
    if (interests.containsKey(key)) {
      throw Errno.EEXIST.failure();
    }
    all.entries().demand(1);
    all.entries().count(1);
    Interest interest = new Interest(this, key, events, data);
    interests.put(key, interest);
    if (file instanceof EventPoll inner) {
      inner.watchers.add(this);
    }
    interest.begin();
    look(interest);
  }

  private void demandPollable(FileDescription file) {
    if (file.queues().isEmpty()) {
      throw Errno.EPERM.failure();
    }
    if (file == this) {
      throw Errno.EINVAL.failure();
    }
  }

  private static void demandExclusive(FileDescription file, int events) {
    boolean isExclusive = (events & EventPollFlags.EPOLLEXCLUSIVE) != 0;
    boolean isFine = (events & ~EventPollFlags.WITH_EXCLUSIVE) == 0 && !(file instanceof EventPoll);
    if (isExclusive && !isFine) {
      throw Errno.EINVAL.failure();
    }
  }

  /// Watches for other events from now on. Fails with `ENOENT` if the file is not watched.
  public void change(int fd, FileDescription file, int events, long data) {
    demandPollable(file);
    Interest interest = find(fd, file);
    if (interest.isExclusive() || (events & EventPollFlags.EPOLLEXCLUSIVE) != 0) {
      throw Errno.EINVAL.failure();
    }
    interest.change(events, data);
    look(interest);
  }

  /// Watches `file` no longer. Fails with `ENOENT` if it is not watched.
  public void remove(int fd, FileDescription file) {
    demandPollable(file);
    find(fd, file);
    forget(new Interest.Key(fd, file));
  }

  private Interest find(int fd, FileDescription file) {
    Interest found = interests.get(new Interest.Key(fd, file));
    if (found == null) {
      throw Errno.ENOENT.failure();
    }
    return found;
  }

  /// Takes out an entry, because that was asked for or its file is closed.
  void forget(Interest.Key key) {
    Interest gone = interests.remove(key);
    if (gone != null) {
      gone.end();
      ready.remove(gone);
      all.entries().count(-1);
      if (gone.file() instanceof EventPoll inner && !isWatching(inner)) {
        inner.watchers.remove(this);
      }
    }
  }

  private boolean isWatching(EventPoll inner) {
    return interests.keySet().stream().anyMatch(key -> key.file().equals(inner));
  }

  /// Has an entry that is new, or has changed, in the list if it is ready.
  private void look(Interest interest) {
    if (interest.events() != 0) {
      ready(interest);
    }
  }

  // Chains

  private void demandNoCircle(EventPoll inner) {
    boolean isCircle = below(inner, new HashSet<>()).contains(this);
    if (isCircle || height(inner, true) + 1 + height(this, false) > MOST_NESTED) {
      throw Errno.ELOOP.failure();
    }
  }

  private static Set<EventPoll> below(EventPoll from, Set<EventPoll> found) {
    if (found.add(from)) {
      from.inner().forEach(inner -> below(inner, found));
    }
    return found;
  }

  /// How many follow `from` at most, in the direction of those it watches or of its watchers.
  private static int height(EventPoll from, boolean isDown) {
    int height = -1;
    Set<EventPoll> level = Set.of(from);
    while (!level.isEmpty() && height <= MOST_NESTED) {
      height++;
      Set<EventPoll> next = new LinkedHashSet<>();
      level.forEach(each -> next.addAll(isDown ? each.inner() : each.watchers));
      level = next;
    }
    return height;
  }

  private List<EventPoll> inner() {
    List<EventPoll> inner = new ArrayList<>();
    for (Interest.Key key : interests.keySet()) {
      if (key.file() instanceof EventPoll poll) {
        inner.add(poll);
      }
    }
    return inner;
  }

  // Events

  /// Notes that `interest` may be ready, and answers whether somebody was waiting for that.
  boolean ready(Interest interest) {
    ready.add(interest);
    boolean isAwaited = happenings.size() > 0;
    long wave = all.wave();
    if (wave != lastWave) {
      lastWave = wave;
      all.tell(happenings);
    }
    return isAwaited;
  }

  /// Gives `sink` up to `most` of the events that have happened, and answers how many. When it
  /// fails, that event stays; the failure counts only if it was the first.
  public int take(int most, Sink sink) {
    List<Interest> again = new ArrayList<>();
    int count = 0;
    try {
      for (Iterator<Interest> each = ready.iterator(); count < most && each.hasNext(); ) {
        Interest interest = each.next();
        int happened = interest.events();
        if (happened != 0) {
          sink.put(count, new Event(happened, interest.data()));
          count++;
        }
        each.remove();
        if (happened != 0 && interest.staysReady()) {
          again.add(interest);
        }
      }
    } catch (ErrnoException failure) {
      if (count == 0) {
        throw failure;
      }
    } finally {
      ready.addAll(again);
    }
    return count;
  }

  /// What the entries say is asked once for all who ask in the course of one call.
  @Override
  public int poll() {
    long look = all.beginLook();
    if (look != lastLook) {
      lastLook = look;
      isReady = ready.stream().anyMatch(interest -> interest.events() != 0);
    }
    all.endLook();
    return isReady ? PollEvents.READABLE : 0;
  }

  @Override
  public List<WaitQueue> queues() {
    return List.of(happenings);
  }

  @Override
  protected void closed() {
    List.copyOf(interests.keySet()).forEach(this::forget);
  }
}
