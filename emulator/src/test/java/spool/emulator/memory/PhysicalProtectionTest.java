package spool.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.memory.PhysicalProtection.LOCKED;
import static spool.emulator.memory.PhysicalProtection.NA4;
import static spool.emulator.memory.PhysicalProtection.NAPOT;
import static spool.emulator.memory.PhysicalProtection.R;
import static spool.emulator.memory.PhysicalProtection.TOR;
import static spool.emulator.memory.PhysicalProtection.Verdict.DENIED;
import static spool.emulator.memory.PhysicalProtection.Verdict.DIVIDED;
import static spool.emulator.memory.PhysicalProtection.Verdict.PERMITTED;
import static spool.emulator.memory.PhysicalProtection.W;
import static spool.emulator.memory.PhysicalProtection.X;

import org.junit.jupiter.api.Test;

final class PhysicalProtectionTest {
  private final PhysicalProtection protection = new PhysicalProtection();

  @Test
  void withoutEntriesOnlyMachineModeMayDoAnything() {
    for (Access access : Access.values()) {
      assertTrue(protection.permits(0x8000_0000L, 8, access, true));
      assertFalse(protection.permits(0x8000_0000L, 8, access, false));
    }
  }

  @Test
  void everythingCanBePermitted() {
    protection.permitAll();
    assertTrue(protection.permits(0, 4096, Access.FETCH, false));
    assertTrue(protection.permits((1L << 56) - 8, 8, Access.STORE, false));
  }

  @Test
  void fourBytesAreARange() {
    entry(0, 0x1000, NA4 | R);
    assertTrue(loads(0x1000, 4));
    assertTrue(loads(0x1003, 1));
    assertFalse(loads(0xfff, 1));
    assertFalse(loads(0x1004, 1));
    assertFalse(loads(0x1002, 4));
  }

  @Test
  void trailingOnesOfAnAddressAreTheSizeOfItsRange() {
    protection.address(0, 0x1000 >>> 2 | 0b111);
    protection.configurations(0, NAPOT | R);
    assertTrue(loads(0x1000, 8));
    assertTrue(loads(0x1038, 8));
    assertFalse(loads(0x1040, 1));
    assertFalse(loads(0xfff, 1));
  }

  @Test
  void topOfRangeReachesFromTheAddressBelow() {
    protection.address(0, 0x1000 >>> 2);
    protection.address(1, 0x1800 >>> 2);
    protection.configurations(0, (TOR | R) << 8);
    assertTrue(loads(0x1000, 8));
    assertTrue(loads(0x17ff, 1));
    assertFalse(loads(0x1800, 1));
    assertFalse(loads(0xfff, 1));
    protection.configurations(0, TOR | R);
    assertTrue(loads(0, 8));
    assertFalse(loads(0x1000, 1));
  }

  @Test
  void aRangeThatEndsBeforeItBeginsMatchesNothing() {
    protection.address(0, 0x1000 >>> 2);
    protection.address(1, 0x1000 >>> 2);
    protection.address(2, -1);
    protection.configurations(0, (NAPOT | R) << 16 | TOR << 8);
    assertTrue(loads(0xffc, 8));
  }

  @Test
  void theFirstEntryThatMatchesAnyByteDecides() {
    entry(0, 0x1000, NA4);
    protection.address(1, -1);
    protection.configurations(0, (NAPOT | R) << 8 | NA4);
    assertFalse(loads(0x1000, 4));
    assertFalse(loads(0xffc, 8));
    assertTrue(loads(0xff8, 8));
    assertEquals(DIVIDED, protection.verdict(0x1000, 4096, Access.LOAD, false));
    assertEquals(PERMITTED, protection.verdict(0x2000, 4096, Access.LOAD, false));
    assertEquals(DENIED, protection.verdict(0x2000, 4096, Access.STORE, false));
  }

  @Test
  void machineModeIsBoundByLockedEntriesAlone() {
    entry(0, 0x1000, NA4 | R);
    assertTrue(protection.permits(0x1000, 4, Access.STORE, true));
    entry(0, 0x1000, LOCKED | NA4 | R);
    assertFalse(protection.permits(0x1000, 4, Access.STORE, true));
    assertFalse(protection.permits(0x1000, 4, Access.FETCH, true));
    assertTrue(protection.permits(0x1000, 4, Access.LOAD, true));
  }

  @Test
  void lockedEntriesStayAsTheyAre() {
    protection.address(0, 0x100);
    protection.address(1, 0x200);
    protection.configurations(0, (long) (LOCKED | TOR | R) << 8);
    protection.configurations(0, -1);
    assertEquals(LOCKED | TOR | R, protection.configurations(0) >>> 8 & 0xff);
    PhysicalProtection other = new PhysicalProtection();
    other.address(0, 0x100);
    other.address(1, 0x200);
    other.configurations(0, (long) (LOCKED | TOR | R) << 8);
    other.address(0, 0);
    other.address(1, 0);
    other.address(2, 0x300);
    assertEquals(0x100, other.address(0));
    assertEquals(0x200, other.address(1));
    assertEquals(0x300, other.address(2));
  }

  @Test
  void writingWithoutReadingIsReserved() {
    protection.configurations(2, W | (R | W | X) << 8 | (W | X) << 16);
    assertEquals((R | W | X) << 8 | X << 16, protection.configurations(2));
    assertEquals(0, protection.configurations(0));
  }

  private void entry(int number, long address, int configuration) {
    protection.address(number, address >>> 2);
    protection.configurations(0, (long) configuration << (8 * number));
  }

  private boolean loads(long address, long size) {
    return protection.permits(address, size, Access.LOAD, false);
  }
}
