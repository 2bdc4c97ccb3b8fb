package spool.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisassemblerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00000013 | addi zero,zero,0
          fe010113 | addi sp,sp,-32
          00113c23 | sd ra,24(sp)
          fff00293 | addi t0,zero,-1
          80000537 | lui a0,0x80000
          00000517 | auipc a0,0x0
          fe0518e3 | bne a0,zero,0xff0
          008000ef | jal ra,0x1008
          00008067 | jalr zero,0(ra)
          02a5d593 | srli a1,a1,0x2a
          0ff0000f | fence iorw,iorw
          0000100f | fence.i
          30529073 | csrrw zero,0x305,t0
          3002f073 | csrrci zero,0x300,5
          100522af | lr.w t0,(a0)
          0e5522af | amoswap.w.aqrl t0,t0,(a0)
          02b57553 | fadd.d fa0,fa0,fa1
          c2051553 | fcvt.w.d a0,fa0,rtz
          12000073 | sfence.vma zero,zero
          00000000 | illegal 0x0
          ffffffff | illegal 0xffffffff
          00004501 | c.li a0,0
          00001141 | c.addi sp,-16
          0000e406 | c.sdsp ra,8(sp)
          00008082 | c.jr ra
          0000bff5 | c.j 0xffc
          0000717d | c.addi16sp sp,-16
          0000757d | c.lui a0,0xfffff
          00001028 | c.addi4spn a0,sp,40
          """)
  void writesWhatObjdumpWrites(String bits, String text) {
    assertEquals(text, Disassembler.text(Integer.parseUnsignedInt(bits, 16), 0x1000));
  }
}
