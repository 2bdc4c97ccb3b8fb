package spool.kernel.vm;

import java.util.OptionalLong;
import spool.kernel.abi.Errno;

/// What may still be mapped in an address space, and where.
///
/// Places are chosen as Linux does without randomness: from the ceiling, which leaves the first
/// stack its room, downwards.
final class Room {
  /// Linux's `vm.max_map_count`.
  private static final int MOST_REGIONS = 65_530;

  private static final long LEAST_STACK_ROOM = 128L << 20;
  private static final long MOST_STACK_ROOM = AddressSpace.END / 6 * 5;

  private final Regions regions;
  private final Frames frames;
  private final long ceiling;
  private Limits limits;

  /// Room around `regions`, whose pages will come from `frames`.
  Room(Regions regions, Frames frames, long ceiling, Limits limits) {
    this.regions = regions;
    this.frames = frames;
    this.ceiling = ceiling;
    this.limits = limits;
  }

  /// The ceiling for a program that starts with `limits`.
  static long ceiling(Limits limits) {
    boolean vast = Limits.exceeds(limits.stack(), MOST_STACK_ROOM);
    long wanted = vast ? MOST_STACK_ROOM : limits.stack() + Regions.GUARD_GAP;
    return pageStart(AddressSpace.END - Math.clamp(wanted, LEAST_STACK_ROOM, MOST_STACK_ROOM));
  }

  long ceiling() {
    return ceiling;
  }

  Limits limits() {
    return limits;
  }

  void limits(Limits changed) {
    limits = changed;
  }

  /// Where `request`, `length` bytes long, goes. Throws as mmap(2).
  long place(MapRequest request, long length) {
    return switch (request.placement()) {
      case ANYWHERE -> hinted(request.address(), length);
      case FIXED -> fixed(request.address(), length);
      case FIXED_NOREPLACE -> unoccupied(fixed(request.address(), length), length);
    };
  }

  private long hinted(long hint, long length) {
    long start = Math.max(AddressSpace.LOWEST, hint & -Frames.BYTES);
    boolean usable = hint > 0 && start <= AddressSpace.END - length;
    return usable && isFree(start, start + length) ? start : gap(length);
  }

  private static long fixed(long address, long length) {
    requirePageStart(address);
    if (address < 0 || address > AddressSpace.END - length) {
      throw Errno.ENOMEM.failure();
    }
    if (address < AddressSpace.LOWEST) {
      throw Errno.EPERM.failure();
    }
    return address;
  }

  private long unoccupied(long start, long length) {
    if (!regions.overlapping(start, start + length).isEmpty()) {
      throw Errno.EEXIST.failure();
    }
    return start;
  }

  /// Where `length` bytes are free. Throws ENOMEM.
  long gap(long length) {
    OptionalLong below = regions.highestGap(length, AddressSpace.LOWEST, ceiling);
    return below.isPresent()
        ? below.getAsLong()
        : regions
            .highestGap(length, ceiling, AddressSpace.STACK_TOP)
            .orElseThrow(Errno.ENOMEM::failure);
  }

  /// Whether nothing is mapped from `start` to `end`, nor in the guard gap of a stack above.
  boolean isFree(long start, long end) {
    return regions.overlapping(start, end).isEmpty()
        && regions.above(start).map(Regions::guarded).orElse(AddressSpace.END) >= end;
  }

  /// Throws ENOMEM unless `wanted` may be there in place of `replaced` bytes.
  void require(Region wanted, long replaced) {
    requireCount();
    long data = wanted.isData() ? wanted.length() : 0;
    long all = regions.bytes() - replaced + wanted.length();
    if (Limits.exceeds(all, limits.addressSpace())
        || (data > 0 && Limits.exceeds(regions.dataBytes() + data, limits.data()))) {
      throw Errno.ENOMEM.failure();
    }
  }

  /// Throws ENOMEM if a change might leave too many regions, here or in the whole machine.
  void requireCount() {
    if (regions.count() > MOST_REGIONS - 2) {
      throw Errno.ENOMEM.failure();
    }
    frames.regions().demand(2);
  }

  /// Throws ENOMEM when not even all RAM could hold `length` bytes.
  void requireConceivable(long length) {
    requireFrames(length, frames.total());
  }

  /// Throws ENOMEM when the memory that is left could not hold `length` more bytes. It is promised
  /// to nobody: what other mappings have not touched yet is not counted, so that one may still find
  /// none, as with Linux's heuristic overcommit.
  void requireAvailable(long length) {
    requireFrames(length, frames.available());
  }

  private static void requireFrames(long length, int count) {
    if (length > (long) count * Frames.BYTES) {
      throw Errno.ENOMEM.failure("memory for %d bytes is not there".formatted(length));
    }
  }

  /// Whether the stack `region` may begin at `page`, below where it does.
  boolean mayGrow(Region region, long page) {
    long growth = region.start() - page;
    return page >= AddressSpace.LOWEST
        && !Limits.exceeds(region.end() - page, limits.stack())
        && !Limits.exceeds(regions.bytes() + growth, limits.addressSpace())
        && regions.below(region.start()).map(below -> leavesGap(below, page)).orElse(true);
  }

  private static boolean leavesGap(Region below, long page) {
    boolean harmless = below.backing().growsDown() || below.protection().equals(Protection.NONE);
    return page - below.end() >= (harmless ? 0 : Regions.GUARD_GAP);
  }

  /// The end of `length` bytes from `address` on, up to a full page. Throws EINVAL unless it is a
  /// range of pages that a user may have.
  static long end(long address, long length) {
    return end(address, length, Errno.EINVAL);
  }

  /// As [#end], but ENOMEM where no user may have anything: nothing is mapped there.
  static long mappedEnd(long address, long length) {
    return end(address, length, Errno.ENOMEM);
  }

  private static long end(long address, long length, Errno beyond) {
    requirePageStart(address);
    if (length == 0) {
      throw Errno.EINVAL.failure();
    }
    boolean tooLong = length < 0 || length > AddressSpace.END;
    if (tooLong || address < 0 || address > AddressSpace.END - pageEnd(length)) {
      throw beyond.failure();
    }
    return address + pageEnd(length);
  }

  /// `length` up to a full page. Throws EINVAL if it is none, ENOMEM if it is more than a user can
  /// have.
  static long wholePages(long length) {
    if (length == 0) {
      throw Errno.EINVAL.failure();
    }
    if (length < 0 || length > AddressSpace.END) {
      throw Errno.ENOMEM.failure();
    }
    return pageEnd(length);
  }

  /// Where the page of `address` begins.
  static long pageStart(long address) {
    return address & -Frames.BYTES;
  }

  /// Where the page ends whose last byte is before `address`.
  static long pageEnd(long address) {
    return pageStart(address + Frames.BYTES - 1);
  }

  private static void requirePageStart(long address) {
    if (pageStart(address) != address) {
      throw Errno.EINVAL.failure();
    }
  }
}
