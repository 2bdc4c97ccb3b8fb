package spool.tools.computer;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How many objects of each of Spool's classes can be reached from one: what a kernel holds on to,
/// in whatever table, without a view of each.
///
/// The classes of the JDK are not looked into, but for collections, maps, arrays and optionals;
/// what a lambda has captured is. Constants of enumerations do not count.
final class Census {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> open = new ArrayDeque<>();
  private final SortedMap<String, Integer> counts = new TreeMap<>();

  private final Set<String> ignored;

  private Census(Set<String> ignored) {
    this.ignored = ignored;
  }

  /// The counts by the names of classes that begin with `prefix`, without what is only reached
  /// through the `ignored` fields, each named with its class.
  static SortedMap<String, Integer> of(Object root, String prefix, Set<String> ignored)
      throws IllegalAccessException {
    Census census = new Census(ignored);
    census.meet(root);
    while (!census.open.isEmpty()) {
      census.visit(census.open.pop());
    }
    census.counts.keySet().removeIf(name -> !name.startsWith(prefix));
    return census.counts;
  }

  private void meet(Object object) {
    if (object != null && seen.add(object)) {
      open.push(object);
    }
  }

  private void visit(Object object) throws IllegalAccessException {
    switch (object) {
      case Collection<?> all -> new ArrayList<>(all).forEach(this::meet);
      case Map<?, ?> map -> {
        map.keySet().forEach(this::meet);
        map.values().forEach(this::meet);
      }
      case Optional<?> value -> value.ifPresent(this::meet);
      case Object[] array -> Stream.of(array).forEach(this::meet);
      default -> look(object);
    }
  }

  private void look(Object object) throws IllegalAccessException {
    Class<?> type = object.getClass();
    if (type.getName().startsWith("spool.") && !(object instanceof Enum<?>)) {
      counts.merge(type.getName().replaceAll("\\$\\$Lambda.*", "\\$lambda"), 1, Integer::sum);
      for (Class<?> part = type; part.getName().startsWith("spool."); part = part.getSuperclass()) {
        lookAtFields(object, part);
      }
    }
  }

  private void lookAtFields(Object object, Class<?> part) throws IllegalAccessException {
    for (Field field : part.getDeclaredFields()) {
      boolean isPart = !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive();
      if (isPart && !ignored.contains(part.getName() + "." + field.getName())) {
        field.setAccessible(true);
        meet(field.get(object));
      }
    }
  }
}
