package spool.emulator.debug;

/// What a debugger wants a thread to do next.
///
/// @param signal the signal that it is to get, 0 for none
/// @param start where the range begins that a step goes on inside of
/// @param end where it ends; no more than `start` for a step of one instruction
public record Move(Kind kind, int signal, long start, long end) {
  /// In place of the number of a thread: every one.
  static final int EVERY_THREAD = -1;

  /// To stand still.
  public static final Move HOLD = new Move(Kind.HOLD, 0, 0, 0);

  /// To go on.
  public static final Move CONTINUE = new Move(Kind.CONTINUE, 0, 0, 0);

  /// To execute one instruction.
  public static final Move STEP = new Move(Kind.STEP, 0, 0, 0);

  /// The kinds of moves.
  public enum Kind {
    /// To stand still.
    HOLD,

    /// To go on.
    CONTINUE,

    /// To execute one instruction, or those of a range.
    STEP
  }

  /// This with a signal.
  Move with(int number) {
    return new Move(kind, number, start, end);
  }

  /// Whether a step goes on at `pc`.
  public boolean goesOnAt(long pc) {
    return Long.compareUnsigned(start, pc) <= 0 && Long.compareUnsigned(pc, end) < 0;
  }
}
