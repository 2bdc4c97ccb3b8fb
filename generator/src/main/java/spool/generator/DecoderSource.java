package spool.generator;

import java.util.ArrayList;
import java.util.List;

/// Writes `Decoder`, which turns an instruction's bits into the packed form that is executed.
final class DecoderSource {
  private static final int CASES = 64;

  private DecoderSource() {}

  static SourceWriter of(List<Instruction> instructions) {
    SourceWriter source = new SourceWriter(InstructionReader.PACKAGE, "Decoder");
    source.line("/// Takes instructions apart. Generated from [Insn] and [Compressed].");
    source.open("public final class Decoder");
    source.line(
        """
        private Decoder() {}

        /// The instruction that begins with the lowest bit of `bits`, as [Decoded] describes it; of
        /// a compressed one, the upper half is ignored. Total: what is no instruction decodes to
        /// [Opcode#ILLEGAL].
        public static long decode(int bits) {
          Encoding encoding = Encoding.of(bits);
          return (bits & 3) == 3 ? word(encoding, bits) : halfword(encoding, bits);
        }
        """);
    methods(source, "word", 32, instructions);
    methods(source, "halfword", 16, instructions);
    return source.close();
  }

  /// Writes the method `name` for the encodings of this length, in parts of which each asks the
  /// next for what it does not know. HotSpot never compiles a method of more than 8,000 bytes.
  private static void methods(
      SourceWriter source, String name, int length, List<Instruction> instructions) {
    List<String> cases = cases(length, instructions);
    String illegal =
        "Decoded.pack(%d, 0, 0, 0, %s)"
            .formatted(instructions.size(), length == 16 ? "bits & 0xffff" : "bits");
    for (int from = 0; from < cases.size(); from += CASES) {
      int to = Math.min(from + CASES, cases.size());
      String rest =
          to == cases.size() ? illegal : "%s%d(encoding, bits)".formatted(name, to / CASES);
      String part = from == 0 ? name : name + from / CASES;
      method(source, part, cases.subList(from, to), rest);
    }
  }

  private static List<String> cases(int length, List<Instruction> instructions) {
    List<String> cases = new ArrayList<>();
    for (int number = 0; number < instructions.size(); number++) {
      Instruction instruction = instructions.get(number);
      String opcode = Integer.toString(number);
      instruction
          .encodings()
          .filter(encoding -> encoding.pattern().length() == length)
          .map(
              encoding ->
                  "case %s -> %s;"
                      .formatted(encoding.constant(), instruction.layout().pack(encoding, opcode)))
          .forEach(cases::add);
    }
    return cases;
  }

  private static void method(
      SourceWriter source, String name, List<String> cases, String otherwise) {
    source.open("private static long %s(Encoding encoding, int bits)".formatted(name));
    source.open("return switch (encoding)");
    cases.forEach(source::line);
    source.line("default -> %s;".formatted(otherwise));
    source.close().line(";");
    source.close();
  }
}
