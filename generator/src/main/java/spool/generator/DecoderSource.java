package spool.generator;

import java.util.List;

/// Writes `Decoder`, which turns an instruction's bits into the packed form that is executed.
final class DecoderSource {
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
    method(source, "word", 32, instructions);
    method(source, "halfword", 16, instructions);
    return source.close();
  }

  private static void method(
      SourceWriter source, String name, int length, List<Instruction> instructions) {
    source.open("private static long %s(Encoding encoding, int bits)".formatted(name));
    source.open("return switch (encoding)");
    for (int number = 0; number < instructions.size(); number++) {
      Instruction instruction = instructions.get(number);
      String opcode = Integer.toString(number);
      instruction
          .encodings()
          .filter(encoding -> encoding.pattern().length() == length)
          .forEach(
              encoding ->
                  source.line(
                      "case %s -> %s;"
                          .formatted(
                              encoding.constant(), instruction.layout().pack(encoding, opcode))));
    }
    String illegal = length == 16 ? "bits & 0xffff" : "bits";
    source.line(
        "default -> Decoded.pack(%d, 0, 0, 0, %s);".formatted(instructions.size(), illegal));
    source.close().line(";");
    source.close();
  }
}
