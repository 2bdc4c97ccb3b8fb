package spool.kernel.ipc.socket;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;

/// Open files on their way in messages (`SCM_RIGHTS`), each of which holds a reference.
///
/// **What nobody can receive.** A socket can be under way in its own queue, or in that of another
/// that is under way itself, and then closing all descriptors closes neither. So when the last
/// reference to a socket that is not under way goes, those of which all references are under way
/// are looked at: from all other sockets on, what is in their queues is alive, and what is in the
/// queues of that. The rest is closed. The invariant: after every call, each open socket can be
/// reached from a descriptor.
final class FilesInFlight {
  /// References of a user that sends.
  private final TreeMap<Integer, Integer> ofUsers = new TreeMap<>();

  private final Map<Socket, Integer> sockets = new LinkedHashMap<>();
  private final ArrayDeque<FileDescription> leaving = new ArrayDeque<>();
  private boolean isLeaving;
  private boolean isCollecting;

  /// Fails with `ETOOMANYREFS` if the user of `caller` has more under way than a process may have
  /// open; the superuser may.
  void demandRoom(Caller caller) {
    int under = ofUsers.getOrDefault(caller.credentials().uid(), 0);
    boolean isTooMuch = Long.compareUnsigned(under, caller.limit(ResourceLimit.RLIMIT_NOFILE)) > 0;
    if (isTooMuch && !caller.credentials().isPrivileged()) {
      throw Errno.ETOOMANYREFS.failure();
    }
  }

  /// Has `files` under way, which `user` sends.
  void send(int user, List<FileDescription> files) {
    files.forEach(FileDescription::retain);
    count(user, files, 1);
  }

  /// Takes `files`, which `user` had sent, off the way: whoever receives them has the references.
  void arrive(int user, List<FileDescription> files) {
    count(user, files, -1);
  }

  private void count(int user, List<FileDescription> files, int change) {
    if (files.isEmpty()) {
      return;
    }
    add(ofUsers, user, change * files.size());
    for (FileDescription file : files) {
      if (file instanceof Socket socket) {
        add(sockets, socket, change);
      }
    }
  }

  private static <K> void add(Map<K, Integer> counts, K key, int change) {
    int sum = counts.getOrDefault(key, 0) + change;
    if (sum == 0) {
      counts.remove(key);
    } else {
      counts.put(key, sum);
    }
  }

  /// Gives up references that nobody has received. One at a time: the end of a socket may give up
  /// others, however long the chain.
  void drop(List<FileDescription> files) {
    leaving.addAll(files);
    if (!isLeaving) {
      isLeaving = true;
      while (!leaving.isEmpty()) {
        leaving.remove().release();
      }
      isLeaving = false;
    }
  }

  /// Looks for what nobody can receive any more, of `all` sockets, after one of the references to
  /// `released` has gone.
  void collect(Socket released, Collection<Socket> all) {
    if (!isCollecting && isOnTheWayAlone(released)) {
      isCollecting = true;
      closeUnreachable(all);
      isCollecting = false;
    }
  }

  private boolean isOnTheWayAlone(Socket socket) {
    return sockets.getOrDefault(socket, 0) == socket.references();
  }

  private void closeUnreachable(Collection<Socket> all) {
    Set<Socket> suspects = new LinkedHashSet<>();
    sockets.keySet().stream().filter(this::isOnTheWayAlone).forEach(suspects::add);
    Set<Socket> inner = new LinkedHashSet<>(suspects);
    all.forEach(socket -> inner.addAll(socket.unaccepted()));
    ArrayDeque<Socket> alive = new ArrayDeque<>(all);
    alive.removeAll(inner);
    Set<Socket> reached = new LinkedHashSet<>(alive);
    while (!alive.isEmpty()) {
      for (Socket next : alive.remove().contents()) {
        if (reached.add(next)) {
          alive.add(next);
        }
      }
    }
    suspects.removeAll(reached);
    suspects.forEach(FileDescription::retain);
    suspects.forEach(Socket::empty);
    suspects.forEach(FileDescription::release);
  }
}
