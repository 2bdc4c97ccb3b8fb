package spool.emulator.translate;

import java.util.Arrays;
import java.util.List;
import spool.emulator.exec.CodeFrame.Instruction;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Opcode;

/// What is known of the integer registers at a point of a region: each is a root, of which nothing
/// is known, and a distance from there. Registers with the same root are as far apart as their
/// distances are.
final class RootedValues {
  private static final int REGISTERS = 32;

  /// Where the address of the first page is, beside the registers; register 0 is the root of
  /// constants.
  private static final int PAGE = REGISTERS;

  /// A value.
  record Value(int root, long distance) {
    Value plus(long more) {
      return new Value(root, distance + more);
    }
  }

  /// Makes roots, each another one.
  static final class Roots {
    private int made;

    private Value next() {
      return new Value(made++, 0);
    }
  }

  private final Roots roots;
  private final Value[] values;

  private RootedValues(Roots roots, Value[] values) {
    this.roots = roots;
    this.values = values;
  }

  /// Nothing is known.
  static RootedValues unknown(Roots roots) {
    Value[] values = new Value[PAGE + 1];
    Arrays.setAll(values, _ -> roots.next());
    return new RootedValues(roots, values);
  }

  /// What is known where several ways meet: that in which all agree.
  static RootedValues meeting(List<RootedValues> ways, Roots roots) {
    Value[] values = ways.getFirst().values.clone();
    for (int register = 0; register < values.length; register++) {
      Value value = values[register];
      for (RootedValues way : ways) {
        if (!way.values[register].equals(value)) {
          values[register] = roots.next();
        }
      }
    }
    return new RootedValues(roots, values);
  }

  Value of(int register) {
    return values[register];
  }

  /// Follows what an instruction does.
  void follow(Instruction instruction) {
    long decoded = instruction.decoded();
    Signature signature = Signature.of(decoded);
    if (signature.writesInteger() && Signature.writesRegister(decoded)) {
      values[Decoded.rd((int) decoded)] = result(signature.opcode(), instruction);
    }
  }

  private Value result(Opcode opcode, Instruction instruction) {
    int word = (int) instruction.decoded();
    long immediate = Decoded.immediate(instruction.decoded());
    return switch (opcode) {
      case ADDI -> values[Decoded.rs1(word)].plus(immediate);
      case LUI -> values[0].plus(immediate);
      case AUIPC -> values[PAGE].plus(instruction.offset() + immediate);
      case ADD -> sum(Decoded.rs1(word), Decoded.rs2(word));
      default -> roots.next();
    };
  }

  /// Registers are moved by adding zero.
  private Value sum(int first, int second) {
    if (first == 0) {
      return values[second];
    }
    return second == 0 ? values[first] : roots.next();
  }
}
