package spool.kernel.vm;

import java.util.Optional;
import spool.emulator.memory.Access;
import spool.emulator.memory.PageTableEntry;

/// Brings pages in when they are first touched, and copies them when they are first stored to.
///
/// **Copy on write.** A page of a private mapping that two may see, because a fork doubled it or
/// because it is a page of the mapped object itself, is entered without the writable bit wherever
/// it is mapped, whatever the region's protection. A store then faults, and whoever stored gets a
/// frame of its own: a copy if the frame has other references, the very frame if it has none any
/// more. Nobody looks for the other side: it may have copied, unmapped or ended long since, and the
/// count of references says all that matters. The object itself counts for one reference to each of
/// its pages, so that a private mapping never takes the object's page for its own.
///
/// Pages of a shared mapping are the object's. They are entered as writable only once the object
/// knows them as dirty, so that no store to a clean page, which may be given up, goes unseen.
///
/// The invariant: an entry of a private mapping has its writable bit set only if it is the one
/// reference to its frame; an entry of a shared mapping only if its page is dirty. The number of
/// references to a frame is the number of entries that name it, and one for the object it is of.
final class Pager {
  private final Frames frames;
  private final PageTable table;
  private final Regions regions;

  /// A pager of `regions`, by frames from `frames` that are entered in `table`.
  Pager(Frames frames, PageTable table, Regions regions) {
    this.frames = frames;
    this.table = table;
    this.regions = regions;
  }

  /// Makes an `access` that `region` allows succeed at `page`. Throws ENOMEM.
  Fault resolve(Region region, long page, Access access) {
    Optional<MemoryObject> object = region.backing().object();
    if (object.isPresent() && region.objectPage(page) >= object.get().pageCount()) {
      return Fault.BEYOND_END;
    }
    long slot = table.slot(page);
    long entry = table.entry(page);
    if (!PageTable.allows(entry, access)) {
      table.set(slot, entry == 0 ? enter(region, page, access) : makeWritable(region, page, entry));
    }
    return Fault.RESOLVED;
  }

  /// Enters the pages of `region` in `child` too, so that what is private is copied when either
  /// side stores to it. Throws ENOMEM, with some of the pages entered.
  void fork(Region region, PageTable child) {
    boolean shared = region.backing().shared();
    table.change(
        region.start(),
        region.end(),
        (page, entry) -> {
          long both = shared ? entry : PageTable.readOnly(entry);
          long slot = child.slot(page);
          frames.retain(PageTableEntry.frameAddress(entry));
          child.set(slot, both);
          return both;
        });
  }

  /// Removes the pages from address `from` to `to`.
  void discard(long from, long to) {
    table.change(
        from,
        to,
        (page, entry) -> {
          frames.release(PageTableEntry.frameAddress(entry));
          return 0;
        });
  }

  /// Moves the pages from address `from` to `to` by `distance`. Throws ENOMEM, with nothing moved.
  void move(long from, long to, long distance) {
    table.change(
        from,
        to,
        (page, entry) -> {
          table.slot(page + distance);
          return entry;
        });
    table.change(
        from,
        to,
        (page, entry) -> {
          table.set(table.slot(page + distance), entry);
          return 0;
        });
  }

  /// Lets the pages from address `from` to `to` have `protection` from now on. What may be written
  /// already stays so.
  void protect(long from, long to, Protection protection) {
    table.change(
        from,
        to,
        (page, entry) ->
            PageTable.entry(
                PageTableEntry.frameAddress(entry),
                protection,
                PageTable.allows(entry, Access.STORE)));
  }

  /// How many of the entries of `region` name a frame of the object that it shows.
  long objectPages(Region region) {
    Optional<MemoryObject> object = region.backing().object();
    long[] count = new long[1];
    if (object.isPresent()) {
      table.change(
          region.start(),
          region.end(),
          (page, entry) -> {
            boolean hit =
                object.get().has(region.objectPage(page), PageTableEntry.frameAddress(entry));
            count[0] += hit ? 1 : 0;
            return entry;
          });
    }
    return count[0];
  }

  private long enter(Region region, long page, Access access) {
    Optional<MemoryObject> object = region.backing().object();
    Protection protection = region.protection();
    if (object.isEmpty()) {
      return PageTable.entry(
          frames.allocate(page / Frames.BYTES, new OtherPages(region)), protection, true);
    }
    long index = region.objectPage(page);
    if (region.backing().shared()) {
      return enterShared(object.get(), index, protection, access);
    }
    long frame = object.get().frame(index);
    if (access == Access.STORE) {
      return PageTable.entry(
          frames.duplicate(frame, page / Frames.BYTES, new OtherPages(region)), protection, true);
    }
    frames.retain(frame);
    return PageTable.entry(frame, protection, false);
  }

  private long enterShared(MemoryObject object, long index, Protection protection, Access access) {
    long frame = access == Access.STORE ? object.writableFrame(index) : object.frame(index);
    frames.retain(frame);
    return PageTable.entry(frame, protection, object.isDirty(index));
  }

  /// The entry, made writable, of a page that is there but was not.
  private long makeWritable(Region region, long page, long entry) {
    long frame = PageTableEntry.frameAddress(entry);
    if (region.backing().shared()) {
      region.backing().object().ifPresent(object -> object.writableFrame(region.objectPage(page)));
      return PageTable.entry(frame, region.protection(), true);
    }
    return PageTable.entry(own(frame, region, page), region.protection(), true);
  }

  /// `frame` if there is one reference to it, or else, in exchange for that reference, a copy.
  private long own(long frame, Region region, long page) {
    if (frames.references(frame) == 1) {
      return frame;
    }
    long copy = frames.duplicate(frame, page / Frames.BYTES, new OtherPages(region));
    frames.release(frame);
    return copy;
  }

  /// The pages that a region has, and those of the data next to it: what a program has of variables
  /// with values and without is two regions, and one array may be in both.
  private final class OtherPages implements Neighbours {
    private final Region region;

    OtherPages(Region region) {
      this.region = region;
    }

    @Override
    public long frameOf(long page) {
      long entry = table.entry(page * Frames.BYTES);
      return entry == 0 ? NONE : PageTableEntry.frameAddress(entry);
    }

    @Override
    public long preceding(long page) {
      return page - regions.withDataBefore(region) / Frames.BYTES;
    }

    @Override
    public long following(long page) {
      return regions.withDataAfter(region) / Frames.BYTES - page - 1;
    }
  }
}
