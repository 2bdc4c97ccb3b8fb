package spool.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitPatternTest {
  @Test
  void literalsGiveMaskAndMatch() {
    BitPattern pattern = new BitPattern("0100000 rs2 rs1 000 rd 0110011", 32);
    assertEquals(0xfe00707f, pattern.mask());
    assertEquals(0x40000033, pattern.match());
    assertEquals(
        List.of("rs2", "rs1", "rd"), pattern.operands().stream().map(Operand::name).toList());
  }

  @Test
  void scatteredImmediatesAreOneOperand() {
    Operand imm = operand("imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011", 32, "imm");
    assertEquals(13, imm.width());
    assertEquals(1, imm.lowestBit());
    assertEquals(
        "(bits << 0 >> 31) << 12 | (bits >>> 25 & 0x3f) << 5 | (bits >>> 8 & 0xf) << 1"
            + " | (bits >>> 7 & 0x1) << 11",
        imm.expression(true));
  }

  @Test
  void oneFieldMayGiveTwoOperandsWithConditions() {
    BitPattern pattern = new BitPattern("100 1 rd=rs1!0!2 rs2 10", 16);
    assertEquals(List.of(0, 2), pattern.operand("rd").orElseThrow().forbidden());
    assertEquals("(bits >>> 7 & 0x1f)", pattern.operand("rs1").orElseThrow().expression(false));
  }

  @Test
  void shortRegistersCountFromEight() {
    assertEquals(
        "(bits >>> 2 & 0x7) | 8",
        operand("111 imm[5:3] rs1' imm[7:6] rs2' 00", 16, "rs2").expression(false));
  }

  @Test
  void ignoredBitsAreNeitherFixedNorNamed() {
    BitPattern pattern = new BitPattern("_12_ _5_ 001 _5_ 0001111", 32);
    assertEquals(0x707f, pattern.mask());
    assertTrue(pattern.operands().isEmpty());
  }

  @Test
  void patternsOverlapWhenSomeWordFitsBoth() {
    BitPattern add = new BitPattern("0000000 rs2 rs1 000 rd 0110011", 32);
    BitPattern sub = new BitPattern("0100000 rs2 rs1 000 rd 0110011", 32);
    BitPattern any = new BitPattern("_7_ rs2 rs1 _3_ rd 0110011", 32);
    assertFalse(add.overlaps(sub));
    assertTrue(add.overlaps(any));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0000000 rs2 rs1 000 rd 011001", "0000000 rs2 rs1 000 RD 0110011", "rd=rd 1", ""})
  void nonsenseIsRefused(String bits) {
    assertThrows(DescriptionError.class, () -> new BitPattern(bits, 32));
  }

  private static Operand operand(String bits, int length, String name) {
    return new BitPattern(bits, length).operand(name).orElseThrow();
  }
}
