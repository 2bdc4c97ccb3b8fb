package spool.emulator.debug;

import java.util.Map;

/// What each thread is to do next.
///
/// @param each the moves of some threads, by their numbers
/// @param others the move of all others
public record Moves(Map<Integer, Move> each, Move others) {
  /// Every thread goes on.
  public static final Moves CONTINUE = new Moves(Map.of(), Move.CONTINUE);

  /// The move of `thread`.
  public Move of(int thread) {
    return each.getOrDefault(thread, others);
  }
}
