package spool.emulator.sbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Privilege;
import spool.emulator.isa.Cause;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;

class BuiltInFirmwareTest {
  private static final long TIME = 0x5449_4d45;
  private static final long IPI = 0x73_5049;
  private static final long RFENCE = 0x5246_4e43;
  private static final long HSM = 0x48_534d;
  private static final long SRST = 0x5352_5354;
  private static final long DBCN = 0x4442_434e;
  private static final int SCOUNTEREN = 0x106;
  private static final int STIMECMP = 0x14d;
  private static final int SIP = 0x144;
  private static final int SIE = 0x104;
  private static final int SCAUSE = 0x142;
  private static final int STVEC = 0x105;
  private static final long CODE = Machine.RAM_BASE + 0x1000;
  private static final long DATA = Machine.RAM_BASE + 0x8000;

  private final StringBuilder printed = new StringBuilder();
  private final Machine machine =
      Machine.builder()
          .harts(3)
          .ramBytes(1 << 20)
          .console(value -> printed.append((char) value))
          .build();
  private final Hart first = machine.harts().get(0);
  private final Hart second = machine.harts().get(1);

  BuiltInFirmwareTest() {
    BuiltInFirmware.start(machine, Machine.RAM_BASE, DATA);
  }

  /// The call as the kernel on `first` makes it; `a0` and `a1` afterwards.
  private List<Long> call(long extension, long function, long... arguments) {
    return call(first, extension, function, arguments);
  }

  private static List<Long> call(Hart hart, long extension, long function, long... arguments) {
    System.arraycopy(arguments, 0, hart.x, 10, arguments.length);
    hart.x[16] = function;
    hart.x[17] = extension;
    hart.takeTrap(Cause.ECALL_FROM_S, 0);
    return List.of(hart.x[10], hart.x[11]);
  }

  private static List<Long> answer(long error, long value) {
    return List.of(error, value);
  }

  @Test
  void startsOneHartInSupervisorMode() {
    assertEquals(Privilege.S, first.privilege());
    assertEquals(Machine.RAM_BASE, first.pc());
    assertEquals(DATA, first.x[11]);
    assertFalse(first.isParked());
    assertTrue(second.isParked());
  }

  /// Kernels without a driver for performance counters leave it to firmware that programs may read
  /// the time.
  @Test
  void programsMayReadTheBasicCounters() {
    assertEquals(7, first.readCsr(SCOUNTEREN));
    assertEquals(7, second.readCsr(SCOUNTEREN));
  }

  @Test
  void theCallStepsOverItsInstruction() {
    call(0x10, 0);
    assertEquals(Machine.RAM_BASE + 4, first.pc());
  }

  @Test
  void saysWhatThereIs() {
    assertEquals(answer(0, 2 << 24), call(0x10, 0));
    for (long extension : new long[] {0, 8, 0x10, TIME, IPI, RFENCE, HSM, SRST, DBCN}) {
      assertEquals(answer(0, 1), call(0x10, 3, extension));
    }
    assertEquals(answer(0, 0), call(0x10, 3, 9));
    assertEquals(answer(-2, 0), call(0x10, 7));
    assertEquals(answer(-2, 0), call(9, 0));
    assertEquals(answer(-2, 0), call(-1, 0));
  }

  @Test
  void aTimerIsTheKernelsOwnComparison() {
    assertEquals(answer(0, 0), call(TIME, 0, 1234));
    assertEquals(1234, first.readCsr(STIMECMP));
    assertEquals(answer(-2, 0), call(TIME, 1, 1));
  }

  @Test
  void interruptsTheHartsOfTheMask() {
    assertEquals(answer(0, 0), call(IPI, 0, 2, 1));
    assertEquals(0, second.readCsr(SIP));
    assertEquals(2, machine.harts().get(2).readCsr(SIP));
    assertEquals(answer(0, 0), call(IPI, 0, 0, -1));
    assertEquals(2, second.readCsr(SIP));
    assertEquals(answer(-3, 0), call(IPI, 0, 8, 0));
    assertEquals(answer(-3, 0), call(IPI, 0, 1, 3));
    assertEquals(answer(-3, 0), call(IPI, 0, 1, -2));
  }

  @Test
  void fencesReachTheHartsOfTheMask() {
    long before = second.translationEpoch();
    assertEquals(answer(0, 0), call(RFENCE, 1, 2, 0, 0, 0));
    assertTrue(second.translationEpoch() != before);
    assertEquals(answer(0, 0), call(RFENCE, 0, 7, 0));
    assertEquals(answer(0, 0), call(RFENCE, 2, 7, 0, 0x1000, 0x2000, 1));
    assertEquals(answer(-2, 0), call(RFENCE, 3, 1, 0));
    assertEquals(answer(-3, 0), call(RFENCE, 1, 8, 0, 0, 0));
  }

  @Test
  void hartsStartAndStop() {
    assertEquals(answer(0, 1), call(HSM, 2, 1));
    assertEquals(answer(-3, 0), call(HSM, 0, 3, CODE, 0));
    assertEquals(answer(-5, 0), call(HSM, 0, 1, 0x1000, 0));
    assertEquals(answer(-5, 0), call(HSM, 0, 1, CODE + 1, 0));
    assertEquals(answer(-6, 0), call(HSM, 0, 0, CODE, 0));
    assertEquals(answer(0, 0), call(HSM, 0, 1, CODE, 77));
    assertEquals(CODE, second.pc());
    assertEquals(1, second.x[10]);
    assertEquals(77, second.x[11]);
    assertEquals(answer(0, 0), call(HSM, 2, 1));
    call(second, HSM, 1);
    assertTrue(second.isParked());
    assertEquals(answer(0, 1), call(HSM, 2, 1));
    second.setInterrupt(Cause.SUPERVISOR_SOFTWARE, true);
    assertTrue(second.isParked());
    assertEquals(answer(0, 0), call(HSM, 0, 1, CODE, 78));
    assertEquals(0, second.readCsr(SIP));
  }

  @Test
  void aSuspendedHartGoesOnWhenAnInterruptComes() {
    call(HSM, 0, 1, CODE, 0);
    second.writeCsr(SIE, 2);
    assertEquals(answer(0, 0), call(second, HSM, 3, 0));
    assertEquals(answer(0, 4), call(HSM, 2, 1));
    call(IPI, 0, 2, 0);
    assertFalse(second.isParked());
    assertEquals(CODE + 4, second.pc());
    assertEquals(answer(0, 0), call(HSM, 2, 1));
  }

  @Test
  void aHartThatForgetsInItsSleepGoesOnWhereItSaid() {
    call(HSM, 0, 1, CODE, 0);
    second.writeCsr(SIE, 2);
    assertEquals(answer(1, 5), call(second, HSM, 3, 0x8000_0000L, CODE + 0x100, 5));
    call(IPI, 0, 2, 0);
    assertEquals(CODE + 0x100, second.pc());
    assertEquals(answer(-3, 0), call(HSM, 3, 1));
    assertEquals(answer(-5, 0), call(HSM, 3, 0x8000_0000L, 0, 0));
  }

  @Test
  void printsAndReads() {
    machine.bus().store(DATA, 8, 0x0a69_4800L);
    assertEquals(answer(0, 3), call(DBCN, 0, 3, DATA + 1, 0));
    assertEquals(answer(0, 0), call(DBCN, 2, '!'));
    assertEquals(answer(-3, 0), call(DBCN, 0, 1, 0x1000_0000, 0));
    assertEquals(answer(-3, 0), call(DBCN, 0, 1, DATA, 1));
    assertEquals(answer(-3, 0), call(DBCN, 0, -1, DATA, 0));
    assertEquals(answer(0, 0), call(DBCN, 1, 8, DATA, 0));
    assertEquals(List.of(-1L, 5L), call(2, 0, 0, 5));
    call(SRST, 0, 0, 0);
    assertEquals(new Outcome.PoweredOff(0), machine.run());
    assertEquals("Hi\n!", printed.toString());
  }

  @Test
  void endsTheRunAsAsked() {
    assertEquals(answer(-3, 0), call(SRST, 0, 3, 0));
    assertEquals(answer(-3, 0), call(SRST, 0, 0, 2));
    call(SRST, 0, 0, 1);
    assertEquals(new Outcome.PoweredOff(1), machine.run());
    call(SRST, 0, 1, 0);
    assertEquals(new Outcome.ResetRequested(), machine.run());
    call(8, 0);
    assertEquals(new Outcome.PoweredOff(0), machine.run());
  }

  @Test
  void legacyCallsTakeSetsOfHartsFromMemory() {
    machine.bus().store(DATA, 8, 2);
    assertEquals(List.of(0L, 9L), call(4, 0, DATA, 9));
    assertEquals(2, second.readCsr(SIP));
    call(second, 3, 0);
    assertEquals(0, second.readCsr(SIP));
    assertEquals(List.of(0L, 9L), call(7, 0, 0, 9));
    first.writeCsr(STVEC, CODE);
    call(4, 0, 0x40);
    assertEquals(CODE, first.pc());
    assertEquals(Cause.LOAD_ACCESS_FAULT, first.readCsr(SCAUSE));
  }

  @Test
  void otherTrapsAreTheKernels() {
    first.writeCsr(STVEC, CODE);
    first.takeTrap(Cause.BREAKPOINT, 0);
    assertEquals(CODE, first.pc());
    assertEquals(Privilege.S, first.privilege());
    assertEquals(Cause.BREAKPOINT, first.readCsr(SCAUSE));
  }
}
