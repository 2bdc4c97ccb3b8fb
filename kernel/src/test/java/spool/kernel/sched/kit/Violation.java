package spool.kernel.sched.kit;

/// A law that a run has broken.
///
/// @param law which
/// @param time when it showed; cycles
/// @param text how
public record Violation(Law law, long time, String text) {
  @Override
  public String toString() {
    return "%s: at %s %s".formatted(law.statement(), Duration.text(time), text);
  }
}
