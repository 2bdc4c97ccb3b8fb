package spool.kernel.vm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import spool.emulator.memory.PhysicalMemory;

/// Bytes that may be read, written and mapped: the contents of a file, or anonymous memory that
/// several address spaces share.
///
/// Its pages are frames of the guest's RAM, taken into use when they are first touched, and the
/// only copy that anyone sees: what `read(2)` answers, what is mapped shared and what is executed
/// are the same bytes. A page never touched holds what the [PageSource] says, or zeros. Clean pages
/// of a source are given up again when memory is short.
///
/// It lives as long as someone holds it: its inode, and every mapping of it. Bytes of its last page
/// beyond its size are zero to all that enter by [#read], [#write] and [#truncate].
public final class MemoryObject implements Frames.Hoard {
  /// An address space that maps the object.
  interface Mapper {
    /// The pages of `object` from `firstPage` on are no more: their translations must go.
    void pagesGone(MemoryObject object, long firstPage);
  }

  /// Hears of the mappings of an object.
  public interface MappingListener {
    /// There is one more.
    void mapped();

    /// There is one less.
    void unmapped();
  }

  private static final class Page {
    private final long frame;
    private boolean dirty;

    Page(long frame, boolean dirty) {
      this.frame = frame;
      this.dirty = dirty;
    }
  }

  private final Frames frames;
  private final PhysicalMemory memory;
  private final Optional<PageSource> source;
  private final NavigableMap<Long, Page> pages = new TreeMap<>();
  private final Neighbours neighbours = new OtherPages();
  private final Map<Mapper, Integer> mappers = new LinkedHashMap<>();
  private long sizeBytes;
  private long sourceBytes;
  private int holders = 1;
  private int mappings;
  private Optional<MappingListener> listener = Optional.empty();

  private MemoryObject(Frames frames, long sizeBytes, Optional<PageSource> source) {
    this.frames = frames;
    this.memory = frames.memory();
    this.sizeBytes = sizeBytes;
    this.sourceBytes = source.isPresent() ? sizeBytes : 0;
    this.source = source;
    source.ifPresent(filled -> frames.ask(this));
  }

  /// An object of `sizeBytes` zeros, held once.
  public static MemoryObject ofZeros(Frames frames, long sizeBytes) {
    return new MemoryObject(frames, sizeBytes, Optional.empty());
  }

  /// An object of `sizeBytes` whose pages come from `source` as they are needed, held once.
  public static MemoryObject of(Frames frames, long sizeBytes, PageSource source) {
    return new MemoryObject(frames, sizeBytes, Optional.of(source));
  }

  /// An object whose pages come from `contents` as they are needed, held once.
  public static MemoryObject of(Frames frames, byte[] contents) {
    return of(
        frames,
        contents.length,
        (offset, page) -> {
          int length = (int) Math.min(page.length, contents.length - offset);
          System.arraycopy(contents, (int) offset, page, 0, length);
        });
  }

  /// Its length.
  public long sizeBytes() {
    return sizeBytes;
  }

  /// How many of its pages have frames.
  public int residentPages() {
    return pages.size();
  }

  /// Holds it once more.
  public void retain() {
    holders++;
  }

  /// Holds it once less; with no holder left all its frames are free.
  public void release() {
    if (--holders == 0) {
      discard(pages);
      frames.spare(this);
    }
  }

  /// Reads up to `length` bytes from `offset` on into `target` at `start`, and answers how many
  /// there were before the end.
  public int read(long offset, byte[] target, int start, int length) {
    int count = Math.clamp(sizeBytes - offset, 0, length);
    for (int done = 0; done < count; ) {
      long at = offset + done;
      int chunk = Math.min(count - done, Frames.BYTES - within(at));
      readInPage(at, target, start + done, chunk);
      done += chunk;
    }
    return count;
  }

  /// Writes `length` bytes of `bytes` at `start` to `offset`, growing the object if need be. Throws
  /// ENOMEM when no frame is left, with what precedes the page that lacks one written.
  public void write(long offset, byte[] bytes, int start, int length) {
    for (int done = 0; done < length; ) {
      long at = offset + done;
      int chunk = Math.min(length - done, Frames.BYTES - within(at));
      long frame = writableFrame(at / Frames.BYTES);
      growTo(at + chunk);
      memory.write(frame + within(at), bytes, start + done, chunk);
      done += chunk;
    }
  }

  /// Cuts the object off at `newSize`, or extends it by zeros to there. Pages cut off are unmapped
  /// wherever they were mapped.
  public void truncate(long newSize) {
    if (newSize > sizeBytes) {
      growTo(newSize);
      return;
    }
    sizeBytes = newSize;
    sourceBytes = Math.min(sourceBytes, newSize);
    clearTail();
    long firstGone = pageCount();
    new ArrayList<>(mappers.keySet()).forEach(mapper -> mapper.pagesGone(this, firstGone));
    discard(pages.tailMap(firstGone, true));
  }

  @Override
  public boolean giveUp() {
    int before = pages.size();
    pages.values().removeIf(this::giveUp);
    frames.countCached(pages.size() - before);
    return pages.size() < before;
  }

  private boolean giveUp(Page page) {
    boolean needed = page.dirty || frames.references(page.frame) > 1;
    if (!needed) {
      frames.countClean(-1);
      frames.release(page.frame);
    }
    return !needed;
  }

  /// How many pages it takes to hold all its bytes.
  long pageCount() {
    return Math.ceilDiv(sizeBytes, (long) Frames.BYTES);
  }

  /// The frame of the page numbered `index`, still the object's. Throws ENOMEM.
  long frame(long index) {
    return page(index).frame;
  }

  /// As [#frame], for one who will change it.
  long writableFrame(long index) {
    Page page = page(index);
    if (!page.dirty) {
      page.dirty = true;
      frames.countClean(-1);
    }
    return page.frame;
  }

  /// Whether the page numbered `index` is in `frame`.
  boolean has(long index, long frame) {
    Page page = pages.get(index);
    return page != null && page.frame == frame;
  }

  /// Whether the page numbered `index` has a frame.
  public boolean isResident(long index) {
    return pages.containsKey(index);
  }

  /// Whether the page numbered `index` was changed since it came from its source.
  boolean isDirty(long index) {
    Page page = pages.get(index);
    return page != null && page.dirty;
  }

  /// How many mappings there are.
  public int mappings() {
    return mappings;
  }

  /// Tells `hearer` of mappings from now on.
  public void tell(MappingListener hearer) {
    listener = Optional.of(hearer);
  }

  /// Holds the object for a mapping by `mapper`.
  void map(Mapper mapper) {
    retain();
    mappers.merge(mapper, 1, Integer::sum);
    mappings++;
    listener.ifPresent(MappingListener::mapped);
  }

  /// Ends what one [#map] began.
  void unmap(Mapper mapper) {
    mappers.computeIfPresent(mapper, (key, count) -> count == 1 ? null : count - 1);
    mappings--;
    release();
    listener.ifPresent(MappingListener::unmapped);
  }

  /// As [#read] of `length` bytes in a page, but takes no frame. What is beyond the end is left as
  /// it is.
  void look(long offset, byte[] target, int start, int length) {
    Page page = pages.get(offset / Frames.BYTES);
    if (page != null) {
      memory.read(page.frame + within(offset), target, start, length);
    } else if (hasSource(offset / Frames.BYTES)) {
      byte[] bytes = new byte[Frames.BYTES];
      source.orElseThrow().fill(offset - within(offset), bytes);
      System.arraycopy(bytes, within(offset), target, start, length);
    }
  }

  private void readInPage(long offset, byte[] target, int start, int length) {
    long index = offset / Frames.BYTES;
    if (hasSource(index) || pages.containsKey(index)) {
      memory.read(frame(index) + within(offset), target, start, length);
    } else {
      Arrays.fill(target, start, start + length, (byte) 0);
    }
  }

  private Page page(long index) {
    Page page = pages.get(index);
    if (page == null) {
      page = new Page(newFrame(index), source.isEmpty());
      pages.put(index, page);
      frames.countCached(1);
      frames.countClean(page.dirty ? 0 : 1);
      if (hasSource(index)) {
        fill(index, page.frame);
      }
    }
    return page;
  }

  private long newFrame(long index) {
    return pageCount() > 1 ? frames.allocate(index, neighbours) : frames.allocate();
  }

  private final class OtherPages implements Neighbours {
    @Override
    public long frameOf(long index) {
      Page page = pages.get(index);
      return page == null ? NONE : page.frame;
    }

    @Override
    public long following(long index) {
      return Math.max(0, pageCount() - index - 1);
    }
  }

  private boolean hasSource(long index) {
    return index * Frames.BYTES < sourceBytes;
  }

  private void fill(long index, long frame) {
    long offset = index * Frames.BYTES;
    byte[] bytes = new byte[Frames.BYTES];
    source.orElseThrow().fill(offset, bytes);
    memory.write(frame, bytes, 0, (int) Math.min(Frames.BYTES, sourceBytes - offset));
  }

  private void growTo(long newSize) {
    if (newSize > sizeBytes) {
      clearTail();
      sizeBytes = newSize;
    }
  }

  /// Zeroes what a shared mapping may have stored in the last page beyond the end.
  private void clearTail() {
    int used = within(sizeBytes);
    Page last = pages.get(sizeBytes / Frames.BYTES);
    if (used != 0 && last != null) {
      memory.fill(last.frame + used, Frames.BYTES - used, (byte) 0);
    }
  }

  private void discard(NavigableMap<Long, Page> gone) {
    frames.countCached(-gone.size());
    for (Page page : gone.values()) {
      frames.countClean(page.dirty ? 0 : -1);
      frames.release(page.frame);
    }
    gone.clear();
  }

  private static int within(long offset) {
    return (int) (offset % Frames.BYTES);
  }
}
