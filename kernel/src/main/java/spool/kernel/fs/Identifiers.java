package spool.kernel.fs;

import java.util.List;

/// The three users, or the three groups, that a process has (credentials(7)).
///
/// @param real who started it
/// @param effective whose permissions it has
/// @param saved to whom it may go back
public record Identifiers(int real, int effective, int saved) {
  /// One user or group in all three places.
  public static Identifiers all(int id) {
    return new Identifiers(id, id, id);
  }

  /// The three of them, which are also what a process without privilege may become.
  public List<Integer> values() {
    return List.of(real, effective, saved);
  }
}
