package spool.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.isa.Workbench.CODE;
import static spool.emulator.isa.Workbench.DATA;
import static spool.emulator.isa.Workbench.HANDLER;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Privilege;

/// Every instruction with the values of [InstructionTables], or a case of its own.
class InstructionTest {
  private static final int RD = 5;
  private static final int A = 6;
  private static final int B = 7;
  private static final int C = 8;
  private static final int MSCRATCH = 0x340;

  /// One instruction, what it does to a workbench, and what must be true then.
  private record Case(String name, String title, Consumer<Workbench> body) {}

  @TestFactory
  Stream<DynamicTest> everyCase() {
    return cases().map(c -> DynamicTest.dynamicTest(c.title, () -> c.body.accept(new Workbench())));
  }

  @Test
  void noInstructionIsWithoutACase() {
    Set<String> missing =
        Stream.of(Opcode.values())
            .map(Opcode::mnemonic)
            .collect(Collectors.toCollection(TreeSet::new));
    cases().map(Case::name).forEach(missing::remove);
    assertEquals(Set.of(), missing);
  }

  private static Stream<Case> cases() {
    return Stream.of(
            rows(InstructionTables.REGISTERS, InstructionTest::registers),
            rows(InstructionTables.IMMEDIATES, InstructionTest::immediate),
            rows(InstructionTables.UNARIES, InstructionTest::unary),
            rows(InstructionTables.LOADS, InstructionTest::load),
            rows(InstructionTables.STORES, InstructionTest::store),
            rows(InstructionTables.BRANCHES, InstructionTest::branch),
            rows(InstructionTables.ATOMICS, InstructionTest::atomic),
            rows(InstructionTables.FLOATS, InstructionTest::floating),
            rows(InstructionTables.TO_FLOATS, InstructionTest::toFloating),
            single())
        .flatMap(cases -> cases);
  }

  /// Checks one row of a table: the name and the numbers after it.
  private interface Row {
    void check(Workbench bench, String name, List<Long> numbers);
  }

  private static Stream<Case> rows(String table, Row row) {
    return table.lines().map(line -> row(line, List.of(line.split(" ")), row));
  }

  private static Case row(String title, List<String> columns, Row row) {
    String name = columns.getFirst();
    List<Long> numbers =
        columns.subList(1, columns.size()).stream().map(InstructionTest::number).toList();
    return new Case(name, title, bench -> row.check(bench, name, numbers));
  }

  private static long number(String text) {
    return text.startsWith("0x")
        ? Long.parseUnsignedLong(text.substring(2), 16)
        : Long.parseLong(text);
  }

  private static void registers(Workbench bench, String name, List<Long> n) {
    bench.hart.x[A] = n.get(0);
    bench.hart.x[B] = n.get(1);
    bench.execute(Assembler.r(name, RD, A, B));
    assertEquals(n.get(2), bench.hart.x[RD]);
  }

  private static void immediate(Workbench bench, String name, List<Long> n) {
    bench.hart.x[A] = n.get(0);
    bench.execute(Assembler.i(name, RD, A, n.get(1).intValue()));
    assertEquals(n.get(2), bench.hart.x[RD]);
  }

  private static void unary(Workbench bench, String name, List<Long> n) {
    bench.hart.x[A] = n.get(0);
    bench.execute(Assembler.r(name, RD, A, 0));
    assertEquals(n.get(1), bench.hart.x[RD]);
  }

  private static void load(Workbench bench, String name, List<Long> n) {
    bench.memory.store64(DATA, n.get(0));
    bench.hart.x[A] = DATA + 16;
    bench.execute(Assembler.i(name, RD, A, n.get(1).intValue() - 16));
    assertEquals(n.get(2), bench.hart.x[RD]);
  }

  private static void store(Workbench bench, String name, List<Long> n) {
    bench.memory.store64(DATA, -1);
    bench.hart.x[A] = DATA + 16;
    bench.hart.x[B] = n.get(0);
    bench.execute(Assembler.s(name, B, A, n.get(1).intValue() - 16));
    assertEquals(n.get(2), bench.memory.load64(DATA));
  }

  private static void branch(Workbench bench, String name, List<Long> n) {
    bench.hart.x[A] = n.get(0);
    bench.hart.x[B] = n.get(1);
    bench.hart.pc(CODE + 0x1000);
    bench.place(CODE + 0x1000, Assembler.b(name, A, B, -0x800)).run(1);
    assertEquals(CODE + (n.get(2) == 1 ? 0x800 : 0x1004), bench.hart.pc());
  }

  private static void atomic(Workbench bench, String name, List<Long> n) {
    bench.memory.store64(DATA, n.get(0));
    bench.hart.x[A] = DATA;
    bench.hart.x[B] = n.get(1);
    bench.execute(Assembler.r(name, RD, A, B));
    assertEquals(n.get(2), bench.hart.x[RD]);
    assertEquals(n.get(3), bench.memory.load64(DATA));
  }

  private static void floating(Workbench bench, String name, List<Long> n) {
    bench.hart.f[A] = n.get(0);
    bench.hart.f[B] = n.get(1);
    bench.hart.f[C] = n.get(2);
    Reference.Row row = Reference.row(name);
    int operands = Assembler.r(name, RD, A, 0) | B << 20 | C << 27;
    bench.execute(row.filled(operands & ~(7 << 12)));
    assertEquals(n.get(3), row.format().startsWith("X") ? bench.hart.x[RD] : bench.hart.f[RD]);
  }

  private static void toFloating(Workbench bench, String name, List<Long> n) {
    bench.hart.x[A] = n.get(0);
    bench.execute(Assembler.r(name, RD, A, 0));
    assertEquals(n.get(1), bench.hart.f[RD]);
  }

  private static Stream<Case> single() {
    return Stream.of(
        one("lui", InstructionTest::lui),
        one("auipc", InstructionTest::auipc),
        one("jal", InstructionTest::jal),
        one("jalr", InstructionTest::jalr),
        one("fence", bench -> doesNothing(bench, Reference.row("fence").match())),
        one("fence.i", bench -> doesNothing(bench, Reference.row("fence.i").match())),
        one("sfence.vma", bench -> doesNothing(bench, Assembler.r("sfence.vma", 0, 0, 0))),
        one("ecall", bench -> traps(bench, "ecall", Cause.ECALL_FROM_M, 0)),
        one("ebreak", bench -> traps(bench, "ebreak", Cause.BREAKPOINT, CODE)),
        one("illegal", bench -> traps(bench, 0xffff_ffff, Cause.ILLEGAL_INSTRUCTION, 0xffff_ffffL)),
        one("csrrw", bench -> csr(bench, Assembler.i("csrrw", RD, A, MSCRATCH), 0b1010)),
        one("csrrs", bench -> csr(bench, Assembler.i("csrrs", RD, A, MSCRATCH), 0b1110)),
        one("csrrc", bench -> csr(bench, Assembler.i("csrrc", RD, A, MSCRATCH), 0b0100)),
        one("csrrwi", bench -> csr(bench, Assembler.i("csrrwi", RD, 0b1010, MSCRATCH), 0b1010)),
        one("csrrsi", bench -> csr(bench, Assembler.i("csrrsi", RD, 0b1010, MSCRATCH), 0b1110)),
        one("csrrci", bench -> csr(bench, Assembler.i("csrrci", RD, 0b1010, MSCRATCH), 0b0100)),
        one("mret", bench -> returns(bench, "mret", Workbench.MEPC)),
        one("sret", bench -> returns(bench, "sret", 0x141)),
        one("wfi", InstructionTest::wfi),
        one("lr.w", bench -> reservation(bench, "w", 0xffff_ffff_8000_0000L)),
        one("sc.w", bench -> reservation(bench, "w", 5)),
        one("lr.d", bench -> reservation(bench, "d", -2)),
        one("sc.d", bench -> reservation(bench, "d", 5)),
        one("wrs.nto", bench -> doesNothing(bench, Reference.row("wrs.nto").match())),
        one("wrs.sto", bench -> doesNothing(bench, Reference.row("wrs.sto").match())),
        one("cbo.inval", bench -> cacheBlock(bench, "cbo.inval", -1)),
        one("cbo.clean", bench -> cacheBlock(bench, "cbo.clean", -1)),
        one("cbo.flush", bench -> cacheBlock(bench, "cbo.flush", -1)),
        one("cbo.zero", bench -> cacheBlock(bench, "cbo.zero", 0)),
        one("flw", bench -> floatLoad(bench, "flw", 0xffff_ffff_1111_1111L)),
        one("fld", bench -> floatLoad(bench, "fld", 0x3ff1_1111_1111_1111L)),
        one("fsw", bench -> floatStore(bench, "fsw", 0x1111_1111L)),
        one("fsd", bench -> floatStore(bench, "fsd", 0x3ff1_1111_1111_1111L)));
  }

  private static Case one(String name, Consumer<Workbench> body) {
    return new Case(name, name, body);
  }

  private static void lui(Workbench bench) {
    bench.execute(Assembler.u("lui", RD, 0x80001));
    assertEquals(0xffff_ffff_8000_1000L, bench.hart.x[RD]);
  }

  private static void auipc(Workbench bench) {
    bench.execute(Assembler.u("auipc", RD, 0xfffff));
    assertEquals(CODE - 0x1000, bench.hart.x[RD]);
  }

  private static void jal(Workbench bench) {
    bench.hart.pc(CODE + 0x1000);
    bench.place(CODE + 0x1000, Assembler.jal(RD, -0x802)).run(1);
    assertEquals(CODE + 0x7fe, bench.hart.pc());
    assertEquals(CODE + 0x1004, bench.hart.x[RD]);
  }

  private static void jalr(Workbench bench) {
    bench.hart.x[RD] = CODE + 0x100;
    bench.execute(Assembler.i("jalr", RD, RD, 7));
    assertEquals(CODE + 0x106, bench.hart.pc());
    assertEquals(CODE + 4, bench.hart.x[RD]);
  }

  private static void doesNothing(Workbench bench, int word) {
    bench.execute(word);
    assertEquals(CODE + 4, bench.hart.pc());
    assertEquals(1, bench.hart.retired());
  }

  private static void traps(Workbench bench, String name, int cause, long value) {
    traps(bench, Reference.row(name).match(), cause, value);
  }

  private static void traps(Workbench bench, int word, int cause, long value) {
    bench.execute(word);
    assertEquals(HANDLER, bench.hart.pc());
    assertEquals(cause, bench.hart.readCsr(Workbench.MCAUSE));
    assertEquals(value, bench.hart.readCsr(Workbench.MTVAL));
    assertEquals(CODE, bench.hart.readCsr(Workbench.MEPC));
    assertEquals(0, bench.hart.retired());
  }

  private static void csr(Workbench bench, int word, long expected) {
    bench.hart.x[A] = 0b1010;
    bench.hart.writeCsr(MSCRATCH, 0b0100);
    bench.execute(word);
    assertEquals(0b0100, bench.hart.x[RD]);
    assertEquals(expected, bench.hart.readCsr(MSCRATCH));
  }

  private static void returns(Workbench bench, String name, int register) {
    bench.hart.writeCsr(register, CODE + 0x100);
    bench.execute(Reference.row(name).match());
    assertEquals(CODE + 0x100, bench.hart.pc());
    assertEquals(Privilege.U, bench.hart.privilege());
  }

  private static void wfi(Workbench bench) {
    bench.place(CODE, Reference.row("wfi").match(), 0).run(100);
    assertTrue(bench.hart.isParked());
    assertEquals(CODE + 4, bench.hart.pc());
    assertEquals(1, bench.hart.retired());
  }

  /// Loads and reserves, stores 5, then tries to store 6 without a reservation.
  private static void reservation(Workbench bench, String suffix, long before) {
    bench.memory.store64(DATA, before);
    bench.hart.x[A] = DATA;
    bench.hart.x[B] = 5;
    int store = Assembler.r("sc." + suffix, RD + 5, A, B);
    bench.place(CODE, Assembler.r("lr." + suffix, RD, A, 0), store, store + (1 << 7)).run(3);
    assertEquals(before, bench.hart.x[RD]);
    assertEquals(0, bench.hart.x[RD + 5]);
    assertEquals(1, bench.hart.x[RD + 6]);
    assertEquals(5, (int) bench.memory.load64(DATA));
  }

  /// What a block has afterwards that was all ones; its neighbours stay as they are.
  private static void cacheBlock(Workbench bench, String name, long expected) {
    bench.memory.fill(DATA, 3 * Hart.CACHE_BLOCK_BYTES, (byte) -1);
    bench.hart.x[A] = DATA + Hart.CACHE_BLOCK_BYTES + 13;
    bench.execute(Assembler.r(name, 0, A, 0));
    for (int offset = 0; offset < 3 * Hart.CACHE_BLOCK_BYTES; offset += Long.BYTES) {
      boolean inside = offset / Hart.CACHE_BLOCK_BYTES == 1;
      assertEquals(inside ? expected : -1, bench.memory.load64(DATA + offset));
    }
    assertEquals(1, bench.hart.retired());
  }

  private static void floatLoad(Workbench bench, String name, long expected) {
    bench.memory.store64(DATA, 0x3ff1_1111_1111_1111L);
    bench.hart.x[A] = DATA - 4;
    bench.execute(Assembler.i(name, RD, A, 4));
    assertEquals(expected, bench.hart.f[RD]);
  }

  private static void floatStore(Workbench bench, String name, long expected) {
    bench.hart.x[A] = DATA + 4;
    bench.hart.f[B] = 0x3ff1_1111_1111_1111L;
    bench.execute(Assembler.s(name, B, A, -4));
    assertEquals(expected, bench.memory.load64(DATA));
  }
}
