package spool.emulator.translate;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import spool.emulator.exec.CodeFrame.Instruction;
import spool.emulator.fp.Rounding;
import spool.emulator.isa.Cpu;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Flow;
import spool.emulator.isa.Opcode;

/// How the method of an instruction is called: [Opcode#arguments], read once.
///
/// @param opcode the instruction
/// @param arguments what it is called with, in order
record Signature(Opcode opcode, List<Argument> arguments) {
  /// The extensions of which a `Cpu` is used for the floating-point unit alone.
  private static final Set<String> FLOATING_POINT = Set.of("F", "D");

  private static final List<Signature> ALL =
      Arrays.stream(Opcode.values()).map(Signature::read).toList();

  /// An argument.
  ///
  /// @param name what it is, as [spool.emulator.isa.Insn] has it
  /// @param shift its lowest bit in the upper half of a decoded instruction
  /// @param mask the bits that it has there, moved down
  record Argument(String name, int shift, int mask) {
    private static Argument read(String text) {
      String[] parts = text.split(":", -1);
      return parts.length == 1
          ? new Argument(text, 0, -1)
          : new Argument(
              parts[0], Integer.parseInt(parts[1]), (1 << Integer.parseInt(parts[2])) - 1);
    }

    /// The value of an operand from the upper half of `decoded`.
    int value(long decoded) {
      return Decoded.upper(decoded) >>> shift & mask;
    }
  }

  private static Signature read(Opcode opcode) {
    String arguments = opcode.arguments();
    return new Signature(
        opcode,
        arguments.isEmpty()
            ? List.of()
            : Arrays.stream(arguments.split(" ", -1)).map(Argument::read).toList());
  }

  /// The signature of a decoded instruction.
  static Signature of(long decoded) {
    return ALL.get(Decoded.opcode((int) decoded));
  }

  /// Where a branch or direct jump leads to: an offset, as that of the instruction is one.
  static int target(Instruction instruction) {
    return instruction.offset() + (int) Decoded.immediate(instruction.decoded());
  }

  /// Whether a region can hold `decoded`: it needs registers, cached pages and the floating-point
  /// unit alone, in a rounding mode that there is.
  static boolean isTranslatable(long decoded) {
    Signature signature = of(decoded);
    return signature.opcode.flow() != Flow.END
        && (!signature.isFloatingPoint() || signature.canRound(decoded));
  }

  /// Whether it needs the floating-point unit.
  boolean isFloatingPoint() {
    return takes("cpu");
  }

  private boolean canRound(long decoded) {
    return FLOATING_POINT.contains(opcode.extension())
        && arguments.stream()
            .filter(argument -> argument.name().equals("rm"))
            .mapToInt(argument -> argument.value(decoded))
            .allMatch(mode -> mode == Rounding.DYN || mode <= Rounding.RMM);
  }

  /// Whether it may fail to do its work, having done nothing.
  boolean canMiss() {
    return isAccess() || isFloatingPoint();
  }

  /// Whether it loads or stores.
  boolean isAccess() {
    return takes("memory");
  }

  /// Whether its result goes to an integer register, if [#writesRegister].
  boolean writesInteger() {
    return !opcode.writesFloatingPoint() && opcode.descriptor().endsWith(")J");
  }

  /// How many bytes of bytecode it takes, about.
  int estimatedBytes() {
    return isAccess() ? 70 : isFloatingPoint() ? 90 : opcode.flow() == Flow.NEXT ? 12 : 25;
  }

  boolean takes(String name) {
    return arguments.stream().anyMatch(argument -> argument.name().equals(name));
  }

  /// Whether `decoded` is a jump that keeps where it came from.
  static boolean isCall(long decoded) {
    return of(decoded).opcode.flow() == Flow.JUMP && writesRegister(decoded);
  }

  /// Whether `decoded`, which has an integer register for its result, keeps that.
  static boolean writesRegister(long decoded) {
    return Decoded.rd((int) decoded) != Cpu.SINK;
  }
}
