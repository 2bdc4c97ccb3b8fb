package spool.emulator.exec;

import java.util.Arrays;
import spool.emulator.isa.Decoded;

/// Instructions that lie one after the other, decoded. Execution enters at the first and goes on to
/// the next until a branch is taken or the block ends, which it does after an instruction that
/// never goes on to the next one, at the end of the page, or because it is long. A block is in one
/// page, except for a single instruction that straddles two.
final class Block {
  /// No block.
  static final Block NONE = new Block(0, new long[0], 0);

  /// The physical address of the first instruction.
  final long address;

  /// The instructions, as [Decoded] describes them, each with its offset from the first.
  final long[] code;

  /// The length of all instructions in bytes.
  final int sizeBytes;

  /// How often it was executed without a region.
  int heat;

  /// The [#heat] at which to look next whether it is to be translated; never if it is greater.
  int due;

  /// How often a region that can be entered here refused since that was last looked at; otherwise
  /// there was no room for it.
  private int refusals;

  /// How often translated code left over the access that it begins with since [#missesSince], for
  /// the page was not in its window.
  int misses;

  /// How many instructions the hart had retired at the first of these.
  long missesSince;

  /// Where execution can enter a region here.
  RegionEntry entry = RegionEntry.NONE;

  Block(long address, long[] code, int sizeBytes) {
    this.address = address;
    this.code = code;
    this.sizeBytes = sizeBytes;
  }

  /// Whether there were at least `count` misses, and one for every `most` instructions that were
  /// executed meanwhile.
  boolean missesOften(int count, long most, long retired) {
    return misses >= count && retired - missesSince < misses * most;
  }

  /// Counts that a region refused.
  void refused() {
    refusals++;
  }

  /// Whether that happened at least `count` times, which begin anew.
  boolean refusedOften(int count) {
    boolean often = refusals >= count;
    refusals = 0;
    return often;
  }

  /// Begins to count anew, up to `hot` executions, and forgets of earlier ones all but whether
  /// there was any.
  void cool(int hot) {
    heat = Math.min(heat, 1);
    putOff(hot);
  }

  /// Has it looked at after `hot` further executions.
  void putOff(int hot) {
    due = heat + hot;
  }

  /// Whether execution can enter a region here.
  boolean isTranslated() {
    return entry.need() < RegionEntry.NONE.need();
  }

  /// The first `count` instructions, without an entry into a region.
  Block prefix(int count) {
    return new Block(address, Arrays.copyOf(code, count), offsetAfter(count - 1));
  }

  /// The offset in bytes of what follows instruction `index`.
  int offsetAfter(int index) {
    return index + 1 < code.length ? Decoded.offset((int) code[index + 1]) : sizeBytes;
  }
}
