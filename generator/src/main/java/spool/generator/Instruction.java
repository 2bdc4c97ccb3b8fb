package spool.generator;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An instruction: its encodings, and the method that is its semantics.
record Instruction(
    Extension extension,
    Semantics semantics,
    Encoding encoding,
    List<Encoding> compressed,
    String documentation) {

  /// The class that holds instructions of one extension.
  record Extension(String packageName, String className, String name, boolean common) {}

  /// How to call a method and what its result means.
  record Semantics(String method, List<String> parameters, String result, String flow) {
    /// The method's descriptor in a class file.
    String descriptor(String packageName) {
      return parameters.stream()
          .map(name -> Semantics.descriptorOf(name, packageName))
          .collect(Collectors.joining("", "(", ")" + descriptorOfResult()));
    }

    private static String descriptorOf(String parameter, String packageName) {
      return switch (parameter) {
        case "cpu" -> "L" + packageName.replace('.', '/') + "/Cpu;";
        case "memory" -> "L" + packageName.replace('.', '/') + "/DataMemory;";
        case "rs1", "rs2", "fs1", "fs2", "fs3", "imm", "pc" -> "J";
        default -> "I";
      };
    }

    private String descriptorOfResult() {
      return switch (result) {
        case "long" -> "J";
        case "boolean" -> "Z";
        default -> "V";
      };
    }
  }

  String constant() {
    return encoding.constant();
  }

  boolean takes(String parameter) {
    return semantics.parameters().contains(parameter);
  }

  /// Whether the result goes to a floating-point register.
  boolean writesFloatingPoint() {
    return encoding.pattern().operand("fd").isPresent();
  }

  boolean hasFlow(String flow) {
    return semantics.flow().equals(flow);
  }

  /// Whether the interpreter's inner loop holds it, which has registers and memory but no `Cpu`.
  boolean isCommon() {
    return extension.common() && !hasFlow("END") && !takes("cpu");
  }

  Stream<Encoding> encodings() {
    return Stream.concat(Stream.of(encoding), compressed.stream());
  }

  /// Where decoded instructions of this kind keep their operands.
  OperandLayout layout() {
    return new OperandLayout(encoding.pattern().operands());
  }
}
