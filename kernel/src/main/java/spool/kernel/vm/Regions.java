package spool.kernel.vm;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The regions of one address space. They never overlap, neighbours that are mapped alike are one,
/// and each holds the object that it shows.
final class Regions {
  /// Kept free below a stack, as Linux's `stack_guard_gap` of 256 pages.
  static final long GUARD_GAP = 256L * Frames.BYTES;

  /// What a search for a gap has shown: between `end` and `ceiling` none has `length` bytes. It
  /// holds until something there is removed, and spares a program with many mappings to search them
  /// all again for each further one.
  private record Searched(long length, long ceiling, long end) {
    static final Searched NOTHING = new Searched(Long.MAX_VALUE, 0, 0);

    boolean covers(long wanted, long from) {
      return wanted >= length && from == ceiling;
    }
  }

  private final NavigableMap<Long, Region> byStart = new TreeMap<>();
  private final MemoryObject.Mapper mapper;
  private final Quota quota;
  private Searched searched = Searched.NOTHING;
  private long bytes;
  private long dataBytes;

  /// No regions yet, of the address space that `mapper` speaks for, counted in `quota`.
  Regions(MemoryObject.Mapper mapper, Quota quota) {
    this.mapper = mapper;
    this.quota = quota;
  }

  /// All of them, ascending.
  Collection<Region> all() {
    return byStart.values();
  }

  /// How many there are.
  int count() {
    return byStart.size();
  }

  /// How long they are together.
  long bytes() {
    return bytes;
  }

  /// How long those of them are together that [Region#isData].
  long dataBytes() {
    return dataBytes;
  }

  /// The region of `address`.
  Optional<Region> at(long address) {
    Map.Entry<Long, Region> entry = byStart.floorEntry(address);
    return entry != null && entry.getValue().contains(address)
        ? Optional.of(entry.getValue())
        : Optional.empty();
  }

  /// The lowest region that begins above `address`.
  Optional<Region> above(long address) {
    return value(byStart.higherEntry(address));
  }

  /// The highest region that begins below `address`.
  Optional<Region> below(long address) {
    return value(byStart.lowerEntry(address));
  }

  /// Where `region` begins, or the one before it if there is no gap and that is data.
  long withDataBefore(Region region) {
    return at(region.start() - 1).filter(Region::isData).map(Region::start).orElse(region.start());
  }

  /// Where `region` ends, or the one after it if there is no gap and that is data.
  long withDataAfter(Region region) {
    return at(region.end()).filter(Region::isData).map(Region::end).orElse(region.end());
  }

  /// How many bytes from `start` to before `end` are in regions.
  long bytesWithin(long start, long end) {
    return overlapping(start, end).stream()
        .mapToLong(region -> Math.min(end, region.end()) - Math.max(start, region.start()))
        .sum();
  }

  /// The regions that have pages from `start` to before `end`, ascending, whole.
  List<Region> overlapping(long start, long end) {
    long first = at(start).map(Region::start).orElse(start);
    return List.copyOf(byStart.subMap(first, end).values());
  }

  /// Whether the removal of what is from `start` to before `end` leaves two parts of a region.
  boolean splits(long start, long end) {
    return at(start).filter(region -> region.start() < start && end < region.end()).isPresent();
  }

  /// Whether every page from `start` to before `end` is in a region.
  boolean covers(long start, long end) {
    long covered = start;
    for (Region region : overlapping(start, end)) {
      if (region.start() > covered) {
        return false;
      }
      covered = region.end();
    }
    return covered >= end;
  }

  /// Adds `region`, where none may be.
  void add(Region region) {
    put(region);
    merge(region.start());
    merge(region.end());
  }

  /// Removes every page from `start` to before `end`.
  void remove(long start, long end) {
    searched = end > searched.end ? Searched.NOTHING : searched;
    cut(start, end).forEach(this::remove);
  }

  /// Gives the pages from `start` to before `end` another protection.
  void protect(long start, long end, Protection protection) {
    List<Region> parts = cut(start, end);
    parts.forEach(part -> put(part.with(protection)));
    parts.forEach(part -> merge(part.start()));
    merge(end);
  }

  /// Lets `region` begin or end elsewhere.
  void replace(Region region, Region changed) {
    put(changed);
    if (changed.start() != region.start()) {
      remove(region);
    }
    merge(changed.start());
    merge(changed.end());
  }

  /// The highest address from `floor` on with `length` bytes free below `ceiling`.
  OptionalLong highestGap(long length, long floor, long ceiling) {
    long end = searched.covers(length, ceiling) ? searched.end : belowNext(ceiling);
    for (Region region : byStart.headMap(end, false).descendingMap().values()) {
      if (region.end() <= end - length) {
        break;
      }
      end = Math.min(end, guarded(region));
    }
    searched = new Searched(length, ceiling, end);
    return end - length >= floor ? OptionalLong.of(end - length) : OptionalLong.empty();
  }

  private long belowNext(long ceiling) {
    return Math.min(
        ceiling, value(byStart.ceilingEntry(ceiling)).map(Regions::guarded).orElse(ceiling));
  }

  /// Makes `start` and `end` borders of regions, and answers those between them.
  private List<Region> cut(long start, long end) {
    split(start);
    split(end);
    return List.copyOf(byStart.subMap(start, end).values());
  }

  private void split(long address) {
    at(address)
        .filter(region -> region.start() < address)
        .ifPresent(
            region -> {
              put(region.from(address));
              put(region.to(address));
            });
  }

  private void merge(long border) {
    Region right = byStart.get(border);
    Map.Entry<Long, Region> left = byStart.lowerEntry(border);
    if (right != null && left != null && left.getValue().isContinuedBy(right)) {
      put(left.getValue().to(right.end()));
      remove(right);
    }
  }

  /// A region in place of another that shows the same object is still one mapping of it.
  private void put(Region region) {
    Region replaced = byStart.put(region.start(), region);
    count(region, 1);
    if (replaced == null) {
      quota.count(1);
    } else {
      count(replaced, -1);
    }
    Optional<MemoryObject> object = region.backing().object();
    Optional<MemoryObject> before =
        replaced == null ? Optional.empty() : replaced.backing().object();
    if (!object.equals(before)) {
      object.ifPresent(next -> next.map(mapper));
      before.ifPresent(last -> last.unmap(mapper));
    }
  }

  private void remove(Region region) {
    byStart.remove(region.start());
    quota.count(-1);
    forget(region);
  }

  private void forget(Region region) {
    count(region, -1);
    region.backing().object().ifPresent(object -> object.unmap(mapper));
  }

  private void count(Region region, int sign) {
    bytes += sign * region.length();
    dataBytes += region.isData() ? sign * region.length() : 0;
  }

  /// Where the room below `region` ends: a stack keeps a gap.
  static long guarded(Region region) {
    return region.backing().growsDown() ? region.start() - GUARD_GAP : region.start();
  }

  private static Optional<Region> value(Map.@Nullable Entry<Long, Region> entry) {
    return Optional.ofNullable(entry).map(Map.Entry::getValue);
  }
}
