package spool.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes `Dispatch`, the interpreter's inner loop: a switch over the opcodes that calls their
/// methods, and further switches for those that are rarer.
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
    source.line("import spool.emulator.hart.Hart;");
    List.of("Cause", "Cpu", "Decoded", "Opcode", "Trap").forEach(this::importIsa);
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
        source.line("            " + arm(number, new InnerLoopNames()));
      }
    }
    source.line(LOOP_TAIL);
  }

  /// One method for each extension, and one for all that end a block, each with its range of
  /// numbers.
  private void rare() {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int number = 0; number < instructions.size(); number++) {
      if (!instructions.get(number).isCommon()) {
        groups
            .computeIfAbsent(group(instructions.get(number)), key -> new ArrayList<>())
            .add(number);
      }
    }
    source.line("");
    source.line("/// Executes the instruction `insn` at `pc` that is not in the inner loop.");
    source.open("static void execute(Cpu cpu, long insn, long pc)");
    source.line("int opcode = Decoded.opcode((int) insn);");
    groups.forEach(this::call);
    source.line("cpu.raise(Cause.ILLEGAL_INSTRUCTION, Decoded.upper(insn) & 0xffff_ffffL);");
    source.close();
    groups.forEach(this::method);
  }

  private static String group(Instruction instruction) {
    String name = instruction.hasFlow("END") ? "last" : instruction.extension().className();
    return "execute" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
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
              "if (%s) { next = %s + %s; i++; break body; }"
                  .formatted(call, names.read(instruction, "pc"), names.read(instruction, "imm"));
          case "JUMP" ->
              "long link = next; next = %s; x[%s] = link;"
                  .formatted(call, names.read(instruction, "rd"));
          default -> assignment(instruction, names) + call + ";";
        };
    String progress = names.progress(instruction);
    return "case %d -> { %s%s } // %s".formatted(number, progress, effect, instruction.constant());
  }

  private static String assignment(Instruction instruction, Names names) {
    if (instruction.semantics().result().equals("void")) {
      return "";
    }
    boolean floating = instruction.encoding().pattern().operand("fd").isPresent();
    return floating
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
        default -> read(instruction, parameter);
      };
    }

    String read(Instruction instruction, String name) {
      return switch (name) {
        case "cpu", "pc" -> name;
        default -> instruction.layout().read(name);
      };
    }

    String progress(Instruction instruction) {
      return "";
    }
  }

  /// How operands are called in the inner loop, which has fetched the registers beforehand.
  private static final class InnerLoopNames extends Names {
    @Override
    String argument(Instruction instruction, String parameter) {
      return switch (parameter) {
        case "rs1" -> "a";
        case "rs2" -> "b";
        default -> super.argument(instruction, parameter);
      };
    }

    @Override
    String read(Instruction instruction, String name) {
      return switch (name) {
        case "cpu" -> "hart";
        case "pc" -> "base + Decoded.offset(word)";
        case "imm" -> "(insn >> 32)";
        case "rd" -> "word >>> Decoded.RD & x.length - 1";
        default -> super.read(instruction, name);
      };
    }

    @Override
    String progress(Instruction instruction) {
      return instruction.semantics().parameters().contains("cpu") ? "hart.executed = i; " : "";
    }
  }

  private static final String LOOP_HEAD =
      """

      /// Executes blocks, beginning with `first` at the virtual address `start`, until `map` has no
      /// next block, the hart has no room for it, or an instruction leaves the inner loop.
      static void run(Execution execution, Hart hart, BlockMap map, Block first, long start) {
        Block block = first;
        long base = start;
        int i = 0;
        try {
          long[] x = hart.x;
          do {
            long[] code = block.code;
            long next = base + block.sizeBytes;
            i = 0;
            body:
            while (i < code.length) {
              long insn = code[i];
              int word = (int) insn;
              long a = x[word >>> Decoded.RS1 & x.length - 1];
              long b = x[word >>> Decoded.RS2 & x.length - 1];
              switch (Decoded.opcode(word)) {""";

  private static final String LOOP_TAIL =
      """
                default -> {
                  if (Decoded.opcode(word) >= Opcode.FIRST_END) {
                    execution.executeLast(block, base, i);
                    return;
                  }
                  hart.executed = i;
                  execute(hart, insn, base + Decoded.offset(word));
                }
              }
              i++;
            }
            hart.retire(i);
            if (next != base) {
              base = next;
              block = map.find(base);
            }
          } while (block.code.length <= hart.room() && block != Block.NONE);
          hart.pc(base);
        } catch (Trap trap) {
          execution.trap(block, base, i, trap);
        }
      }""";
}
