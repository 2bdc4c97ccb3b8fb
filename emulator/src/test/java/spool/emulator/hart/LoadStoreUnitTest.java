package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.U;
import static spool.emulator.memory.PageTableEntry.V;
import static spool.emulator.memory.PageTableEntry.W;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Bus;
import spool.emulator.memory.BusError;
import spool.emulator.memory.Device;
import spool.emulator.memory.PageTables;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;

final class LoadStoreUnitTest {
  private static final long RAM = 0x8000_0000L;
  private static final long PAGE = 0x1_0000;
  private static final long READ_ONLY = 0x1_1000;
  private static final long UNMAPPED = 0x1_2000;
  private static final long DEVICE = 0x1000_0000L;
  private static final long DEVICE_PAGE = 0x2_0000;

  private final PhysicalMemory memory = new PhysicalMemory(RAM, 4 << 20);
  private final Bus bus = new Bus(memory);
  private final Hart hart = new Hart(0, bus);
  private final List<String> calls = new ArrayList<>();

  @BeforeEach
  void mapPages() {
    PageTables tables = new PageTables(memory, RAM + 0x1_0000);
    tables.map(PAGE, RAM + 0x5000, V | R | W | U);
    tables.map(READ_ONLY, RAM + 0x3000, V | R | U);
    tables.map(DEVICE_PAGE, DEVICE, V | R | W | U);
    bus.attach(DEVICE, 0x100, new Recorder());
    hart.permitAllMemory();
    hart.satp(tables.satp());
    hart.privilege(Privilege.U);
  }

  @Test
  void aMisalignedAccessMayCrossPages() {
    memory.store32(RAM + 0x5ffc, 0x4433_2211);
    memory.store32(RAM + 0x3000, 0x8877_6655);
    assertEquals(0x7766_5544_3322L, hart.load64(PAGE + 0xffd) & 0xffff_ffff_ffffL);
    assertEquals(0x5544, hart.load16(PAGE + 0xfff));
    assertEquals(0x7766_5544, hart.load32(PAGE + 0xfff));
  }

  @Test
  void aStoreThatCannotFinishWritesNothing() {
    Trap trap = assertThrows(Trap.class, () -> hart.store64(PAGE + 0xffe, -1));
    assertEquals(Cause.STORE_PAGE_FAULT, trap.cause());
    assertEquals(READ_ONLY, trap.value());
    assertEquals(0, memory.load64(RAM + 0x5ff8));
  }

  @Test
  void aLoadNamesThePageThatIsMissing() {
    assertTrap(Cause.LOAD_PAGE_FAULT, UNMAPPED, () -> hart.load64(READ_ONLY + 0xffc));
  }

  @Test
  void devicesAreNeverCached() {
    hart.store32(DEVICE_PAGE + 4, 7);
    hart.store32(DEVICE_PAGE + 4, 8);
    assertEquals(0x10, hart.load64(DEVICE_PAGE + 0x10));
    assertEquals(0x10, hart.load64(DEVICE_PAGE + 0x10));
    assertEquals(List.of("store 4 4 7", "store 4 4 8", "load 10 8", "load 10 8"), calls);
  }

  @Test
  void deviceErrorsAreAccessFaults() {
    long absent = DEVICE_PAGE + 0x100;
    long refused = DEVICE_PAGE + 0x80;
    assertTrap(Cause.LOAD_ACCESS_FAULT, absent, () -> hart.load8(absent));
    assertTrap(Cause.STORE_ACCESS_FAULT, refused, () -> hart.store8(refused, (byte) 1));
  }

  @Test
  void devicesTakeNeitherMisalignedNorAtomicAccesses() {
    long odd = DEVICE_PAGE + 2;
    assertTrap(Cause.LOAD_ACCESS_FAULT, odd, () -> hart.load32(odd));
    assertTrap(Cause.STORE_ACCESS_FAULT, odd, () -> hart.store32(odd, 1));
    assertTrap(Cause.LOAD_ACCESS_FAULT, DEVICE_PAGE, () -> hart.loadReserved32(DEVICE_PAGE));
    assertTrap(
        Cause.STORE_ACCESS_FAULT, DEVICE_PAGE, () -> hart.atomic32(DEVICE_PAGE, 1, Integer::sum));
    assertEquals(List.of(), calls);
  }

  @Test
  void instructionsAreNotFetchedFromDevices() {
    hart.privilege(Privilege.M);
    assertTrap(Cause.INSTRUCTION_ACCESS_FAULT, DEVICE, () -> hart.fetchAddress(DEVICE));
  }

  @Test
  void atomicsAnswerWhatWasThere() {
    hart.store32(PAGE, 40);
    assertEquals(40, hart.atomic32(PAGE, 2, Integer::sum));
    assertEquals(42, hart.load32(PAGE));
    hart.store64(PAGE + 8, -1);
    assertEquals(-1, hart.atomic64(PAGE + 8, 5, Math::max));
    assertEquals(5, hart.load64(PAGE + 8));
  }

  @Test
  void atomicsFaultAsStores() {
    assertTrap(
        Cause.STORE_ADDRESS_MISALIGNED, PAGE + 4, () -> hart.atomic64(PAGE + 4, 1, Long::sum));
    assertTrap(Cause.STORE_PAGE_FAULT, READ_ONLY, () -> hart.atomic32(READ_ONLY, 1, Integer::sum));
    assertTrap(Cause.STORE_PAGE_FAULT, UNMAPPED, () -> hart.atomic32(UNMAPPED, 1, Integer::sum));
  }

  @Test
  void aStoreConditionalNeedsAReservationAndUsesItUp() {
    assertFalse(hart.storeConditional32(PAGE, 1));
    hart.loadReserved32(PAGE);
    assertTrue(hart.storeConditional32(PAGE, 2));
    assertFalse(hart.storeConditional32(PAGE, 3));
    assertEquals(2, hart.load32(PAGE));
  }

  @Test
  void aReservationIsForOneAddressAndSize() {
    hart.loadReserved64(PAGE);
    assertFalse(hart.storeConditional64(PAGE + 8, 1));
    hart.loadReserved64(PAGE);
    assertFalse(hart.storeConditional32(PAGE, 1));
    hart.loadReserved64(PAGE);
    assertTrue(hart.storeConditional64(PAGE, 1));
  }

  @Test
  void ownStoresAndLoadsKeepAReservation() {
    hart.loadReserved64(PAGE);
    hart.store64(PAGE + 64, 1);
    hart.load64(PAGE);
    assertTrue(hart.storeConditional64(PAGE, 1));
  }

  @Test
  void othersAndTrapsTakeAReservationAway() {
    hart.loadReserved32(PAGE);
    hart.clearReservation();
    assertFalse(hart.storeConditional32(PAGE, 1));
    hart.loadReserved32(PAGE);
    hart.takeTrap(Cause.BREAKPOINT, 0);
    hart.privilege(Privilege.U);
    assertFalse(hart.storeConditional32(PAGE, 1));
  }

  @Test
  void reservationsFaultAsLoadsAndConditionalsAsStores() {
    long odd = PAGE + 2;
    assertTrap(Cause.LOAD_ADDRESS_MISALIGNED, odd, () -> hart.loadReserved32(odd));
    assertTrap(Cause.STORE_ADDRESS_MISALIGNED, odd, () -> hart.storeConditional32(odd, 1));
    assertTrap(Cause.LOAD_PAGE_FAULT, UNMAPPED, () -> hart.loadReserved64(UNMAPPED));
    hart.loadReserved64(READ_ONLY);
    assertTrap(Cause.STORE_PAGE_FAULT, READ_ONLY, () -> hart.storeConditional64(READ_ONLY, 1));
  }

  /// Both translate for a store that does not happen.
  @Test
  void whatFailsToStoreLeavesCodeGuarded() {
    memory.markCode(RAM + 0x5000, 2);
    assertThrows(Trap.class, () -> hart.store64(PAGE + 0xffe, -1));
    assertFalse(hart.storeConditional64(PAGE, 1));
    assertTrue(memory.isCode(RAM + 0x5000));
    hart.store64(PAGE, 1);
    assertFalse(memory.isCode(RAM + 0x5000));
  }

  private static void assertTrap(int cause, long value, Executable access) {
    Trap trap = assertThrows(Trap.class, access);
    assertEquals(cause, trap.cause());
    assertEquals(value, trap.value());
  }

  /// Answers with offsets, and not at all in its upper half.
  private final class Recorder implements Device {
    /// There is nothing to remember.
    @Override
    public void exchange(Exchange exchange) {}

    @Override
    public long load(long offset, int size) {
      calls.add("load %x %d".formatted(offset, size));
      return offset;
    }

    @Override
    public void store(long offset, int size, long value) {
      if (offset >= 0x80) {
        throw new BusError(offset);
      }
      calls.add("store %x %d %d".formatted(offset, size, value));
    }
  }
}
