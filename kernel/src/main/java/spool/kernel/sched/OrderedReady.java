package spool.kernel.sched;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The ready tasks of a policy, by a key that a task gets when it comes: the smallest key is first,
/// and among equal ones who came first.
///
/// Everything takes time logarithmic in the number of tasks; looking for a task that may run on a
/// hart takes longer by the tasks before it that may not.
final class OrderedReady {
  private final TreeSet<Place> places = new TreeSet<>(Place::order);
  private final Map<TaskView, Place> byTask = new HashMap<>();
  private long first;
  private long last;

  /// Where a task stands: `rank` orders those of one key, and no two have the same.
  record Place(long key, long rank, TaskView task) {
    private static int order(Place one, Place other) {
      int byKey = Long.compare(one.key, other.key);
      return byKey != 0 ? byKey : Long.compare(one.rank, other.rank);
    }
  }

  /// Puts `task` behind those of its key. Throws [IllegalStateException] if it is here already.
  void add(TaskView task, long key) {
    put(new Place(key, ++last, task));
  }

  /// Puts `task` before those of its key.
  void addFirst(TaskView task, long key) {
    put(new Place(key, --first, task));
  }

  /// Puts back what [#remove] took out, to where it was.
  void put(Place place) {
    if (byTask.putIfAbsent(place.task, place) != null) {
      throw new IllegalStateException("task " + place.task.tid() + " is ready already");
    }
    places.add(place);
  }

  /// Whether `task` is here.
  boolean contains(TaskView task) {
    return byTask.containsKey(task);
  }

  /// Takes out the first task that may run on `hart`.
  Optional<TaskView> take(int hart) {
    Iterator<Place> each = places.iterator();
    while (each.hasNext()) {
      TaskView task = each.next().task;
      if (task.mayRunOn(hart)) {
        each.remove();
        byTask.remove(task);
        return Optional.of(task);
      }
    }
    return Optional.empty();
  }

  /// Takes `task` out, and answers where it was if it was here.
  Optional<Place> remove(TaskView task) {
    Optional<Place> place = Optional.ofNullable(byTask.remove(task));
    place.ifPresent(places::remove);
    return place;
  }

  /// The first place.
  Optional<Place> first() {
    return places.isEmpty() ? Optional.empty() : Optional.of(places.first());
  }

  /// How many tasks there are.
  int size() {
    return places.size();
  }
}
