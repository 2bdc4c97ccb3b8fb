package spool.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/// The decoder and the disassembler agree with the opcode tables of the specification.
class DecoderProperties {
  /// How many of the 49,152 halfwords with low bits other than 11 are instructions or hints. By
  /// quadrant: 14,328 (seven function fields of 2,048, less 8 without an immediate), 16,160 (eight,
  /// less 64 of c.addiw, 32 of c.lui, 128 of the arithmetic group) and 16,255 (eight, less 64 each
  /// of c.lwsp and c.ldsp, and one of c.jr).
  private static final int COMPRESSED_INSTRUCTIONS = 14_328 + 16_160 + 16_255;

  @Property(tries = 4000, shrinking = ShrinkingMode.OFF)
  void anInstructionIsRecognized(@ForAll("rows") Reference.Row row, @ForAll int filling) {
    int word = row.filled(filling);
    assertEquals(row.name(), Encoding.of(word).opcode().mnemonic());
    assertEquals(Encoding.of(word).opcode(), Opcode.of(Decoded.opcode((int) Decoder.decode(word))));
  }

  @Property(tries = 4000, shrinking = ShrinkingMode.OFF)
  void anInstructionIsDisassembled(@ForAll("rows") Reference.Row row, @ForAll int filling) {
    int word = row.filled(filling);
    assertEquals(row.text(word), Disassembler.text(word, 0));
  }

  @Property(tries = 20_000)
  void anyWordIsWhatTheTableSays(@ForAll int bits) {
    int word = bits | 3;
    String expected = Reference.find(word).map(Reference.Row::name).orElse("illegal");
    assertEquals(expected, Encoding.of(word).opcode().mnemonic());
  }

  @Example
  void everyRowIsAnOpcodeAndViceVersa() {
    assertEquals(
        Stream.of(Opcode.values())
            .filter(opcode -> opcode != Opcode.ILLEGAL)
            .map(Opcode::mnemonic)
            .sorted()
            .toList(),
        Reference.rows().stream().map(Reference.Row::name).sorted().toList());
  }

  @Example
  void everyHalfwordDecodesLikeItsExpansion() {
    for (int halfword = 0; halfword < 1 << 16; halfword++) {
      if ((halfword & 3) != 3) {
        assertExpanded(halfword, Expansion.of(halfword));
      }
    }
  }

  private static void assertExpanded(int halfword, int word) {
    String message = Integer.toHexString(halfword);
    if (word == Expansion.NONE) {
      assertEquals(Encoding.ILLEGAL, Encoding.of(halfword), message);
    } else {
      assertEquals(Decoder.decode(word), Decoder.decode(halfword), message);
      assertTrue(Encoding.of(halfword).assembly().startsWith("c."), message);
    }
  }

  @Example
  void asManyHalfwordsAsSpecifiedAreInstructions() {
    int count = 0;
    for (int halfword = 0; halfword < 1 << 16; halfword++) {
      count += (halfword & 3) != 3 && Encoding.of(halfword) != Encoding.ILLEGAL ? 1 : 0;
    }
    assertEquals(COMPRESSED_INSTRUCTIONS, count);
  }

  @Property(tries = 2000)
  void whatFollowsAHalfwordDoesNotMatter(@ForAll int bits, @ForAll short above) {
    int halfword = bits & ((bits & 3) == 3 ? 0xfffc : 0xffff);
    int other = halfword | above << 16;
    assertEquals(Decoder.decode(halfword), Decoder.decode(other));
    assertEquals(Encoding.of(halfword), Encoding.of(other));
    assertEquals(Disassembler.text(halfword, 0), Disassembler.text(other, 0));
  }

  @Provide
  Arbitrary<Reference.Row> rows() {
    return Arbitraries.of(Reference.rows());
  }
}
