package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static spool.emulator.isa.Assembler.i;
import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.V;
import static spool.emulator.memory.PageTableEntry.W;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Trap;
import spool.emulator.isa.Workbench;
import spool.emulator.memory.PageTables;

/// What physical memory protection means for accesses and for execution.
final class ProtectionTest {
  private static final int PMPCFG0 = 0x3a0;
  private static final int PMPADDR0 = 0x3b0;
  private static final int NA4 = 2 << 3;
  private static final int NAPOT = 3 << 3;
  private static final int ALL = 7;
  private static final int LOCKED = 0x80;
  private static final long CODE = Workbench.CODE;
  private static final long DATA = Workbench.DATA;
  private static final int ADD_ONE = i("addi", 5, 5, 1);

  private final Workbench bench = new Workbench();
  private final Hart hart = bench.hart();

  /// Four bytes at `address` have rights of their own, all else has all.
  private void except(long address, int rights) {
    csr(PMPADDR0, address >>> 2);
    csr(PMPADDR0 + 1, -1);
    csr(PMPCFG0, (NAPOT | ALL) << 8 | NA4 | rights);
  }

  @Test
  void aPartOfAPageCanBeProtected() {
    except(DATA + 0x10, 1);
    hart.privilege(Privilege.S);
    hart.store32(DATA + 0xc, 7);
    hart.store32(DATA + 0x14, 8);
    assertEquals(0, hart.load32(DATA + 0x10));
    assertTrap(Cause.STORE_ACCESS_FAULT, DATA + 0x10, () -> hart.store32(DATA + 0x10, 1));
    assertTrap(Cause.STORE_ACCESS_FAULT, DATA + 0xc, () -> hart.store64(DATA + 0xc, 1));
    assertTrap(Cause.LOAD_ACCESS_FAULT, DATA + 0xe, () -> hart.load32(DATA + 0xe));
    assertTrap(
        Cause.STORE_ACCESS_FAULT, DATA + 0x10, () -> hart.atomic32(DATA + 0x10, 1, Integer::sum));
    assertEquals(7, hart.load32(DATA + 0xc));
  }

  @Test
  void aMisalignedAccessNamesThePageThatIsProtected() {
    except(DATA + 0x1000, 0);
    hart.privilege(Privilege.S);
    assertTrap(Cause.LOAD_ACCESS_FAULT, DATA + 0x1000, () -> hart.load64(DATA + 0xffc));
    assertEquals(0, hart.load32(DATA + 0xffc));
  }

  @Test
  void aChangeOfProtectionIsSeenAtOnce() {
    hart.permitAllMemory();
    hart.privilege(Privilege.S);
    assertEquals(0, hart.load64(DATA));
    hart.privilege(Privilege.M);
    except(DATA, 0);
    hart.privilege(Privilege.S);
    assertTrap(Cause.LOAD_ACCESS_FAULT, DATA, () -> hart.load64(DATA));
  }

  @Test
  void onlyLockedEntriesBindMachineMode() {
    except(DATA, 0);
    assertEquals(0, hart.load32(DATA));
    except(DATA, LOCKED);
    assertTrap(Cause.LOAD_ACCESS_FAULT, DATA, () -> hart.load32(DATA));
  }

  @Test
  void aLoanIsProtectedLikeItsMode() {
    except(DATA, 0);
    csr(0x300, Status.MPRV);
    assertTrap(Cause.LOAD_ACCESS_FAULT, DATA, () -> hart.load32(DATA));
    assertEquals(CODE, hart.fetchAddress(CODE));
    csr(0x300, Status.MPRV | Status.MPP);
    assertEquals(0, hart.load32(DATA));
  }

  @Test
  void aProtectedTableIsAnAccessFaultOfWhatNeededIt() {
    PageTables tables = new PageTables(bench.memory(), DATA);
    tables.map(0x1000, DATA + 0x4000, V | R | W);
    except(tables.entryAddress(0x1000, 0), 1);
    hart.satp(tables.satp());
    hart.privilege(Privilege.S);
    assertTrap(Cause.LOAD_ACCESS_FAULT, 0x1000, () -> hart.load64(0x1000));
    assertTrap(Cause.STORE_ACCESS_FAULT, 0x1000, () -> hart.store64(0x1000, 1));
  }

  @Test
  void executionStopsWhereItMayNotFetch() {
    bench.place(CODE, ADD_ONE, ADD_ONE, ADD_ONE, ADD_ONE);
    except(CODE + 8, 3);
    hart.privilege(Privilege.S);
    bench.run(3);
    assertEquals(2, hart.x[5]);
    assertEquals(Cause.INSTRUCTION_ACCESS_FAULT, read(0x342));
    assertEquals(CODE + 8, read(0x341));
    assertEquals(CODE + 8, read(0x343));
  }

  /// The second half of an instruction that lies astride the edge is what faults.
  @Test
  void bothHalvesOfAnInstructionMustBeExecutable() {
    bench.memory().store16(CODE, (short) 1);
    bench.place(CODE + 2, ADD_ONE);
    except(CODE + 4, 3);
    hart.privilege(Privilege.S);
    bench.run(2);
    assertEquals(CODE + 2, read(0x341));
    assertEquals(CODE + 4, read(0x343));
    assertEquals(0, hart.x[5]);
  }

  @Test
  void whatWasExecutedIsFetchedAnewAfterAChange() {
    bench.place(CODE, ADD_ONE, i("jalr", 0, 6, 0));
    hart.permitAllMemory();
    hart.x[6] = CODE;
    hart.privilege(Privilege.S);
    bench.run(4);
    assertEquals(2, hart.x[5]);
    except(CODE + 4, 0);
    bench.run(2);
    assertEquals(3, hart.x[5]);
    assertEquals(Cause.INSTRUCTION_ACCESS_FAULT, read(0x342));
  }

  private void csr(int number, long value) {
    ControlRegisters.at(number).write(hart, value);
  }

  private long read(int number) {
    return ControlRegisters.at(number).read(hart);
  }

  private static void assertTrap(int cause, long value, Executable access) {
    Trap trap = assertThrows(Trap.class, access);
    assertEquals(cause, trap.cause());
    assertEquals(value, trap.value());
  }
}
