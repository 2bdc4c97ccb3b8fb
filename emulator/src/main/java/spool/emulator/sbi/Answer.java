package spool.emulator.sbi;

/// What a call returns in `a0` and `a1` (SBI 2.0, chapter 3).
record Answer(long error, long value) {
  static final Answer SUCCESS = of(0);
  static final Answer FAILED = error(-1);
  static final Answer NOT_SUPPORTED = error(-2);
  static final Answer INVALID_PARAMETER = error(-3);
  static final Answer INVALID_ADDRESS = error(-5);
  static final Answer ALREADY_AVAILABLE = error(-6);

  static Answer of(long value) {
    return new Answer(0, value);
  }

  private static Answer error(long code) {
    return new Answer(code, 0);
  }
}
