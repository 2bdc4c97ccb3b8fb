package spool.emulator.hart;

import java.lang.foreign.MemorySegment;
import spool.emulator.memory.PhysicalMemory;

/// What translated code sees RAM through, and what it can take for constant there.
///
/// @param form the class of RAM that windows look at
/// @param pages the class of cached pages
/// @param type that of the field `ram` of both
/// @param ram what this field holds
/// @param mask what the field `mask` of the first holds
public record RamView(
    Class<? extends IndexedRam> form,
    Class<? extends CachedPages> pages,
    Class<?> type,
    Object ram,
    int mask) {
  /// The view of `memory`, until it grows.
  public static RamView of(PhysicalMemory memory) {
    return memory
        .segment()
        .map(RamView::of)
        .or(() -> memory.array().map(RamView::of))
        .orElseThrow();
  }

  private static RamView of(MemorySegment segment) {
    return new RamView(SharedRam.class, SharedPages.class, MemorySegment.class, segment, -1);
  }

  private static RamView of(byte[] array) {
    int mask = PhysicalMemory.mask(array);
    return new RamView(HeapRam.class, HeapPages.class, byte[].class, array, mask);
  }
}
