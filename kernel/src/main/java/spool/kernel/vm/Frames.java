package spool.kernel.vm;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.Errno;

/// The page frames of the machine's RAM, each with a count of its references.
///
/// Frames are named by their physical address. [FreeFrames] tells which are handed out next.
public final class Frames {
  /// Bytes in a frame and in a page.
  public static final int BYTES = PhysicalMemory.FRAME_BYTES;

  private static final int LEAST_REGIONS = 65_536;
  private static final int REGIONS_PER_FRAME = 4;

  /// How many pages before one are looked at for one that has a frame.
  private static final int FARTHEST = 512;

  /// Holds frames that it can do without, and gives them up when there are no others.
  interface Hoard {
    /// Releases what it can, and says whether that was anything.
    boolean giveUp();
  }

  private final PhysicalMemory memory;
  private final int total;
  private final Quota regions;
  private final Set<Hoard> hoards = new LinkedHashSet<>();
  private final FreeFrames free;
  private int[] references = new int[64];
  private int cached;
  private int clean;
  private long copies;
  private long zeroings;

  /// All frames of `memory`, none in use.
  public Frames(PhysicalMemory memory) {
    this.memory = memory;
    this.total = (int) (memory.sizeBytes() / BYTES);
    this.free = new FreeFrames(total);
    this.regions = new Quota(Math.max(LEAST_REGIONS, REGIONS_PER_FRAME * total), Errno.ENOMEM);
  }

  /// The RAM that the frames are of.
  public PhysicalMemory memory() {
    return memory;
  }

  /// The regions of all address spaces together, of which there are as many as RAM could hold.
  Quota regions() {
    return regions;
  }

  /// How many frames there are.
  public int total() {
    return total;
  }

  /// How many frames are in no use.
  public int free() {
    return free.count();
  }

  /// How many frames could be had: the free ones, and those of clean pages, which are given up
  /// unless they are mapped.
  public int available() {
    return free() + clean;
  }

  /// How many frames hold pages of memory objects: the page cache.
  public int cached() {
    return cached;
  }

  /// How many frames were ever filled with a copy of another.
  public long copies() {
    return copies;
  }

  /// How many frames were ever filled with zeros.
  public long zeroings() {
    return zeroings;
  }

  /// Takes a frame of zeros into use, with one reference. Throws ENOMEM when none is left.
  public long allocate() {
    requireFree();
    return zeros(use(free.forSingle()));
  }

  /// As [#allocate()], for a page, by its number, that may be accessed in a row with others.
  long allocate(long page, Neighbours neighbours) {
    return zeros(take(page, neighbours));
  }

  private long zeros(long frame) {
    zeroings++;
    memory.fill(frame, BYTES, (byte) 0);
    return frame;
  }

  /// Takes `count` frames in a row into use, each with one reference: memory for a device. Throws
  /// ENOMEM when so many are not free in a row.
  public long allocateRun(int count) {
    int first = 0;
    for (int number = 0; number - first < count; number++) {
      if (number == total) {
        throw Errno.ENOMEM.failure("no %d frames of memory in a row are free".formatted(count));
      }
      if (!free.has(number)) {
        first = number + 1;
      }
    }
    for (int number = first; number < first + count; number++) {
      use(number);
    }
    return address(first);
  }

  /// Takes a frame with the contents of `original` into use, with one reference, for a page, by its
  /// number, that may be accessed in a row with others. Throws ENOMEM.
  long duplicate(long original, long page, Neighbours neighbours) {
    retain(original);
    try {
      long frame = take(page, neighbours);
      copies++;
      memory.copy(original, frame, BYTES);
      return frame;
    } finally {
      release(original);
    }
  }

  /// Counts one more reference to `frame`.
  public void retain(long frame) {
    references[used(frame)]++;
  }

  /// Counts one reference to `frame` less; without any it is free.
  public void release(long frame) {
    int number = used(frame);
    if (--references[number] == 0) {
      free.put(number);
    }
  }

  /// How many references there are to `frame`; 0 if it is free.
  public int references(long frame) {
    int number = number(frame);
    return number < references.length ? references[number] : 0;
  }

  /// Asks `hoard` from now on when frames run out.
  void ask(Hoard hoard) {
    hoards.add(hoard);
  }

  /// Asks `hoard` no more.
  void spare(Hoard hoard) {
    hoards.remove(hoard);
  }

  /// Counts `change` more frames among the page cache.
  void countCached(int change) {
    cached += change;
  }

  /// Counts `change` more frames among the pages that could be given up.
  void countClean(int change) {
    clean += change;
  }

  private long take(long page, Neighbours neighbours) {
    requireFree();
    int number = continuing(page, neighbours);
    return use(number >= 0 ? number : free.forNeighbours(page, neighbours.following(page)));
  }

  /// A free frame where it would be if one of the neighbours, the nearest first, and all between
  /// them were in a row; negative if there is none.
  private int continuing(long page, Neighbours neighbours) {
    for (int distance = 1; distance < FreeFrames.GROUP; distance++) {
      int number = continuing(page, -distance, neighbours);
      if (number < 0) {
        number = continuing(page, distance, neighbours);
      }
      if (number >= 0) {
        return number;
      }
    }
    return continuingFar(page, neighbours);
  }

  /// The same for the nearest page before that has a frame, as it got room for those after it.
  private int continuingFar(long page, Neighbours neighbours) {
    long farthest = Math.min(FARTHEST, neighbours.preceding(page));
    for (int distance = 2; distance <= farthest; distance++) {
      long frame = neighbours.frameOf(page - distance);
      if (frame != Neighbours.NONE) {
        int number = number(frame) + distance;
        return free.has(number) ? number : -1;
      }
    }
    return -1;
  }

  /// Neighbours that are not next to the page count if they are in the same group.
  private int continuing(long page, int distance, Neighbours neighbours) {
    long other = page + distance;
    boolean counts = Math.abs(distance) == 1 || other / FreeFrames.GROUP == page / FreeFrames.GROUP;
    long frame = counts ? neighbours.frameOf(other) : Neighbours.NONE;
    int number = frame == Neighbours.NONE ? -1 : number(frame) - distance;
    return free.has(number) ? number : -1;
  }

  private void requireFree() {
    if (free() == 0 && hoards.stream().noneMatch(Hoard::giveUp)) {
      throw Errno.ENOMEM.failure("all %d frames of memory are in use".formatted(total));
    }
  }

  private long use(int number) {
    free.take(number);
    if (number >= references.length) {
      references = Arrays.copyOf(references, Math.max(number + 1, 2 * references.length));
    }
    references[number] = 1;
    return address(number);
  }

  private long address(int number) {
    return memory.base() + (long) number * BYTES;
  }

  private int used(long frame) {
    int number = number(frame);
    if (number >= references.length || references[number] == 0) {
      throw new IllegalStateException("frame 0x%x is free".formatted(frame));
    }
    return number;
  }

  private int number(long frame) {
    return Math.toIntExact((frame - memory.base()) / BYTES);
  }
}
