package spool.kernel.ipc.systemv;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IpcPermission;
import spool.kernel.abi.SystemV;
import spool.kernel.fs.Caller;
import spool.kernel.fs.Credentials;
import spool.kernel.ipc.Tunable;

/// The objects of one kind, by identifier and by key (svipc(7)).
///
/// An identifier is an index and, above its 15 bits, a sequence number. Indices are given in turn,
/// from a ring that is half as large again as what there is and has 64 places at least, and the
/// sequence number grows whenever the turn begins anew. So a removed object's identifier means
/// nothing for long: who still has it is told so, and gets nobody else's object.
///
/// Invariant: an object is in the table if and only if it is not removed, and no two have one key.
final class ObjectTable<T extends SystemVObject> {
  /// How many objects of a kind there can be (`IPCMNI`).
  static final int MOST = 1 << 15;

  private static final int INDEX_BITS = 15;
  private static final int SEQUENCES = 1 << (Integer.SIZE - 1 - INDEX_BITS);
  private static final int LEAST_RING = 64;

  /// Makes an object with an identifier and permissions.
  @FunctionalInterface
  interface Maker<T> {
    T make(int id, IpcPermission permission);
  }

  private final Tunable most;
  private final TreeMap<Integer, T> byIndex = new TreeMap<>();
  private final TreeMap<Integer, T> byKey = new TreeMap<>();
  private int lastIndex = -1;
  private int sequence;

  /// No objects, of which there may be `most`.
  ObjectTable(Tunable most) {
    this.most = most;
  }

  /// The identifier of the object with `key`, which `check` may refuse, or of a new one: what
  /// `msgget`, `semget` and `shmget` do. Fails with `ENOENT`, `EEXIST`, `EACCES`, `ENOSPC`.
  int get(Caller caller, int key, int flags, Consumer<T> check, Maker<T> maker) {
    Optional<T> found =
        key == SystemV.IPC_PRIVATE ? Optional.empty() : Optional.ofNullable(byKey.get(key));
    boolean creates = (flags & SystemV.IPC_CREAT) != 0;
    if (found.isEmpty()) {
      demand(creates || key == SystemV.IPC_PRIVATE, Errno.ENOENT);
      return add(caller.credentials(), key, flags, maker).id();
    }
    demand(!creates || (flags & SystemV.IPC_EXCL) == 0, Errno.EEXIST);
    check.accept(found.get());
    found.get().demand(caller.credentials(), flags);
    return found.get().id();
  }

  private static void demand(boolean condition, Errno refusal) {
    if (!condition) {
      throw refusal.failure();
    }
  }

  private T add(Credentials credentials, int key, int flags, Maker<T> maker) {
    demand(byIndex.size() < most.value(), Errno.ENOSPC);
    int index = nextIndex();
    int next = index <= lastIndex ? (sequence + 1) % SEQUENCES : sequence;
    int user = credentials.effectiveUid();
    int group = credentials.effectiveGid();
    IpcPermission permission = new IpcPermission(key, user, group, user, group, flags & 0777, next);
    T made = maker.make(next << INDEX_BITS | index, permission);
    sequence = next;
    lastIndex = index;
    byIndex.put(index, made);
    if (key != SystemV.IPC_PRIVATE) {
      byKey.put(key, made);
    }
    return made;
  }

  private int nextIndex() {
    int ring = Math.clamp(byIndex.size() * 3L / 2, LEAST_RING, MOST);
    int index = (lastIndex + 1) % ring;
    while (byIndex.containsKey(index)) {
      index = (index + 1) % ring;
    }
    return index;
  }

  /// The object that `id` means. Fails with `EINVAL`.
  T find(int id) {
    return lookUp(id).orElseThrow(Errno.EINVAL::failure);
  }

  /// The object that `id` means, if there is one.
  Optional<T> lookUp(int id) {
    return Optional.ofNullable(byIndex.get(index(id))).filter(found -> found.id() == id);
  }

  /// The object at the index in `id`, whatever its sequence number. Fails with `EINVAL`.
  T atIndex(int id) {
    return Optional.ofNullable(id < 0 ? null : byIndex.get(index(id)))
        .orElseThrow(Errno.EINVAL::failure);
  }

  private static int index(int id) {
    return id & (MOST - 1);
  }

  /// The highest index in use, or 0.
  int highestIndex() {
    return byIndex.isEmpty() ? 0 : byIndex.lastKey();
  }

  /// How many there are.
  int count() {
    return byIndex.size();
  }

  /// All, by index.
  List<T> all() {
    return List.copyOf(byIndex.values());
  }

  /// What `line` makes of each, by index.
  String lines(Function<T, String> line) {
    return byIndex.values().stream().map(line).collect(Collectors.joining());
  }

  /// Lets nobody find `object` by its key any more.
  void forgetKey(T object) {
    byKey.remove(object.permission().key(), object);
  }

  /// Removes `object`.
  void remove(T object) {
    forgetKey(object);
    byIndex.remove(index(object.id()));
    object.removed();
  }
}
