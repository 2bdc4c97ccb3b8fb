package spool.emulator.hart;

import java.lang.foreign.MemorySegment;
import spool.emulator.memory.PhysicalMemory;

/// What translated code sees RAM through, and what it can take for constant there.
///
/// @param window the class of windows
/// @param pages the class of cached pages
/// @param type that of the field `ram` of both
/// @param ram what this field holds
/// @param mask what the field `mask` of windows holds, if they have it
public record RamView(
    Class<? extends PageWindow> window,
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
    return new RamView(SharedWindow.class, SharedPages.class, MemorySegment.class, segment, 0);
  }

  private static RamView of(byte[] array) {
    int mask = PhysicalMemory.mask(array);
    return new RamView(HeapWindow.class, HeapPages.class, byte[].class, array, mask);
  }
}
