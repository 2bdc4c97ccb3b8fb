package spool.emulator.device;

/// The figures of a tape drive's mechanics, in cycles of virtual time (one nanosecond) and cells,
/// each the place of one character along the tape.
///
/// A command takes the time of starting, and of the gap and the characters of everything that
/// passes the head.
///
/// @param startCycles from standing to full speed, above what the gap in front of the record takes
/// @param jitterCycles how much longer starting may take, at random
/// @param turnCycles coming to a stop before moving the other way
/// @param cellCycles the time of one character at full speed
/// @param rewindCellCycles the same while rewinding
/// @param gapCells the gap in front of a record or a tape mark
/// @param markerCells from the load point to the reflective marker that warns of the end
/// @param reelCells from the load point to the end
public record TapeTimings(
    long startCycles,
    long jitterCycles,
    long turnCycles,
    long cellCycles,
    long rewindCellCycles,
    long gapCells,
    long markerCells,
    long reelCells) {
  private static final int CELLS_PER_INCH = 556;
  private static final int CELLS_PER_FOOT = 12 * CELLS_PER_INCH;

  /// The IBM 729 IV at its higher density, with a reel of 2,400 feet.
  ///
  /// 112.5 inches a second, 556 characters an inch, a gap of 3/4 inch and 2,400 feet are in
  /// en.wikipedia.org/wiki/IBM_729. It transfers 62,500 characters a second and starts and stops in
  /// 7.3 ms (Stan Paddock's table of 26 October 2009 for the restoration of the 1401 at the
  /// Computer History Museum, ibm-1401.info, after IBM A24-3069); 6.672 ms of the 7.3 are the gap
  /// at full speed. Rewinding at 500 inches a second on average is the figure of its predecessor,
  /// en.wikipedia.org/wiki/IBM_727. The jitter, and the marker 14 feet before the end, are set.
  public static final TapeTimings IBM_729_IV =
      new TapeTimings(
          628_000,
          100_000,
          7_300_000,
          16_000,
          1_000_000_000L / (500 * CELLS_PER_INCH),
          3 * CELLS_PER_INCH / 4,
          (2_400 - 14) * CELLS_PER_FOOT,
          2_400 * CELLS_PER_FOOT);

  /// The cells that an item and the gap in front of it take up: a tape mark is one character.
  long cells(TapeImage.Item item) {
    return cells(item.length());
  }

  /// The cells of a record of `length` bytes with its gap.
  long cells(long length) {
    return gapCells + Math.max(1, length);
  }
}
