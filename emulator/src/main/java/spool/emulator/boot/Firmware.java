package spool.emulator.boot;

/// What runs in machine mode.
public sealed interface Firmware {
  /// Nothing but the program itself, which is started there.
  record None() implements Firmware {}

  /// The one in Java, which answers the calls of the Supervisor Binary Interface.
  record BuiltIn() implements Firmware {}

  /// The one in Java, unless the kernel is an ELF file that occupies the place of firmware.
  record Automatic() implements Firmware {}

  /// An image, which finds the kernel where boards have it.
  record Loaded(BootImage image) implements Firmware {}
}
