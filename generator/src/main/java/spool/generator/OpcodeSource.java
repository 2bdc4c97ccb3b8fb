package spool.generator;

import java.util.List;
import java.util.stream.Collectors;

/// Writes `Opcode`, the enum of all instructions with their metadata.
final class OpcodeSource {
  private OpcodeSource() {}

  static SourceWriter of(List<Instruction> instructions) {
    SourceWriter source = new SourceWriter(InstructionReader.PACKAGE, "Opcode");
    source.line(
        """
        /// The instructions, numbered so that those of the interpreter's inner loop come first and
        /// those that end a block for good come last. Generated from the methods annotated with
        /// [Insn].""");
    source.open("public enum Opcode");
    instructions.forEach(instruction -> constant(source, instruction));
    source.line(
        """
        /// What no instruction is encoded like.
        ILLEGAL("illegal", "", Flow.END, Opcode.class, "", "()V", "", false, "Raises an exception.");
        """);
    source.line("/// The number of the first opcode with [Flow#END].");
    source.line("public static final int FIRST_END = " + firstEnd(instructions) + ";");
    source.line(BODY);
    return source.close();
  }

  /// The number of the first instruction that ends a block for good.
  static int firstEnd(List<Instruction> instructions) {
    return (int) instructions.stream().filter(i -> !i.hasFlow("END")).count();
  }

  private static void constant(SourceWriter source, Instruction instruction) {
    Instruction.Semantics semantics = instruction.semantics();
    source.line("/// " + instruction.documentation());
    source.line(
        "%s(\"%s\", \"%s\", Flow.%s, %s.class, \"%s\", \"%s\", \"%s\", %b, %s),"
            .formatted(
                instruction.constant(),
                instruction.encoding().mnemonic(),
                instruction.extension().name(),
                semantics.flow(),
                instruction.extension().className(),
                semantics.method(),
                semantics.descriptor(InstructionReader.PACKAGE),
                arguments(instruction),
                instruction.writesFloatingPoint(),
                quoted(instruction.documentation())));
  }

  /// The parameters of the method, each with the place of its operand.
  private static String arguments(Instruction instruction) {
    return instruction.semantics().parameters().stream()
        .map(instruction.layout()::place)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static final String BODY =
      """

      private static final Opcode[] VALUES = values();

      private final String mnemonic;
      private final String extension;
      private final Flow flow;
      private final Class<?> owner;
      private final String method;
      private final String descriptor;
      private final String arguments;
      private final boolean writesFloatingPoint;
      private final String documentation;

      Opcode(
          String mnemonic,
          String extension,
          Flow flow,
          Class<?> owner,
          String method,
          String descriptor,
          String arguments,
          boolean writesFloatingPoint,
          String documentation) {
        this.mnemonic = mnemonic;
        this.extension = extension;
        this.flow = flow;
        this.owner = owner;
        this.method = method;
        this.descriptor = descriptor;
        this.arguments = arguments;
        this.writesFloatingPoint = writesFloatingPoint;
        this.documentation = documentation;
      }

      /// The opcode that [Decoded#opcode] gives the number of.
      public static Opcode of(int number) {
        return VALUES[number];
      }

      /// The name in assembly text.
      public String mnemonic() {
        return mnemonic;
      }

      /// The extension that it belongs to, such as `M`.
      public String extension() {
        return extension;
      }

      /// Where execution goes afterwards.
      public Flow flow() {
        return flow;
      }

      /// The class that declares the method of its semantics.
      public Class<?> owner() {
        return owner;
      }

      /// The name of that static method.
      public String method() {
        return method;
      }

      /// The descriptor of that method, as class files have it.
      public String descriptor() {
        return descriptor;
      }

      /// What that method is called with: the names of its parameters as [Insn] has them, with
      /// blanks between. Where several operands share the upper half of a decoded instruction, a
      /// name is followed by the lowest bit and the number of bits there, as in `rm:5:3`.
      public String arguments() {
        return arguments;
      }

      /// Whether what that method answers goes to `fd`, not to `rd`.
      public boolean writesFloatingPoint() {
        return writesFloatingPoint;
      }

      /// What it does, in a sentence or a few.
      public String documentation() {
        return documentation;
      }
      """;
}
