package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.U;
import static spool.emulator.memory.PageTableEntry.V;
import static spool.emulator.memory.PageTableEntry.W;
import static spool.emulator.memory.PageTableEntry.X;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PageTables;
import spool.emulator.memory.PhysicalMemory;

final class HartTest {
  private static final long RAM = 0x8000_0000L;
  private static final long PAGE = 0x4000_0000L;

  private final PhysicalMemory memory = new PhysicalMemory(RAM, 16 << 20);
  private final Hart hart = new Hart(0, new Bus(memory));
  private final PageTables tables = new PageTables(memory, RAM + 0x10_0000);

  HartTest() {
    hart.permitAllMemory();
  }

  @Test
  void machineModeSeesPhysicalMemory() {
    hart.store64(RAM + 8, 0x0123_4567_89ab_cdefL);
    assertEquals(0x0123_4567_89ab_cdefL, hart.load64(RAM + 8));
    assertEquals(0x89ab_cdef, hart.load32(RAM + 8));
    assertEquals((short) 0x4567, hart.load16(RAM + 12));
    assertEquals((byte) 0x01, hart.load8(RAM + 15));
  }

  @Test
  void userModeSeesThroughPageTables() {
    tables.map(PAGE, RAM + 0x3000, V | R | W | U);
    hart.satp(tables.satp());
    hart.privilege(Privilege.U);
    hart.store32(PAGE + 4, 42);
    hart.store32(PAGE + 4, 43);
    assertEquals(43, hart.load32(PAGE + 4));
    assertEquals(43, memory.load32(RAM + 0x3004));
    Trap trap = assertThrows(Trap.class, () -> hart.load8(PAGE + 0x1000));
    assertEquals(Cause.LOAD_PAGE_FAULT, trap.cause());
    assertEquals(PAGE + 0x1000, trap.value());
  }

  @Test
  void storesToCodeAreNoticedThroughTheFastPath() {
    List<Long> written = new ArrayList<>();
    memory.onCodeWrite((address, length) -> written.add(address));
    hart.store64(RAM, 1);
    hart.store64(RAM, 2);
    memory.markCode(RAM + 0x10, 2);
    hart.store64(RAM, 3);
    hart.store64(RAM + 0x10, 4);
    hart.store64(RAM + 0x10, 5);
    assertEquals(List.of(RAM + 0x10), written);
  }

  @Test
  void fetchesGiveThePhysicalAddressAndAnEpoch() {
    tables.map(PAGE, RAM + 0x3000, V | X | U);
    hart.satp(tables.satp());
    hart.privilege(Privilege.U);
    long epoch = hart.translationEpoch();
    assertEquals(RAM + 0x3010, hart.fetchAddress(PAGE + 0x10));
    hart.privilege(Privilege.S);
    assertEquals(
        Cause.INSTRUCTION_PAGE_FAULT,
        assertThrows(Trap.class, () -> hart.fetchAddress(PAGE)).cause());
    hart.privilege(Privilege.U);
    assertEquals(epoch, hart.translationEpoch());
  }

  @Test
  void aSupervisorTakesTheTrapsOfUserMode() {
    List<String> seen = new ArrayList<>();
    hart.attach(recorder(seen));
    hart.pc(0x1000);
    hart.environmentCall();
    hart.deliverPendingTrap();
    hart.enableInterrupts(-1);
    hart.setInterrupt(Cause.SUPERVISOR_TIMER, true);
    hart.takeInterrupt();
    assertEquals(List.of("exception 8 0 at 4096", "interrupt 5"), seen);
  }

  @Test
  void parkingEndsWhenAnEnabledInterruptWaits() {
    hart.park();
    hart.setInterrupt(Cause.MACHINE_TIMER, true);
    assertTrue(hart.isParked());
    hart.enableInterrupts(-1);
    assertFalse(hart.isParked());
    hart.park();
    assertFalse(hart.isParked());
  }

  @ParameterizedTest
  @EnumSource(names = {"U", "S"})
  void whatMxrShowedIsHiddenWithoutIt(Privilege privilege) {
    tables.map(PAGE, RAM + 0x3000, V | X | (privilege == Privilege.U ? U : 0));
    hart.satp(tables.satp());
    hart.writeCsr(0x300, Status.MXR);
    hart.privilege(privilege);
    assertEquals(0, hart.load64(PAGE));
    ControlRegisters.at(0x300).write(hart, 0);
    assertThrows(Trap.class, () -> hart.load64(PAGE));
  }

  @Test
  void attachedHartsAreInUserModeWithFloatingPointAndCounters() {
    hart.attach(recorder(new ArrayList<>()));
    hart.timeSource(() -> 77);
    assertEquals(Privilege.U, hart.privilege());
    hart.requireFloatingPoint();
    hart.writeCsr(0x003, 0x21);
    assertEquals(0x21, hart.floatingPointControl());
    hart.retire(3);
    assertEquals(3, hart.readCsr(0xc00));
    assertEquals(77, hart.readCsr(0xc01));
    assertEquals(3, hart.readCsr(0xc02));
    assertThrows(Trap.class, () -> hart.readCsr(0x100));
    assertThrows(Trap.class, hart::returnFromMachine);
  }

  @Test
  void theClockCountsInstructionsAndCharges() {
    hart.retire(2);
    assertEquals(2, hart.cycles());
    hart.retire(3);
    hart.charge(10);
    assertEquals(15, hart.cycles());
    assertEquals(5, hart.retired());
    hart.unpark(12);
    assertEquals(15, hart.cycles());
    hart.unpark(100);
    assertEquals(100, hart.cycles());
    assertEquals(5, hart.retired());
  }

  @Test
  void limitsAreLoweredOnly() {
    hart.limit(100);
    hart.lowerLimit(200);
    assertEquals(100, hart.limit());
    hart.lowerLimit(50);
    assertEquals(50, hart.limit());
  }

  private static Supervisor recorder(List<String> seen) {
    return new Supervisor() {
      @Override
      public void exception(Hart trapped, int cause, long value) {
        seen.add("exception " + cause + " " + value + " at " + trapped.pc());
      }

      @Override
      public void interrupt(Hart interrupted, int cause) {
        seen.add("interrupt " + cause);
        interrupted.setInterrupt(cause, false);
      }
    };
  }
}
