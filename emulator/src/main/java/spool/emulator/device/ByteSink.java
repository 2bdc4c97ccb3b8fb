package spool.emulator.device;

/// Where the bytes go that a serial line sends.
@FunctionalInterface
public interface ByteSink {
  /// Takes one byte.
  void write(byte value);

  /// Shows what was taken so far: the line has fallen silent.
  default void flush() {}
}
