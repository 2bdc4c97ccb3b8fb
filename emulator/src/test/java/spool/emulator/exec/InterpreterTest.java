package spool.emulator.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.isa.Assembler.b;
import static spool.emulator.isa.Assembler.i;
import static spool.emulator.isa.Assembler.jal;
import static spool.emulator.isa.Assembler.r;
import static spool.emulator.isa.Assembler.s;
import static spool.emulator.isa.Workbench.CODE;
import static spool.emulator.isa.Workbench.DATA;
import static spool.emulator.isa.Workbench.HANDLER;

import org.junit.jupiter.api.Test;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Privilege;
import spool.emulator.hart.Supervisor;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Workbench;

class InterpreterTest {
  private static final int MEPC = 0x341;
  private static final int MCAUSE = 0x342;
  private static final int MTVAL = 0x343;
  private static final int CYCLE = 0xc00;
  private static final int INSTRET = 0xc02;
  private static final int MACHINE_SOFTWARE_BIT = 1 << 3;
  private static final long SV39 = 8L << 60;
  private static final long PAGE = 4096;
  private static final long USER_CODE = 0b1101_1001;

  private final Workbench bench = new Workbench();
  private final Hart hart = bench.hart();

  @Test
  void x0StaysZeroAndItsLoadsHappen() {
    hart.x[6] = 1;
    bench.place(CODE, i("addi", 0, 0, 5), i("ld", 0, 6, 0), r("add", 5, 0, 0)).run(3);
    assertEquals(0, hart.x[0]);
    assertEquals(Cause.LOAD_ACCESS_FAULT, hart.readCsr(MCAUSE));
  }

  @Test
  void aTrapInTheMiddleOfABlockIsPrecise() {
    int fault = i("ld", 5, 0, 8);
    bench.place(CODE, i("addi", 1, 0, 1), i("addi", 2, 0, 2), fault, i("addi", 3, 0, 3)).run(3);
    assertEquals(HANDLER, hart.pc());
    assertEquals(CODE + 8, hart.readCsr(MEPC));
    assertEquals(8, hart.readCsr(MTVAL));
    assertEquals(2, hart.retired());
    assertEquals(3, hart.cycles());
    assertEquals(2, hart.x[2]);
    assertEquals(0, hart.x[3]);
  }

  @Test
  void executionStopsExactlyAtTheLimit() {
    bench.place(CODE, i("addi", 1, 1, 1), i("addi", 1, 1, 1), i("addi", 1, 1, 1), jal(0, -12));
    bench.run(1_000_002);
    assertEquals(750_002, hart.x[1]);
    assertEquals(CODE + 8, hart.pc());
    assertEquals(1_000_002, hart.cycles());
  }

  @Test
  void countersAreExactWhereTheyAreRead() {
    int[] program = {
      i("addi", 1, 0, 1),
      i("csrrs", 5, 0, INSTRET),
      i("addi", 1, 0, 1),
      i("addi", 1, 0, 1),
      i("csrrs", 6, 0, CYCLE)
    };
    bench.place(CODE, program).run(5);
    assertEquals(1, hart.x[5]);
    assertEquals(4, hart.x[6]);
  }

  @Test
  void storesToCodeAreSeenAfterAFence() {
    hart.x[6] = CODE + 12;
    hart.x[7] = i("addi", 5, 0, 2);
    int[] program = {
      jal(0, 12), s("sw", 7, 6, 0), i("fence.i", 0, 0, 0), i("addi", 5, 0, 1), jal(0, -12)
    };
    bench.place(CODE, program).run(2);
    assertEquals(1, hart.x[5]);
    bench.run(4);
    assertEquals(2, hart.x[5]);
  }

  /// The architecture would let the hart execute the old instruction until the next `fence.i`.
  @Test
  void aStoreToALaterInstructionOfItsOwnBlockIsSeenAtOnce() {
    hart.x[6] = CODE + 8;
    hart.x[7] = i("addi", 5, 0, 2);
    int[] program = {s("sw", 7, 6, 0), i("addi", 4, 0, 1), i("addi", 5, 0, 1), jal(0, -12)};
    bench.place(CODE, program).run(3);
    assertEquals(2, hart.x[5]);
    hart.x[7] = i("addi", 5, 0, 3);
    bench.run(4);
    assertEquals(3, hart.x[5]);
    assertEquals(7, hart.retired());
  }

  @Test
  void aStoreToTheSecondHalfOfAnInstructionAcrossPagesIsSeen() {
    long last = CODE + PAGE - 2;
    hart.x[6] = CODE + PAGE;
    hart.x[7] = 8 << 4;
    bench.place(last, i("addi", 5, 0, 7));
    bench.place(last + 4, s("sh", 7, 6, 0), jal(0, -8));
    hart.pc(last);
    bench.run(1);
    assertEquals(7, hart.x[5]);
    bench.run(3);
    assertEquals(8, hart.x[5]);
  }

  @Test
  void countersAreExactAfterInstructionsThatTheInnerLoopLeavesOut() {
    int[] program = {
      i("addi", 1, 0, 1),
      i("fence", 0, 0, 0),
      s("sw", 1, 6, 0),
      i("addi", 1, 0, 1),
      s("sw", 1, 6, 0),
      i("csrrs", 5, 0, INSTRET),
      i("fence", 0, 0, 0),
      i("csrrs", 7, 0, CYCLE)
    };
    hart.x[6] = DATA + 1;
    bench.place(CODE, program).run(8);
    assertEquals(5, hart.x[5]);
    assertEquals(7, hart.x[7]);
    assertEquals(CODE + 32, hart.pc());
  }

  @Test
  void whatTheInnerLoopLeavesOutIsCountedOnce() {
    bench.place(CODE, i("fence", 0, 0, 0), i("addi", 1, 1, 1), jal(0, -8)).run(300);
    assertEquals(100, hart.x[1]);
    assertEquals(300, hart.retired());
  }

  @Test
  void codeWrittenFromOutsideIsSeen() {
    bench.place(CODE, i("addi", 5, 5, 1), jal(0, -4)).run(10);
    bench.place(CODE, i("addi", 5, 5, 100)).run(2);
    assertEquals(105, hart.x[5]);
  }

  @Test
  void aTakenBranchLeavesTheBlockAndOneNotTakenStays() {
    int[] program = {
      i("addi", 1, 0, 3), i("addi", 2, 2, 1), i("addi", 1, 1, -1), b("bne", 1, 0, -8), jal(0, 0)
    };
    bench.place(CODE, program).run(11);
    assertEquals(3, hart.x[2]);
    assertEquals(11, hart.retired());
    assertEquals(CODE + 16, hart.pc());
  }

  @Test
  void anInstructionMayStraddlePages() {
    long last = CODE + PAGE - 2;
    bench.place(last, i("addi", 5, 0, 7));
    hart.pc(last);
    bench.run(1);
    assertEquals(7, hart.x[5]);
    bench.memory().store16(CODE + PAGE, (short) (8 << 4));
    hart.pc(last);
    bench.run(1);
    assertEquals(8, hart.x[5]);
  }

  @Test
  void aStraddlingInstructionWhoseSecondPageIsMissingFaultsThere() {
    supervise();
    long last = CODE + PAGE - 2;
    bench.memory().store16(last, (short) 0x13);
    map(CODE, USER_CODE);
    hart.pc(last);
    bench.run(1);
    assertEquals(Cause.INSTRUCTION_PAGE_FAULT, seenCause);
    assertEquals(CODE + PAGE, seenValue);
    assertEquals(last, seenPc);
    map(CODE + PAGE, USER_CODE);
    hart.flushTranslations();
    hart.unpark(hart.cycles());
    bench.run(1);
    assertEquals(CODE + PAGE + 2, hart.pc());
  }

  @Test
  void anEnvironmentCallReachesTheSupervisorWithItsOwnAddress() {
    supervise();
    hart.satp(0);
    bench.place(CODE, i("addi", 17, 0, 93), 0x73).run(10);
    assertEquals(Cause.ECALL_FROM_U, seenCause);
    assertEquals(CODE + 4, seenPc);
    assertEquals(1, hart.retired());
    assertEquals(2, hart.cycles());
  }

  @Test
  void theSameAddressInAnotherSpaceIsOtherCode() {
    supervise();
    bench.place(CODE, i("addi", 5, 0, 1), jal(0, -4));
    bench.place(CODE + PAGE, i("addi", 5, 0, 2), jal(0, -4));
    map(CODE, USER_CODE);
    bench.run(4);
    assertEquals(1, hart.x[5]);
    bench.memory().store64(leaf(CODE), entry(CODE + PAGE) | USER_CODE);
    hart.flushTranslations();
    bench.run(4);
    assertEquals(2, hart.x[5]);
  }

  @Test
  void privilegesDoNotShareWhatTheyMayExecute() {
    supervise();
    bench.place(CODE, jal(0, 0));
    map(CODE, USER_CODE);
    bench.run(4);
    assertFalse(hart.isParked());
    hart.privilege(Privilege.S);
    bench.run(1);
    assertEquals(Cause.INSTRUCTION_PAGE_FAULT, seenCause);
  }

  @Test
  void anInterruptIsTakenBetweenBlocks() {
    hart.writeCsr(0x304, MACHINE_SOFTWARE_BIT);
    hart.writeCsr(0x300, MACHINE_SOFTWARE_BIT);
    bench.place(CODE, i("addi", 5, 5, 1), jal(0, -4)).run(4);
    hart.setInterrupt(Cause.MACHINE_SOFTWARE, true);
    bench.run(1);
    assertEquals(HANDLER, hart.pc());
    assertEquals(CODE, hart.readCsr(MEPC));
    assertTrue(hart.readCsr(MCAUSE) < 0);
  }

  @Test
  void aHartThatOnlyTrapsReachesItsLimit() {
    hart.writeCsr(0x305, 0);
    bench.place(CODE, -1).run(1000);
    assertEquals(1000, hart.cycles());
    assertEquals(0, hart.retired());
  }

  private int seenCause;
  private long seenValue;
  private long seenPc;

  /// Puts the hart in U-mode under Sv39 with an empty page table, and a supervisor that notes a
  /// trap and parks the hart.
  private void supervise() {
    bench.memory().store64(DATA + 8 * (CODE >>> 30), pointer(DATA + PAGE));
    bench.memory().store64(DATA + PAGE, pointer(DATA + 2 * PAGE));
    hart.attach(
        new Supervisor() {
          @Override
          public void exception(Hart trapped, int cause, long value) {
            seenCause = cause;
            seenValue = value;
            seenPc = trapped.pc();
            trapped.park();
          }

          @Override
          public void interrupt(Hart trapped, int cause) {}
        });
    hart.satp(SV39 | DATA >>> 12);
  }

  /// Maps the page at `address`, in the first 2 MiB of RAM, to the frame of the same address.
  private void map(long address, long flags) {
    bench.memory().store64(leaf(address), entry(address) | flags);
  }

  private static long leaf(long address) {
    return DATA + 2 * PAGE + (address - CODE) / PAGE * 8;
  }

  private static long entry(long address) {
    return address >>> 12 << 10;
  }

  private static long pointer(long table) {
    return entry(table) | 1;
  }
}
