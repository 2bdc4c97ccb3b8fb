package spool.emulator.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ElfFileTest {
  private static String defect(byte[] bytes) {
    return assertThrows(ElfException.class, () -> ElfFile.parse(ByteSource.of(bytes))).getMessage();
  }

  private static String defect(int at, int size, long value) {
    return defect(new ElfImage().put(at, size, value).bytes());
  }

  @Test
  void readsTheHeaders() throws ElfException {
    ElfFile program = new ElfImage().parse();
    assertEquals(0x10000, program.entry());
    assertFalse(program.isPositionIndependent());
    assertEquals(Optional.of("/lib/ld-spool"), program.interpreter());
    assertEquals(3, program.programHeaders());
    assertEquals(Optional.of(0x10040L), program.programHeaderAddress());
    assertTrue(new ElfImage().put(16, 2, 3).parse().isPositionIndependent());
  }

  @Test
  void readsTheSegments() throws ElfException {
    ElfFile program = new ElfImage().parse();
    assertEquals(
        List.of(
            new Segment(0, 0x10000, 0x8000_0000L, 0x100, 0x100, 5),
            new Segment(0x100, 0x11100, 0x8000_1100L, 0x10, 0x40, 6)),
        program.segments());
    Segment data = program.segments().get(1);
    assertTrue(data.isReadable() && data.isWritable() && !data.isExecutable());
    byte[] bytes = new byte[5];
    program.read(data, 1, bytes, 1, 4);
    assertArrayEquals("\0lib/".getBytes(StandardCharsets.US_ASCII), bytes);
  }

  @Test
  void emptySegmentsAreLeftOut() throws ElfException {
    ElfFile program =
        new ElfImage().put(ElfImage.DATA + 32, 8, 0).put(ElfImage.DATA + 40, 8, 0).parse();
    assertEquals(1, program.segments().size());
  }

  @Test
  void headersThatNoSegmentCarriesHaveNoAddress() throws ElfException {
    ElfFile program = new ElfImage().put(ElfImage.CODE + 32, 8, 0x80).parse();
    assertEquals(Optional.empty(), program.programHeaderAddress());
  }

  @Test
  void readsTheSymbols() throws ElfException {
    SymbolTable symbols = new ElfImage().parse().symbols();
    assertEquals(
        List.of("_start", "main", "counter"),
        symbols.symbols().stream().map(Symbol::name).toList());
    assertEquals(0x11100, symbols.named("counter").orElseThrow().address());
    assertEquals(Optional.empty(), symbols.named("other"));
    assertEquals("_start", symbols.functionAt(0x1001e).orElseThrow().name());
    assertEquals("main", symbols.functionAt(0x1002f).orElseThrow().name());
    assertEquals(Optional.empty(), symbols.functionAt(0x10030));
    assertEquals(Optional.empty(), symbols.functionAt(0xffff));
    assertEquals("counter", symbols.objectAt(0x11107).orElseThrow().name());
    assertEquals(Optional.empty(), symbols.objectAt(0x11108));
    assertEquals(Optional.empty(), symbols.objectAt(0x10020), "main is no object");
  }

  @Test
  void symbolTablesLargerThanAnyProgramsAreRefused() {
    int length = ElfImage.SECTION_HEADERS + 64 + 32;
    assertEquals(
        "the symbol table: 0x40000000 bytes are too many",
        assertThrows(
                ElfException.class, () -> new ElfImage().put(length, 8, 1 << 30).parse().symbols())
            .getMessage());
  }

  @Test
  void aStrippedFileHasNoSymbols() throws ElfException {
    assertEquals(List.of(), new ElfImage().put(60, 2, 0).parse().symbols().symbols());
  }

  @Test
  void saysWhatIsNoElf() {
    assertEquals("not an ELF file: it is empty", defect(new byte[0]));
    assertEquals("not an ELF file: it begins with 23 21", defect(new byte[] {'#', '!'}));
    assertEquals("not an ELF file: it begins with 7f 45 4c 00", defect(3, 1, 0));
    assertEquals(
        "truncated: the ELF header at offset 0x0 needs 64 bytes, the file has 63",
        defect(Arrays.copyOf(new ElfImage().bytes(), 63)));
  }

  @Test
  void saysWhatIsNotForThisMachine() {
    assertEquals("a 32-bit program, not 64-bit", defect(4, 1, 1));
    assertEquals("unknown ELF class 9", defect(4, 1, 9));
    assertEquals("a big-endian program, not little-endian", defect(5, 1, 2));
    assertEquals("unknown ELF data encoding 0", defect(5, 1, 0));
    assertEquals("unknown ELF version 2", defect(6, 1, 2));
    assertEquals("a program for x86-64, not riscv64", defect(18, 2, 62));
    assertEquals("a program for machine 9999, not riscv64", defect(18, 2, 9999));
  }

  @Test
  void saysWhatIsNoProgram() {
    assertEquals("an object file, not linked into a program", defect(16, 2, 1));
    assertEquals("a core dump, not a program", defect(16, 2, 4));
    assertEquals("unknown ELF type 65535", defect(16, 2, -1));
    assertEquals("no loadable segment", defect(56, 2, 0));
  }

  @Test
  void saysWhatIsWrongWithTheTables() {
    assertEquals("program headers of 32 bytes, not 56", defect(54, 2, 32));
    assertEquals("section headers of 40 bytes, not 64", defect(58, 2, 40));
    assertEquals("65535 program headers are too many", defect(56, 2, -1));
    assertEquals(
        "truncated: the program header table at offset 0x1000 needs 168 bytes, the file has 704",
        defect(32, 8, 0x1000));
    assertEquals(
        "truncated: the program header table at offset 0xffffffffffffffff needs 168 bytes,"
            + " the file has 704",
        defect(32, 8, -1));
  }

  @Test
  void saysWhatIsWrongWithASegment() {
    assertEquals(
        "program header 1: 0x10 bytes in the file are more than 0x8 in memory",
        defect(ElfImage.DATA + 40, 8, 8));
    assertEquals(
        "program header 1: truncated: 0x10 bytes at offset 0x2b8, the file has 0x2c0",
        defect(ElfImage.DATA + 8, 8, 0x2b8));
    assertEquals(
        "program header 1: 0x40 bytes at 0xffffffffffffffd0 wrap around",
        defect(ElfImage.DATA + 16, 8, -0x30));
    assertEquals(
        "program header 1: 0x40 bytes at 0x100f0 overlap the segment at 0x10000",
        defect(ElfImage.DATA + 16, 8, 0x100f0));
    assertEquals(
        "program header 1: a segment of 0x8000000000000000 bytes is larger than the address space",
        defect(ElfImage.DATA + 40, 8, Long.MIN_VALUE));
  }

  @Test
  void saysWhatIsWrongWithTheInterpreter() {
    assertEquals(
        "an interpreter path of 0x2000 bytes", defect(ElfImage.INTERPRETER + 32, 8, 0x2000));
    assertEquals(
        "the interpreter path does not end in NUL", defect(ElfImage.INTERPRETER + 32, 8, 3));
  }

  @Test
  void saysWhatIsWrongWithTheSymbols() throws ElfException {
    ElfFile noNames = new ElfImage().put(ElfImage.SECTION_HEADERS + 64 + 40, 4, 7).parse();
    assertEquals(
        "the symbol names are in section 7, which is none",
        assertThrows(ElfException.class, noNames::symbols).getMessage());
    ElfFile unterminated = new ElfImage().put(ElfImage.SECTION_HEADERS + 128 + 32, 8, 9).parse();
    assertEquals(
        "a symbol's name does not end in NUL",
        assertThrows(ElfException.class, unterminated::symbols).getMessage());
  }
}
