package spool.emulator.device;

/// An interrupt line that remembers its level.
final class Wire implements InterruptLine {
  boolean raised;

  @Override
  public void set(boolean level) {
    raised = level;
  }
}
