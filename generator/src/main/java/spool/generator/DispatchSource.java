package spool.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes `Dispatch`, the interpreter's inner loop: a switch over the opcodes that calls their
/// methods, and further switches for those that are rarer or did not get through in the loop.
///
/// The shape of the loop is for C2, HotSpot's optimizing compiler, which makes three times as many
/// instructions of the obvious one (docs/adr/0005-interpreter-speed.md has the figures):
///
/// - It is a method of its own without calls, entered for each block, with so few variables that
///   all of them stay in registers.
/// - It counts up by one, so that it needs no safepoint, and an index in the block no check.
/// - Every arm takes its operands from a form of its own of the instruction, with the opcode number
///   cleared by an exclusive or. That constant differs from arm to arm, so the compiler does not
///   see that arms compute the same, and does not compute it ahead of the switch for all of them.
final class DispatchSource {
  private static final String EXEC_PACKAGE = "spool.emulator.exec";

  private final List<Instruction> instructions;
  private final SourceWriter source = new SourceWriter(EXEC_PACKAGE, "Dispatch");

  private DispatchSource(List<Instruction> instructions) {
    this.instructions = instructions;
  }

  static SourceWriter of(List<Instruction> instructions) {
    return new DispatchSource(instructions).write();
  }

  private SourceWriter write() {
    imports();
    source.line("/// Executes decoded instructions. Generated from [spool.emulator.isa.Insn].");
    source.open("final class Dispatch");
    source.line("private Dispatch() {}");
    innerLoop();
    rare();
    return source.close();
  }

  private void imports() {
    source.line("import spool.emulator.hart.CachedPages;");
    source.line("import spool.emulator.hart.PageMiss;");
    List.of("Cause", "Cpu", "Decoded", "Opcode").forEach(this::importIsa);
    instructions.stream()
        .map(instruction -> instruction.extension().className())
        .distinct()
        .sorted()
        .forEach(this::importIsa);
    source.line("");
  }

  private void importIsa(String className) {
    source.line("import %s.%s;".formatted(InstructionReader.PACKAGE, className));
  }

  private void innerLoop() {
    source.line(LOOP_HEAD);
    for (int number = 0; number < instructions.size(); number++) {
      if (instructions.get(number).isCommon()) {
        source.line("          " + arm(number, new InnerLoopNames()));
      }
    }
    source.line(LOOP_TAIL);
  }

  /// One method for what the inner loop may have to leave to others, one for each extension, and
  /// one for all that end a block, each with its range of numbers.
  private void rare() {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int number = 0; number < instructions.size(); number++) {
      Instruction instruction = instructions.get(number);
      if (!instruction.isCommon() || instruction.takes("memory")) {
        groups.computeIfAbsent(group(instruction), key -> new ArrayList<>()).add(number);
      }
    }
    source.line("");
    source.line("/// Executes the instruction `insn` at `pc` that the inner loop does not.");
    source.open("static void execute(Cpu cpu, long insn, long pc)");
    source.line("int opcode = Decoded.opcode((int) insn);");
    groups.forEach(this::call);
    source.line("cpu.raise(Cause.ILLEGAL_INSTRUCTION, Decoded.upper(insn) & 0xffff_ffffL);");
    source.close();
    groups.forEach(this::method);
  }

  private static String group(Instruction instruction) {
    if (instruction.isCommon()) {
      return "executeAccess";
    }
    return "execute" + (instruction.hasFlow("END") ? "Last" : instruction.extension().className());
  }

  private void call(String name, List<Integer> numbers) {
    source.open("if (opcode <= %d)".formatted(numbers.getLast()));
    source.line(name + "(cpu, insn, pc);");
    source.line("return;");
    source.close();
  }

  private void method(String name, List<Integer> numbers) {
    source.line("");
    source.open("private static void %s(Cpu cpu, long insn, long pc)".formatted(name));
    source.line("int word = (int) insn;");
    source.line("long[] x = cpu.x;");
    source.line("long[] f = cpu.f;");
    source.open("switch (Decoded.opcode(word))");
    numbers.forEach(number -> source.line(arm(number, new Names())));
    source.line(
        "default -> throw new IllegalStateException(\"not here: \" + Opcode.of(Decoded.opcode(word)));");
    source.close();
    source.close();
  }

  private String arm(int number, Names names) {
    Instruction instruction = instructions.get(number);
    String call = call(instruction, names);
    String effect =
        switch (instruction.semantics().flow()) {
          case "BRANCH" ->
              "if (%s) { successor.address = %s + %s; return i + 1; }"
                  .formatted(call, names.read(instruction, "pc"), names.read(instruction, "imm"));
          case "JUMP" ->
              "long link = successor.address; successor.address = %s; x[%s] = link; return i + 1;"
                  .formatted(call, names.read(instruction, "rd"));
          default -> assignment(instruction, names) + call + ";";
        };
    return "case %d -> { %s%s } // %s"
        .formatted(number, names.preparation(number), effect, instruction.constant());
  }

  private static String assignment(Instruction instruction, Names names) {
    if (instruction.semantics().result().equals("void")) {
      return "";
    }
    return instruction.writesFloatingPoint()
        ? "f[%s] = ".formatted(names.read(instruction, "fd"))
        : "x[%s] = ".formatted(names.read(instruction, "rd"));
  }

  private static String call(Instruction instruction, Names names) {
    return instruction.semantics().parameters().stream()
        .map(parameter -> names.argument(instruction, parameter))
        .collect(
            Collectors.joining(
                ", ",
                instruction.extension().className() + "." + instruction.semantics().method() + "(",
                ")"));
  }

  /// How operands are called in a method for rarer instructions.
  private static class Names {
    String argument(Instruction instruction, String parameter) {
      return switch (parameter) {
        case "rs1", "rs2" -> "x[%s]".formatted(read(instruction, parameter));
        case "fs1", "fs2", "fs3" -> "f[%s]".formatted(read(instruction, parameter));
        case "rs1Number", "rs2Number" -> read(instruction, parameter.substring(0, 3));
        case "rdNumber" -> read(instruction, "rd") + " & 31";
        case "memory" -> "cpu";
        default -> read(instruction, parameter);
      };
    }

    String read(Instruction instruction, String name) {
      return switch (name) {
        case "cpu", "pc" -> name;
        default -> instruction.layout().read(name);
      };
    }

    String preparation(int number) {
      return "";
    }
  }

  /// How operands are called in the inner loop.
  private static final class InnerLoopNames extends Names {
    @Override
    String argument(Instruction instruction, String parameter) {
      return parameter.equals("memory") ? parameter : super.argument(instruction, parameter);
    }

    @Override
    String read(Instruction instruction, String name) {
      return switch (name) {
        case "pc" -> "base + Decoded.offset(word)";
        case "rd", "rs1", "rs2" ->
            "word >>> Decoded.%s & x.length - 1".formatted(name.toUpperCase(Locale.ROOT));
        default -> super.read(instruction, name);
      };
    }

    @Override
    String preparation(int number) {
      return "long insn = fetched ^ %d; int word = (int) insn; ".formatted(number);
    }
  }

  private static final String LOOP_HEAD =
      """

      /// Executes instructions of the block `code` at the virtual address `base`, from number `from`
      /// on, until a branch is taken or the block ends, and answers the number of the instruction
      /// after the last. One that needs more than registers and cached pages is not executed; its
      /// inverted number is the answer. `successor` comes with the address that follows the block,
      /// and is changed to where a branch or jump leads.
      static int run(
          long[] code, long[] x, CachedPages memory, Successor successor, long base, int from) {
        int i = from;
        try {
          for (; i < code.length; i++) {
            long fetched = code[i];
            switch (Decoded.opcode((int) fetched)) {""";

  private static final String LOOP_TAIL =
      """
              default -> {
                return ~i;
              }
            }
          }
          return i;
        } catch (PageMiss _) {
          return ~i;
        }
      }""";
}
