package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.isa.Cause.INTERRUPT;
import static spool.emulator.isa.Cause.MACHINE_EXTERNAL;
import static spool.emulator.isa.Cause.MACHINE_SOFTWARE;
import static spool.emulator.isa.Cause.MACHINE_TIMER;
import static spool.emulator.isa.Cause.SUPERVISOR_EXTERNAL;
import static spool.emulator.isa.Cause.SUPERVISOR_SOFTWARE;
import static spool.emulator.isa.Cause.SUPERVISOR_TIMER;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;

final class InterruptsTest {
  private static final int MSTATUS = 0x300;
  private static final int MIDELEG = 0x303;
  private static final int MIE = 0x304;
  private static final int MCAUSE = 0x342;
  private static final int MIP = 0x344;
  private static final int SIE = 0x104;
  private static final int SIP = 0x144;
  private static final int SCAUSE = 0x142;

  private final Hart hart = new Hart(0, new Bus(new PhysicalMemory(0x8000_0000L, 1 << 20)));

  /// Columns: where the hart is, its MIE and SIE, whether the supervisor timer is delegated, and
  /// where it traps to.
  @ParameterizedTest
  @CsvSource({
    "M, false, false, false, -",
    "M, true,  false, false, M",
    "M, true,  true,  true,  -",
    "S, false, false, false, M",
    "S, false, false, true,  -",
    "S, true,  false, true,  -",
    "S, false, true,  true,  S",
    "U, false, false, false, M",
    "U, false, false, true,  S"
  })
  void interruptsComeWhenTheirModeAllows(
      Privilege from, boolean mie, boolean sie, boolean delegated, String to) {
    write(MSTATUS, (mie ? Status.MIE : 0) | (sie ? Status.SIE : 0));
    write(MIDELEG, delegated ? 1 << SUPERVISOR_TIMER : 0);
    write(MIE, -1);
    hart.privilege(from);
    hart.setInterrupt(SUPERVISOR_TIMER, true);
    assertEquals(!to.equals("-"), hart.interruptPending());
    if (hart.interruptPending()) {
      hart.takeInterrupt();
      assertEquals(Privilege.valueOf(to), hart.privilege());
      assertEquals(INTERRUPT | SUPERVISOR_TIMER, read(to.equals("M") ? MCAUSE : SCAUSE));
      assertFalse(hart.interruptPending());
    }
  }

  @Test
  void machineInterruptsComeFirstThenByTheFixedOrder() {
    write(MIE, -1);
    write(MIDELEG, 1 << SUPERVISOR_EXTERNAL | 1 << SUPERVISOR_SOFTWARE);
    List<Integer> order = new ArrayList<>();
    for (int number = 0; number < 64; number++) {
      hart.setInterrupt(number, true);
    }
    hart.privilege(Privilege.U);
    while (hart.interruptPending()) {
      hart.takeInterrupt();
      boolean machine = hart.privilege() == Privilege.M;
      int number = (int) read(machine ? MCAUSE : SCAUSE);
      order.add(number);
      hart.setInterrupt(number, false);
      hart.privilege(Privilege.U);
    }
    assertEquals(
        List.of(
            MACHINE_EXTERNAL,
            MACHINE_SOFTWARE,
            MACHINE_TIMER,
            SUPERVISOR_TIMER,
            SUPERVISOR_EXTERNAL,
            SUPERVISOR_SOFTWARE),
        order);
  }

  @Test
  void anInterruptThatIsNotEnabledWaits() {
    write(MSTATUS, Status.MIE);
    hart.setInterrupt(MACHINE_TIMER, true);
    assertFalse(hart.interruptPending());
    write(MIE, 1 << MACHINE_TIMER);
    assertTrue(hart.interruptPending());
    write(MSTATUS, 0);
    assertFalse(hart.interruptPending());
  }

  @Test
  void onlyDevicesSetTheBitsOfMachineMode() {
    write(MIP, -1);
    assertEquals(
        1 << SUPERVISOR_SOFTWARE | 1 << SUPERVISOR_TIMER | 1 << SUPERVISOR_EXTERNAL, read(MIP));
    hart.setInterrupt(MACHINE_EXTERNAL, true);
    write(MIP, 0);
    assertEquals(1 << MACHINE_EXTERNAL, read(MIP));
  }

  @Test
  void theExternalLineIsNotTakenForTheBitThatSoftwareWrites() {
    hart.setInterrupt(SUPERVISOR_EXTERNAL, true);
    write(MIP, read(MIP) | 1 << SUPERVISOR_TIMER);
    hart.setInterrupt(SUPERVISOR_EXTERNAL, false);
    assertEquals(1 << SUPERVISOR_TIMER, read(MIP));
    write(MIP, 1 << SUPERVISOR_EXTERNAL);
    hart.setInterrupt(SUPERVISOR_EXTERNAL, true);
    hart.setInterrupt(SUPERVISOR_EXTERNAL, false);
    assertEquals(1 << SUPERVISOR_EXTERNAL, read(MIP));
  }

  @Test
  void supervisorModeSeesWhatIsDelegated() {
    write(MIDELEG, -1);
    assertEquals(0x222, read(MIDELEG));
    write(MIDELEG, 1 << SUPERVISOR_SOFTWARE);
    write(MIE, -1);
    write(SIE, 0);
    assertEquals(0xaaa & ~2, read(MIE));
    write(MIP, 0x222);
    assertEquals(1 << SUPERVISOR_SOFTWARE, read(SIP));
    write(SIP, 0);
    assertEquals(0x220, read(MIP));
  }

  private void write(int csr, long value) {
    ControlRegisters.at(csr).write(hart, value);
  }

  private long read(int csr) {
    return ControlRegisters.at(csr).read(hart);
  }
}
