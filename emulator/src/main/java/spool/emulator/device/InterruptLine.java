package spool.emulator.device;

/// A level-sensitive wire: from a device to the interrupt controller, or from there to a hart.
@FunctionalInterface
public interface InterruptLine {
  /// Raises or lowers the line; the level that it already has changes nothing.
  void set(boolean raised);
}
