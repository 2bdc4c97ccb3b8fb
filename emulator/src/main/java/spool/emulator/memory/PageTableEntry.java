package spool.emulator.memory;

/// The bits of a page table entry (RISC-V privileged architecture, "Sv39: Page-Based 39-bit
/// Virtual-Memory System"), which are the same for Sv48 and Sv57.
public final class PageTableEntry {
  /// Valid.
  public static final long V = 1;

  /// Readable.
  public static final long R = 1 << 1;

  /// Writable.
  public static final long W = 1 << 2;

  /// Executable.
  public static final long X = 1 << 3;

  /// Accessible to user mode.
  public static final long U = 1 << 4;

  /// Global: the same in all address spaces.
  public static final long G = 1 << 5;

  /// Accessed since this bit was last cleared.
  public static final long A = 1 << 6;

  /// Dirty: written since this bit was last cleared.
  public static final long D = 1 << 7;

  /// Two bits that say how memory behaves (Svpbmt).
  public static final long MEMORY_TYPE = 3L << 61;

  /// A leaf for several pages alike (Svnapot).
  public static final long N = 1L << 63;

  private static final int PAGE_SHIFT = 12;
  private static final int FRAME_SHIFT = 10;
  private static final long FRAME_MASK = (1L << 44) - 1;

  private PageTableEntry() {}

  /// The entry that points to `frameAddress`, a multiple of the frame size, with `bits`.
  public static long of(long frameAddress, long bits) {
    return frameAddress >>> PAGE_SHIFT << FRAME_SHIFT | bits;
  }

  /// The address of the frame that `entry` points to.
  public static long frameAddress(long entry) {
    return (entry >>> FRAME_SHIFT & FRAME_MASK) * PhysicalMemory.FRAME_BYTES;
  }

  /// Whether every one of `bits` is set in `entry`.
  public static boolean has(long entry, long bits) {
    return (entry & bits) == bits;
  }
}
