package spool.emulator.debug;

import java.util.List;

/// Registers that belong together, as a target description has them (GDB manual, "RISC-V
/// Features").
///
/// @param feature the name by which gdb knows them
public record RegisterGroup(String feature, List<Register> registers) {
  /// A register.
  ///
  /// @param number the number in packets
  /// @param name the name in assembly text
  /// @param bits how wide it is
  /// @param type how gdb shows it
  public record Register(int number, String name, int bits, String type) {
    /// How many bytes it has.
    int sizeBytes() {
      return bits / Byte.SIZE;
    }
  }
}
