package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.U;
import static spool.emulator.memory.PageTableEntry.V;
import static spool.emulator.memory.PageTableEntry.W;
import static spool.emulator.memory.PageTableEntry.X;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PageTableEntry;
import spool.emulator.memory.PageTables;
import spool.emulator.memory.PhysicalMemory;

/// The management of cache blocks, and waiting on reservations.
final class CacheBlockTest {
  private static final long RAM = 0x8000_0000L;
  private static final int MENVCFG = 0x30a;
  private static final int SENVCFG = 0x10a;

  private final PhysicalMemory memory = new PhysicalMemory(RAM, 1 << 20);
  private final Hart hart = new Hart(0, new Bus(memory));
  private final PageTables tables = new PageTables(memory, RAM + 0x1_0000);

  CacheBlockTest() {
    hart.permitAllMemory();
    tables.map(0x1000, RAM, V | R | W | U);
    tables.map(0x2000, RAM, V | R | U);
    tables.map(0x3000, RAM, V | X | U);
    hart.satp(tables.satp());
  }

  /// What is legal with which bits of `menvcfg` and `senvcfg`.
  @ParameterizedTest
  @CsvSource({
    "M, 0, 0, icz", "S, 0, F0, ''", "S, F0, 0, icz", "S, 10, 0, i", "S, 40, 0, c", "S, 80, 0, z",
    "U, F0, 0, ''", "U, 0, F0, ''", "U, F0, F0, icz", "U, F0, 10, i", "U, F0, 40, c", "U, F0, 80, z"
  })
  void theEnvironmentPermitsWhatItSays(
      Privilege privilege, String machine, String supervisor, String legal) {
    set(MENVCFG, Long.parseLong(machine, 16) | Environment.ADUE);
    set(SENVCFG, Long.parseLong(supervisor, 16));
    set(0x300, Status.SUM);
    hart.privilege(privilege);
    long address = privilege == Privilege.M ? RAM : 0x1000;
    assertLegal(legal.contains("i"), () -> hart.manageCacheBlock(address, true));
    assertLegal(legal.contains("c"), () -> hart.manageCacheBlock(address, false));
    assertLegal(legal.contains("z"), () -> hart.zeroCacheBlock(address));
  }

  @Test
  void faultsAreThoseOfAStoreAndNameTheAddressGiven() {
    inUserMode();
    assertTrap(Cause.STORE_PAGE_FAULT, 0x9123, () -> hart.manageCacheBlock(0x9123, false));
    assertTrap(Cause.STORE_PAGE_FAULT, 0x9123, () -> hart.zeroCacheBlock(0x9123));
    assertTrap(Cause.STORE_PAGE_FAULT, 0x2123, () -> hart.zeroCacheBlock(0x2123));
    hart.manageCacheBlock(0x2123, false);
    tables.map(0x4000, 0, V | R | W | U);
    assertTrap(Cause.STORE_ACCESS_FAULT, 0x4001, () -> hart.manageCacheBlock(0x4001, false));
    assertTrap(Cause.STORE_ACCESS_FAULT, 0x4001, () -> hart.zeroCacheBlock(0x4001));
  }

  @Test
  void managementUsesAPageAndZeroingDirtiesIt() {
    inUserMode();
    hart.manageCacheBlock(0x1000, false);
    assertEquals(PageTableEntry.A, used());
    hart.zeroCacheBlock(0x1000);
    assertEquals(PageTableEntry.A | PageTableEntry.D, used());
  }

  @Test
  void aWaitEndsTheSliceIfThereIsAReservation() {
    hart.limit(1000);
    hart.waitOnReservation();
    assertEquals(1000, hart.limit());
    hart.loadReserved32(RAM);
    hart.retire(7);
    hart.waitOnReservation();
    assertEquals(7, hart.limit());
    assertTrue(hart.storeConditional32(RAM, 1));
  }

  private void inUserMode() {
    set(MENVCFG, 0xf0 | Environment.ADUE);
    set(SENVCFG, 0xf0);
    hart.privilege(Privilege.U);
  }

  private long used() {
    return tables.entry(0x1000, 0) & (PageTableEntry.A | PageTableEntry.D);
  }

  private void set(int csr, long value) {
    ControlRegisters.at(csr).write(hart, value);
  }

  private static void assertLegal(boolean legal, Executable action) {
    if (legal) {
      assertDoesNotThrow(action);
    } else {
      assertEquals(Cause.ILLEGAL_INSTRUCTION, assertThrows(Trap.class, action).cause());
    }
  }

  private static void assertTrap(int cause, long value, Executable action) {
    Trap trap = assertThrows(Trap.class, action);
    assertEquals(cause, trap.cause());
    assertEquals(value, trap.value());
  }
}
