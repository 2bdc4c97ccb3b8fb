package spool.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.memory.PageTableEntry.A;
import static spool.emulator.memory.PageTableEntry.D;
import static spool.emulator.memory.PageTableEntry.G;
import static spool.emulator.memory.PageTableEntry.N;
import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.U;
import static spool.emulator.memory.PageTableEntry.V;
import static spool.emulator.memory.PageTableEntry.W;
import static spool.emulator.memory.PageTableEntry.X;
import static spool.emulator.memory.PageTableWalker.ACCESS_FAULT;
import static spool.emulator.memory.PageTableWalker.PAGE_FAULT;
import static spool.emulator.memory.PageTableWalker.SUPERPAGE;
import static spool.emulator.memory.PagingMode.SV39;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTableWalkerTest {
  private static final long RAM = 0x8000_0000L;
  private static final long FRAME = RAM + 0x5000;
  private static final long PAGE = 0x12_3456_7000L;
  private static final Viewpoint USER = new Viewpoint(true, false, false);
  private static final Viewpoint KERNEL = new Viewpoint(false, false, false);

  private final PhysicalMemory memory = new PhysicalMemory(RAM, 1 << 20);
  private final PageTables tables = new PageTables(memory, RAM + 0x1_0000);
  private final PhysicalProtection protection = new PhysicalProtection();
  private final PageTableWalker walker = new PageTableWalker(memory, protection);

  PageTableWalkerTest() {
    protection.permitAll();
  }

  @Test
  void aPageIsFoundThroughThreeTables() {
    tables.map(PAGE, FRAME, V | R | U);
    assertEquals(FRAME | V | R | U | A, walk(PAGE + 0xabc, Access.LOAD, USER));
  }

  @Test
  void theUpperHalfOfTheAddressSpaceIsReachable() {
    long top = -PhysicalMemory.FRAME_BYTES;
    tables.map(top, FRAME, V | R | G);
    assertEquals(FRAME | V | R | G | A, walk(-1, Access.LOAD, KERNEL));
  }

  @ParameterizedTest
  @ValueSource(longs = {0x40_0000_0000L, 0xffff_ffbf_ffff_ffffL, Long.MIN_VALUE, Long.MAX_VALUE})
  void anAddressThatIsNotSignExtendedFaults(long address) {
    tables.map(address, FRAME, V | R | U);
    assertEquals(PAGE_FAULT, walk(address, Access.LOAD, USER));
  }

  /// Every combination of R, W and X, with what may be done: `-` for a reserved encoding or
  /// pointer.
  @ParameterizedTest
  @CsvSource({"r,l", "rw,ls", "x,f", "rx,lf", "rwx,lsf", "w,-", "wx,-", "'',-"})
  void permissionsAllowWhatTheySay(String permissions, String allowed) {
    tables.map(PAGE, FRAME, V | U | bits(permissions));
    assertEquals(allowed.contains("l"), succeeds(Access.LOAD, USER));
    assertEquals(allowed.contains("s"), succeeds(Access.STORE, USER));
    assertEquals(allowed.contains("f"), succeeds(Access.FETCH, USER));
  }

  @Test
  void anInvalidEntryFaults() {
    tables.map(PAGE, FRAME, R | W | X | U);
    assertFalse(succeeds(Access.LOAD, USER));
  }

  @Test
  void userModeNeedsUserPages() {
    tables.map(PAGE, FRAME, V | R | W | X);
    for (Access access : Access.values()) {
      assertFalse(succeeds(access, USER));
      assertTrue(succeeds(access, KERNEL));
    }
  }

  @Test
  void supervisorModeNeedsSumForDataOfUserPagesAndNeverFetchesThere() {
    tables.map(PAGE, FRAME, V | R | W | X | U);
    Viewpoint withSum = new Viewpoint(false, true, false);
    assertFalse(succeeds(Access.LOAD, KERNEL));
    assertFalse(succeeds(Access.STORE, KERNEL));
    assertTrue(succeeds(Access.LOAD, withSum));
    assertTrue(succeeds(Access.STORE, withSum));
    assertFalse(succeeds(Access.FETCH, withSum));
  }

  @Test
  void mxrMakesExecutablePagesReadable() {
    tables.map(PAGE, FRAME, V | X | U);
    Viewpoint withMxr = new Viewpoint(true, false, true);
    assertFalse(succeeds(Access.LOAD, USER));
    assertTrue(succeeds(Access.LOAD, withMxr));
    assertFalse(succeeds(Access.STORE, withMxr));
  }

  @ParameterizedTest
  @ValueSource(ints = {54, 60, 61, 62})
  void reservedBitsOfALeafFault(int bit) {
    tables.map(PAGE, FRAME, V | R | U | 1L << bit);
    assertFalse(succeeds(Access.LOAD, USER));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 7, 54, 61, 63})
  void reservedBitsOfAPointerFault(int bit) {
    tables.map(PAGE, FRAME, V | R | U);
    long pointer = tables.entryAddress(PAGE, 1);
    memory.store64(pointer, memory.load64(pointer) | 1L << bit);
    assertFalse(succeeds(Access.LOAD, USER));
  }

  @Test
  void aFourthLevelDoesNotExist() {
    tables.map(PAGE, FRAME, V);
    assertFalse(succeeds(Access.LOAD, USER));
  }

  @Test
  void superpagesKeepTheLowBitsOfTheAddress() {
    tables.map(0x4000_0000L, 0x4000_0000L, V | R | U, 2);
    tables.map(0x20_0000L, 0x8020_0000L, V | R | U, 1);
    assertEquals(0x7654_3000L | V | R | U | A | SUPERPAGE, walk(0x7654_3210L, Access.LOAD, USER));
    assertEquals(0x802f_f000L | V | R | U | A | SUPERPAGE, walk(0x2f_ffffL, Access.LOAD, USER));
  }

  @Test
  void aMisalignedSuperpageFaults() {
    tables.map(0x4000_0000L, 0x4020_0000L, V | R | U, 2);
    tables.map(0x20_0000L, 0x8020_1000L, V | R | U, 1);
    assertEquals(PAGE_FAULT, walk(0x4000_0000L, Access.LOAD, USER));
    assertEquals(PAGE_FAULT, walk(0x20_0000L, Access.LOAD, USER));
  }

  @Test
  void accessedAndDirtyAreSetByWhatHappens() {
    tables.map(PAGE, FRAME, V | R | W | X | U);
    walk(PAGE, Access.FETCH, USER);
    assertEquals(PageTableEntry.of(FRAME, V | R | W | X | U | A), tables.entry(PAGE, 0));
    walk(PAGE, Access.STORE, USER);
    assertEquals(PageTableEntry.of(FRAME, V | R | W | X | U | A | D), tables.entry(PAGE, 0));
  }

  @Test
  void aFaultLeavesTheEntryAlone() {
    tables.map(PAGE, FRAME, V | R | U);
    walk(PAGE, Access.STORE, USER);
    assertEquals(PageTableEntry.of(FRAME, V | R | U), tables.entry(PAGE, 0));
  }

  @Test
  void aTableOutsideRamIsAnAccessFault() {
    memory.store64(tables.root() + 8 * 0x48, PageTableEntry.of(RAM + (1 << 20), V));
    assertEquals(ACCESS_FAULT, walk(PAGE, Access.LOAD, USER));
    assertEquals(ACCESS_FAULT, walker.walk(SV39, 0, PAGE, Access.LOAD, USER));
  }

  @ParameterizedTest
  @CsvSource({"3, 38", "4, 47", "5, 56"})
  void eachModeTranslatesAsManyBitsAsItSays(int levels, int sign) {
    PagingMode mode = new PagingMode(levels, true, false);
    PageTables deep = new PageTables(memory, RAM + 0x8_0000, levels);
    long highest = -1L << sign;
    deep.map(highest, FRAME, V | R | U);
    deep.map(~highest, FRAME + 0x1000, V | R | U);
    assertEquals(FRAME, frame(mode, deep, highest, Access.LOAD));
    assertEquals(FRAME + 0x1000, frame(mode, deep, ~highest, Access.LOAD));
    assertEquals(PAGE_FAULT, frame(mode, deep, 1L << sign, Access.LOAD));
  }

  @Test
  void softwareSetsTheBitsIfTheModeSaysSo() {
    PagingMode svade = new PagingMode(3, false, false);
    tables.map(PAGE, FRAME, V | R | W | U);
    assertEquals(PAGE_FAULT, frame(svade, tables, PAGE, Access.LOAD));
    tables.map(PAGE, FRAME, V | R | W | U | A);
    assertEquals(FRAME, frame(svade, tables, PAGE, Access.LOAD));
    assertEquals(PAGE_FAULT, frame(svade, tables, PAGE, Access.STORE));
    assertEquals(PageTableEntry.of(FRAME, V | R | W | U | A), tables.entry(PAGE, 0));
    tables.map(PAGE, FRAME, V | R | W | U | A | D);
    assertEquals(FRAME, frame(svade, tables, PAGE, Access.STORE));
  }

  @Test
  void memoryTypesAreReservedUnlessOn() {
    PagingMode svpbmt = new PagingMode(3, true, true);
    for (long type = 1; type <= 3; type++) {
      tables.map(PAGE, FRAME, V | R | U | type << 61);
      assertEquals(PAGE_FAULT, frame(SV39, tables, PAGE, Access.LOAD));
      long expected = type == 3 ? PAGE_FAULT : FRAME;
      assertEquals(expected, frame(svpbmt, tables, PAGE, Access.LOAD));
    }
  }

  @Test
  void oneOfSixteenLeavesAlikeReachesOverAllTheirPages() {
    long page = 0x12_3456_0000L;
    long frames = RAM + 0x4_0000;
    tables.map(page + 0x3000, frames | 0x8000, V | R | U | N);
    assertEquals(
        frames | 0x3000 | V | R | U | A | SUPERPAGE, walk(page + 0x3123, Access.LOAD, USER));
    tables.map(page + 0x3000, frames | 0x4000, V | R | U | N);
    assertFalse(walk(page + 0x3000, Access.LOAD, USER) >= 0);
    tables.map(0x20_0000L, 0x8020_8000L, V | R | U | N, 1);
    assertFalse(walk(0x20_0000L, Access.LOAD, USER) >= 0);
  }

  @Test
  void protectedTablesAreAccessFaults() {
    tables.map(PAGE, FRAME, V | R | W | U);
    protection.address(0, RAM >>> 2);
    protection.address(1, (RAM + (1 << 20)) >>> 2);
    protection.configurations(0, (PhysicalProtection.TOR | PhysicalProtection.R) << 8);
    assertEquals(ACCESS_FAULT, walk(PAGE, Access.LOAD, USER));
    tables.map(PAGE, FRAME, V | R | W | U | A);
    assertTrue(succeeds(Access.LOAD, USER));
    protection.configurations(0, PhysicalProtection.TOR << 8);
    assertEquals(ACCESS_FAULT, walk(PAGE, Access.LOAD, USER));
  }

  private long frame(PagingMode mode, PageTables from, long address, Access access) {
    long answer = walker.walk(mode, from.root(), address, access, USER);
    return answer < 0 ? answer : answer & -PhysicalMemory.FRAME_BYTES;
  }

  private long walk(long address, Access access, Viewpoint viewpoint) {
    return walker.walk(SV39, tables.root(), address, access, viewpoint);
  }

  private boolean succeeds(Access access, Viewpoint viewpoint) {
    return walk(PAGE, access, viewpoint) >= 0;
  }

  private static long bits(String permissions) {
    return permissions.chars().mapToLong(letter -> 1L << "vrwx".indexOf(letter)).sum();
  }
}
