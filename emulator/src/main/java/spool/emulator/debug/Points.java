package spool.emulator.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import spool.emulator.memory.Access;
import spool.emulator.memory.PhysicalMemory;

/// The breakpoints and watchpoints of a debugger's, by virtual address.
public final class Points {
  /// The longest stretch of memory that is watched.
  private static final int MOST_BYTES = 1 << 16;

  private final Map<Long, Point> code = new HashMap<>();
  private final List<Point> data = new ArrayList<>();
  private final Set<Long> codePages = new HashSet<>();
  private final Set<Long> dataPages = new HashSet<>();

  /// Adds `point`; nothing happens if it is there.
  public void add(Point point) {
    if (point.length() <= 0 || point.length() > MOST_BYTES) {
      throw new RefusedException("a point of " + point.length() + " bytes");
    }
    if (point.kind().isForCode()) {
      code.put(point.address(), point);
    } else if (!data.contains(point)) {
      data.add(point);
    }
    notePages();
  }

  /// Removes `point`; nothing happens if it is not there.
  public void remove(Point point) {
    if (point.kind().isForCode()) {
      code.remove(point.address());
    } else {
      data.remove(point);
    }
    notePages();
  }

  /// Removes all.
  public void clear() {
    code.clear();
    data.clear();
    notePages();
  }

  /// Whether `point` is one of them.
  boolean contains(Point point) {
    return point.kind().isForCode()
        ? point.equals(code.get(point.address()))
        : data.contains(point);
  }

  /// Those that stores meet.
  List<Point> ofStores() {
    return data.stream().filter(point -> point.kind() != Point.Kind.READ).toList();
  }

  private void notePages() {
    codePages.clear();
    dataPages.clear();
    code.keySet().forEach(address -> codePages.add(page(address)));
    for (Point each : data) {
      long last = page(each.address() + each.length() - 1);
      for (long page = page(each.address()); page != last; page++) {
        dataPages.add(page);
      }
      dataPages.add(last);
    }
  }

  private static long page(long address) {
    return Math.floorDiv(address, PhysicalMemory.FRAME_BYTES);
  }

  boolean areInCode(long address) {
    return codePages.contains(page(address));
  }

  boolean areInData(long address) {
    return dataPages.contains(page(address));
  }

  /// The breakpoint at `pc`.
  Optional<Point> at(long pc) {
    return Optional.ofNullable(code.get(pc));
  }

  /// The first watchpoint that an access meets.
  Optional<Point> met(long address, int size, Access access) {
    for (Point each : data) {
      if (each.isMet(address, size, access)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
