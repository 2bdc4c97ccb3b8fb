package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PageTableEntry;
import spool.emulator.memory.PageTables;
import spool.emulator.memory.PhysicalMemory;

final class TrapTest {
  private static final long RAM = 0x8000_0000L;

  private final PhysicalMemory memory = new PhysicalMemory(RAM, 1 << 20);
  private final Hart hart = new Hart(0, new Bus(memory));

  TrapTest() {
    hart.permitAllMemory();
  }

  @Test
  void aTrapGoesToMachineModeUnlessDelegated() {
    write("mtvec", 0x1000);
    write("stvec", 0x2000);
    trapFrom(Privilege.U, Cause.LOAD_PAGE_FAULT, 0xbad);
    assertEquals(0x1000, hart.pc());
    assertEquals(Privilege.M, hart.privilege());
    assertEquals(0x400, read("mepc"));
    assertEquals(Cause.LOAD_PAGE_FAULT, read("mcause"));
    assertEquals(0xbad, read("mtval"));
    write("medeleg", 1 << Cause.LOAD_PAGE_FAULT);
    trapFrom(Privilege.U, Cause.LOAD_PAGE_FAULT, 0xbad);
    assertEquals(0x2000, hart.pc());
    assertEquals(Privilege.S, hart.privilege());
    assertEquals(0x400, read("sepc"));
    assertEquals(Cause.LOAD_PAGE_FAULT, read("scause"));
    assertEquals(0xbad, read("stval"));
    trapFrom(Privilege.M, Cause.LOAD_PAGE_FAULT, 0xbad);
    assertEquals(Privilege.M, hart.privilege());
  }

  @Test
  void onlyInterruptsAreVectored() {
    write("mtvec", 0x1001);
    trapFrom(Privilege.U, Cause.BREAKPOINT, 0);
    assertEquals(0x1000, hart.pc());
    hart.privilege(Privilege.U);
    hart.enableInterrupts(-1);
    hart.setInterrupt(Cause.MACHINE_TIMER, true);
    hart.takeInterrupt();
    assertEquals(0x1000 + 4 * Cause.MACHINE_TIMER, hart.pc());
  }

  @ParameterizedTest
  @EnumSource
  void ecallNamesTheModeThatItComesFrom(Privilege privilege) {
    hart.privilege(privilege);
    hart.environmentCall();
    assertTrue(hart.trapPending());
    hart.deliverPendingTrap();
    assertFalse(hart.trapPending());
    assertEquals(Cause.ECALL_FROM_U + privilege.encoding(), read("mcause"));
  }

  @Test
  void anIllegalInstructionComesWithItsBits() {
    memory.store32(RAM + 0xffe, 0xffff_ffff);
    hart.pc(RAM + 0xffe);
    hart.takeTrap(Cause.ILLEGAL_INSTRUCTION, 0);
    assertEquals(0xffff_ffffL, read("mtval"));
    memory.store32(RAM, 0xffff_8000);
    hart.pc(RAM);
    hart.takeTrap(Cause.ILLEGAL_INSTRUCTION, 0);
    assertEquals(0x8000, read("mtval"));
    hart.pc(0);
    hart.takeTrap(Cause.ILLEGAL_INSTRUCTION, 0);
    assertEquals(0, read("mtval"));
  }

  @Test
  void returnsNeedTheirPrivilege() {
    hart.privilege(Privilege.S);
    assertIllegal(hart::returnFromMachine);
    hart.privilege(Privilege.U);
    assertIllegal(hart::returnFromMachine);
    assertIllegal(hart::returnFromSupervisor);
    assertIllegal(hart::waitForInterrupt);
    assertIllegal(() -> hart.fenceVirtualMemory(0, true, 0, true));
  }

  @Test
  void machineModeCanKeepSupervisorModeFromThings() {
    hart.privilege(Privilege.S);
    hart.fenceVirtualMemory(0, true, 0, true);
    hart.writeCsr(0x180, 0);
    write("mstatus", Status.TVM | Status.TW | Status.TSR);
    assertIllegal(() -> hart.fenceVirtualMemory(0, true, 0, true));
    assertIllegal(() -> hart.readCsr(0x180));
    assertIllegal(hart::waitForInterrupt);
    assertIllegal(hart::returnFromSupervisor);
    hart.privilege(Privilege.M);
    hart.fenceVirtualMemory(0, true, 0, true);
    hart.waitForInterrupt();
    assertTrue(hart.isParked());
  }

  @Test
  void mprvLendsTheRightsOfThePreviousMode() {
    long page = 0x4000;
    write("satp", 8L << 60 | RAM >>> 12);
    hart.store64(RAM + 0x100, 1);
    write("mstatus", Status.MPRV);
    assertEquals(Cause.LOAD_PAGE_FAULT, assertThrows(Trap.class, () -> hart.load64(page)).cause());
    assertEquals(RAM, hart.fetchAddress(RAM));
    write("mstatus", Status.MPRV | Status.MPP);
    assertEquals(1, hart.load64(RAM + 0x100));
  }

  @Test
  void countersAreShownAsMachineAndSupervisorModeAllow() {
    hart.retire(7);
    hart.charge(5);
    assertEquals(7, hart.readCsr(0xc02));
    assertEquals(12, hart.readCsr(0xc00));
    hart.privilege(Privilege.S);
    assertIllegal(() -> hart.readCsr(0xc00));
    write("mcounteren", 1);
    assertEquals(12, hart.readCsr(0xc00));
    assertIllegal(() -> hart.readCsr(0xc02));
    hart.privilege(Privilege.U);
    assertIllegal(() -> hart.readCsr(0xc00));
    write("scounteren", 1);
    assertEquals(12, hart.readCsr(0xc00));
  }

  @Test
  void aWrittenCounterDoesNotCountItsWriting() {
    hart.retire(10);
    hart.retire(3);
    hart.writeCsr(0xb02, 100);
    hart.retire(1);
    assertEquals(100, hart.readCsr(0xb02));
    assertEquals(14, hart.cycles());
  }

  @Test
  void aStoppedCounterGoesOnFromWhereItStopped() {
    hart.retire(10);
    write("mcountinhibit", 4);
    hart.retire(5);
    assertEquals(10, read("minstret"));
    assertEquals(15, read("mcycle"));
    write("minstret", 100);
    hart.retire(5);
    assertEquals(100, read("minstret"));
    write("mcountinhibit", 1);
    hart.retire(5);
    assertEquals(105, read("minstret"));
    assertEquals(20, read("mcycle"));
    assertEquals(25, hart.cycles());
  }

  @Test
  void supervisorModeComparesTimeIfItMay() {
    hart.privilege(Privilege.S);
    write("mcounteren", 2);
    assertIllegal(() -> hart.readCsr(0x14d));
    write("menvcfg", Environment.STCE);
    hart.writeCsr(0x14d, 7);
    assertEquals(7, hart.readCsr(0x14d));
    write("mcounteren", 0);
    assertIllegal(() -> hart.readCsr(0x14d));
    hart.privilege(Privilege.U);
    write("mcounteren", 2);
    assertIllegal(() -> hart.readCsr(0x14d));
  }

  @Test
  void theTimerInterruptFollowsTheComparisonOnceThatIsOn() {
    long timer = 1 << Cause.SUPERVISOR_TIMER;
    hart.timeReached(true);
    assertEquals(0, read("mip"));
    write("mip", timer);
    write("menvcfg", Environment.STCE);
    assertEquals(timer, read("mip"));
    write("mip", 0);
    assertEquals(timer, read("mip"));
    hart.timeReached(false);
    assertEquals(0, read("mip"));
    write("mip", -1);
    assertEquals(0, read("mip") & timer);
    write("menvcfg", 0);
    assertEquals(timer, read("mip") & timer);
  }

  @Test
  void firmwareDecidesWhoSetsAccessedAndDirtyBits() {
    PageTables tables = new PageTables(memory, RAM + 0x1_0000);
    tables.map(0x4000, RAM, PageTableEntry.V | PageTableEntry.R | PageTableEntry.W);
    hart.satp(tables.satp());
    hart.privilege(Privilege.S);
    write("menvcfg", 0);
    assertEquals(
        Cause.LOAD_PAGE_FAULT, assertThrows(Trap.class, () -> hart.load64(0x4000)).cause());
    write("menvcfg", Environment.ADUE);
    assertEquals(0, hart.load64(0x4000));
    write("menvcfg", 0);
    assertEquals(0, hart.load64(0x4000));
    assertEquals(
        Cause.STORE_PAGE_FAULT, assertThrows(Trap.class, () -> hart.store64(0x4000, 1)).cause());
  }

  private void trapFrom(Privilege privilege, int cause, long value) {
    hart.privilege(privilege);
    hart.pc(0x400);
    hart.takeTrap(cause, value);
  }

  private static void assertIllegal(Executable action) {
    assertEquals(Cause.ILLEGAL_INSTRUCTION, assertThrows(Trap.class, action).cause());
  }

  private void write(String name, long value) {
    register(name).write(hart, value);
  }

  private long read(String name) {
    return register(name).read(hart);
  }

  private static ControlRegister register(String name) {
    return ControlRegisters.all().stream()
        .filter(register -> register.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
