package spool.generator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes `Encoding`, the enum of all bit patterns, and the search for the one that a word fits.
final class EncodingSource {
  private static final int WORD_GROUP = 0x7f;
  private static final int HALFWORD_GROUP = 0xe003;

  private EncodingSource() {}

  static SourceWriter of(List<Instruction> instructions) {
    SourceWriter source = new SourceWriter(InstructionReader.PACKAGE, "Encoding");
    source.line(
        """
        /// The bit patterns of the instructions, compressed ones included. Generated from [Insn] and
        /// [Compressed].""");
    source.open("public enum Encoding");
    Map<Encoding, Instruction> owners = new LinkedHashMap<>();
    instructions.forEach(i -> i.encodings().forEach(encoding -> owners.put(encoding, i)));
    owners.forEach((encoding, instruction) -> constant(source, encoding, instruction));
    source.line("/// Everything that no other pattern fits.");
    source.line("ILLEGAL(Opcode.ILLEGAL, \"\", \"illegal\", 0, 0);");
    source.line(BODY);
    search(source, "ofWord", WORD_GROUP, ofLength(owners, 32));
    search(source, "ofHalfword", HALFWORD_GROUP, ofLength(owners, 16));
    return source.close();
  }

  private static void constant(SourceWriter source, Encoding encoding, Instruction instruction) {
    BitPattern pattern = encoding.pattern();
    source.line("/// `%s`".formatted(encoding.asm()));
    source.line(
        "%s(Opcode.%s, \"%s\", \"%s\", 0x%08x, 0x%08x),"
            .formatted(
                encoding.constant(),
                instruction.constant(),
                encoding.bits(),
                encoding.asm(),
                pattern.mask(),
                pattern.match()));
  }

  private static List<Encoding> ofLength(Map<Encoding, Instruction> owners, int length) {
    return owners.keySet().stream().filter(e -> e.pattern().length() == length).toList();
  }

  /// A switch over the bits that every pattern fixes, then one comparison after the other.
  private static void search(
      SourceWriter source, String method, int groupMask, List<Encoding> encodings) {
    source.line("");
    source.open("private static Encoding %s(int bits)".formatted(method));
    source.open("return switch (bits & 0x%x)".formatted(groupMask));
    Map<Integer, List<Encoding>> groups =
        encodings.stream()
            .collect(
                Collectors.groupingBy(
                    e -> e.pattern().match() & groupMask, TreeMap::new, Collectors.toList()));
    groups.forEach((bits, group) -> arm(source, bits, group));
    source.line("default -> ILLEGAL;");
    source.close().line(";");
    source.close();
  }

  private static void arm(SourceWriter source, int groupBits, List<Encoding> group) {
    source.line("case 0x%x ->".formatted(groupBits));
    for (Encoding encoding : group) {
      source.line("    %s ? %s :".formatted(condition(encoding), encoding.constant()));
    }
    source.line("    ILLEGAL;");
  }

  private static String condition(Encoding encoding) {
    BitPattern pattern = encoding.pattern();
    StringBuilder condition =
        new StringBuilder("(bits & 0x%08x) == 0x%08x".formatted(pattern.mask(), pattern.match()));
    for (Operand operand : pattern.operands()) {
      for (int forbidden : operand.forbidden()) {
        condition.append(" && (%s) != %d".formatted(operand.expression(false), forbidden));
      }
    }
    return condition.toString();
  }

  private static final String BODY =
      """

      private final Opcode opcode;
      private final String bits;
      private final String assembly;
      private final int mask;
      private final int match;

      Encoding(Opcode opcode, String bits, String assembly, int mask, int match) {
        this.opcode = opcode;
        this.bits = bits;
        this.assembly = assembly;
        this.mask = mask;
        this.match = match;
      }

      /// The instruction that is encoded.
      public Opcode opcode() {
        return opcode;
      }

      /// The pattern as [Insn#bits] or [Compressed#bits] has it.
      public String bits() {
        return bits;
      }

      /// The assembly text, with names in place of operands.
      public String assembly() {
        return assembly;
      }

      /// The bits that are fixed.
      public int mask() {
        return mask;
      }

      /// What the fixed bits are.
      public int match() {
        return match;
      }

      /// The encoding of the instruction that begins with the lowest bit of `bits`. Of a compressed
      /// one, the upper half is ignored.
      public static Encoding of(int bits) {
        return (bits & 3) == 3 ? ofWord(bits) : ofHalfword(bits);
      }
      """;
}
