package spool.emulator.fp;

/// What an operation gives: bits, zero-extended, and the flags that it raises.
record Outcome(long bits, int flags) {
  static Outcome quiet(long bits) {
    return new Outcome(bits, 0);
  }

  static Outcome of(boolean answer, int flags) {
    return new Outcome(answer ? 1 : 0, flags);
  }

  Outcome withAccrued(int accrued) {
    return new Outcome(bits, flags | accrued);
  }

  @Override
  public String toString() {
    return "%016x with flags %02x".formatted(bits, flags);
  }
}
