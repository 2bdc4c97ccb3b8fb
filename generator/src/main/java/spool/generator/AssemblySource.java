package spool.generator;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Writes `AssemblyText`, which fills decoded operands into the assembly templates.
final class AssemblySource {
  private static final Pattern OPERAND =
      Pattern.compile("\\b(rd|fd|rs1|rs2|fs1|fs2|fs3|imm|target|shamt|uimm|csr|pred|succ)\\b|,rm");

  private AssemblySource() {}

  static SourceWriter of(List<Instruction> instructions) {
    SourceWriter source = new SourceWriter(InstructionReader.PACKAGE, "AssemblyText");
    source.line("/// The assembly text of each encoding. Generated from [Insn] and [Compressed].");
    source.open("final class AssemblyText");
    source.line("private AssemblyText() {}");
    method(source, "ofWord", 32, instructions);
    method(source, "ofHalfword", 16, instructions);
    return source.close();
  }

  private static void method(
      SourceWriter source, String name, int length, List<Instruction> instructions) {
    source.line("");
    source.open("static String %s(Encoding encoding, long insn, long pc)".formatted(name));
    source.line("int word = (int) insn;");
    source.open("return switch (encoding)");
    for (Instruction instruction : instructions) {
      instruction
          .encodings()
          .filter(encoding -> encoding.pattern().length() == length)
          .forEach(encoding -> source.line(arm(instruction, encoding)));
    }
    source.line("default -> Disassembler.illegal(insn, %d);".formatted(length));
    source.close().line(";");
    source.close();
  }

  private static String arm(Instruction instruction, Encoding encoding) {
    String[] template = encoding.asm().split(" ", 2);
    StringBuilder text = new StringBuilder('"' + template[0] + '"');
    if (encoding.pattern().operand("aq").isPresent()) {
      text.append(
          " + Disassembler.ordering(%s)"
              .formatted(instruction.layout().read("aq") + ", " + instruction.layout().read("rl")));
    }
    if (template.length > 1) {
      text.append(" + \" ").append(operands(instruction, encoding, template[1])).append('"');
    }
    return "case %s -> %s;".formatted(encoding.constant(), text).replace(" + \"\"", "");
  }

  private static String operands(Instruction instruction, Encoding encoding, String template) {
    return OPERAND
        .matcher(template)
        .replaceAll(match -> "\" + " + operand(instruction, encoding, match) + " + \"");
  }

  private static String operand(Instruction instruction, Encoding encoding, MatchResult match) {
    OperandLayout layout = instruction.layout();
    String name = match.group();
    return switch (name) {
      case "rd", "rs1", "rs2" -> "Disassembler.x(%s)".formatted(layout.read(name));
      case "fd", "fs1", "fs2", "fs3" -> "Disassembler.f(%s)".formatted(layout.read(name));
      case "imm" -> encoding.hasUpperImmediate() ? "Disassembler.upper(insn)" : layout.read(name);
      case "target" -> "Disassembler.hex(pc + Decoded.immediate(insn))";
      case ",rm" -> "Disassembler.rounding(%s)".formatted(layout.read("rm"));
      case "pred", "succ" -> "Disassembler.accesses(%s)".formatted(layout.read(name));
      case "uimm" -> "(" + layout.read(name) + ")";
      default -> "Disassembler.hex(%s)".formatted(layout.read(name));
    };
  }
}
