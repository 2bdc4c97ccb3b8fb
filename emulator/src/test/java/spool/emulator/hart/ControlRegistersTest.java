package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;

final class ControlRegistersTest {
  private static final int FCSR = 0x003;

  private final Hart hart = new Hart(5, new Bus(new PhysicalMemory(0x8000_0000L, 1 << 20)));

  /// What is read after all bits were written, and after none were.
  @ParameterizedTest
  @CsvSource({
    "300, 8000000A007E79AA, 0000000A00000000", // mstatus
    "301, 800000000014112F, 800000000014112F", // misa
    "302, 000000000000B3FF, 0", // medeleg
    "303, 0000000000000222, 0", // mideleg
    "304, 0000000000000AAA, 0", // mie
    "305, FFFFFFFFFFFFFFFD, 0", // mtvec
    "306, 00000000FFFFFFFF, 0", // mcounteren
    "320, 5, 0", // mcountinhibit
    "340, FFFFFFFFFFFFFFFF, 0", // mscratch
    "341, FFFFFFFFFFFFFFFE, 0", // mepc
    "342, FFFFFFFFFFFFFFFF, 0", // mcause
    "343, FFFFFFFFFFFFFFFF, 0", // mtval
    "30a, E0000000000000F1, 0", // menvcfg
    "10a, 00000000000000F1, 0", // senvcfg
    "14d, FFFFFFFFFFFFFFFF, 0", // stimecmp
    "7a0, 0, 0", // tselect
    "7a4, 1, 1", // tinfo
    "3a0, 9F9F9F9F9F9F9F9F, 9F9F9F9F9F9F9F9F", // pmpcfg0: locked from then on
    "3a4, 0, 0", // pmpcfg4
    "3bf, 003FFFFFFFFFFFFF, 0000000000000000", // pmpaddr15
    "3ef, 0, 0", // pmpaddr63
    "100, 80000002000C6122, 0000000200000000", // sstatus
    "105, FFFFFFFFFFFFFFFD, 0", // stvec
    "141, FFFFFFFFFFFFFFFE, 0", // sepc
    "180, 0, 0", // satp: no mode 15
    "001, 1F, 0", // fflags
    "002, 7, 0", // frm
    "003, FF, 0" // fcsr
  })
  void registersKeepTheBitsThatExist(String csr, String ones, String zeros) {
    hart.writeCsr(0x300, Status.FS);
    int number = Integer.parseInt(csr, 16);
    ControlRegisters.at(number).write(hart, -1);
    assertEquals(ones, hex(number, ones));
    ControlRegisters.at(number).write(hart, 0);
    assertEquals(zeros, hex(number, zeros));
  }

  @Test
  void mppKeepsItsValueWhenAskedForNoMode() {
    hart.writeCsr(0x300, 1L << 11);
    hart.writeCsr(0x300, 2L << 11);
    assertEquals(1L << 11, hart.readCsr(0x300) & Status.MPP);
  }

  @Test
  void satpTakesOnlyModesThatExist() {
    hart.writeCsr(0x180, 8L << 60 | 0x1234);
    hart.writeCsr(0x180, 11L << 60 | 0x5678);
    assertEquals(8L << 60 | 0x1234, hart.readCsr(0x180));
    hart.writeCsr(0x180, 10L << 60 | 0x5678);
    assertEquals(10L << 60 | 0x5678, hart.readCsr(0x180));
  }

  @Test
  void cbieKeepsItsValueWhenAskedForWhatIsReserved() {
    hart.writeCsr(0x30a, 3 << 4);
    hart.writeCsr(0x30a, 2 << 4 | 1);
    assertEquals(3 << 4 | 1, hart.readCsr(0x30a));
  }

  @Test
  void fflagsAndFrmArePartsOfFcsr() {
    hart.writeCsr(0x300, Status.FS);
    hart.writeCsr(FCSR, 0x6a);
    assertEquals(3, hart.readCsr(0x002));
    assertEquals(0xa, hart.readCsr(0x001));
    hart.writeCsr(0x001, 0x15);
    hart.writeCsr(0x002, 4);
    assertEquals(0x95, hart.readCsr(FCSR));
  }

  @Test
  void floatingPointIsOffUntilSwitchedOnAndThenDirty() {
    assertIllegal(() -> hart.readCsr(FCSR));
    assertIllegal(hart::requireFloatingPoint);
    assertIllegal(() -> hart.rounding(0));
    hart.writeCsr(0x300, 1L << 13);
    assertEquals(0, hart.readCsr(FCSR));
    assertEquals(1L << 13, hart.readCsr(0x300) & Status.FS);
    hart.requireFloatingPoint();
    assertEquals(Status.FS, hart.readCsr(0x300) & Status.FS);
    assertTrue(hart.readCsr(0x300) < 0);
  }

  @Test
  void roundingModesAreThoseThatExist() {
    hart.writeCsr(0x300, Status.FS);
    assertEquals(4, hart.rounding(4));
    assertIllegal(() -> hart.rounding(5));
    assertIllegal(() -> hart.rounding(6));
    hart.writeCsr(0x002, 2);
    assertEquals(2, hart.rounding(7));
    hart.writeCsr(0x002, 5);
    assertIllegal(() -> hart.rounding(7));
    assertEquals(1, hart.rounding(1));
  }

  @Test
  void numbersGuardPrivilegeAndWriting() {
    assertEquals(5, hart.readCsr(0xf14));
    assertIllegal(() -> hart.writeCsr(0xf14, 1));
    assertIllegal(() -> hart.writeCsr(0xc00, 1));
    hart.privilege(Privilege.S);
    assertIllegal(() -> hart.readCsr(0x300));
    assertEquals(0, hart.readCsr(0x140));
    hart.privilege(Privilege.U);
    assertIllegal(() -> hart.readCsr(0x140));
    assertIllegal(() -> hart.writeCsr(0x140, 1));
  }

  @Test
  void whatDoesNotExistIsIllegal() {
    Set<Integer> existing = new HashSet<>();
    ControlRegisters.all().forEach(register -> existing.add(register.number()));
    for (int number = 0; number < 4096; number++) {
      int csr = number;
      if (!existing.contains(csr)) {
        assertIllegal(() -> hart.readCsr(csr));
        assertIllegal(() -> hart.writeCsr(csr, 0));
      }
    }
  }

  @Test
  void namesAreUnique() {
    Set<String> names = new HashSet<>();
    ControlRegisters.all().forEach(register -> assertTrue(names.add(register.name())));
    assertTrue(names.contains("mhpmcounter31") && names.contains("sscratch"));
  }

  private String hex(int csr, String like) {
    return ("%0" + like.length() + "X").formatted(ControlRegisters.at(csr).read(hart));
  }

  private static void assertIllegal(Executable action) {
    assertEquals(Cause.ILLEGAL_INSTRUCTION, assertThrows(Trap.class, action).cause());
  }
}
