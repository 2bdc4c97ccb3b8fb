package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import spool.emulator.memory.BusError;

class PlicTest {
  private static final long PENDING = 0x1000;
  private static final long ENABLE = 0x2000;
  private static final long THRESHOLD = 0x200000;
  private static final long CLAIM = 0x200004;
  private static final long SECOND_ENABLE = ENABLE + 0x80;
  private static final long SECOND_CLAIM = CLAIM + 0x1000;

  private final Wire machine = new Wire();
  private final Wire supervisor = new Wire();
  private final Plic plic = new Plic(List.of(machine, supervisor));
  private final InterruptLine ten = plic.source(10);
  private final InterruptLine forty = plic.source(40);

  private void enable(int source, int priority) {
    plic.store(4L * source, 4, priority);
    long word = ENABLE + 4L * (source / 32);
    plic.store(word, 4, plic.load(word, 4) | 1L << source % 32);
  }

  @Test
  void anEnabledSourceInterruptsUntilItIsClaimed() {
    enable(10, 1);
    ten.set(true);
    assertTrue(machine.raised);
    assertFalse(supervisor.raised);
    assertEquals(1 << 10, plic.load(PENDING, 4));
    assertEquals(10, plic.load(CLAIM, 4));
    assertFalse(machine.raised);
    assertEquals(0, plic.load(CLAIM, 4));
    assertEquals(0, plic.load(PENDING, 4));
  }

  @Test
  void aLineDrivenHighSinceTheClaimInterruptsAgainAtCompletion() {
    enable(10, 1);
    ten.set(true);
    assertEquals(10, plic.load(CLAIM, 4));
    ten.set(true);
    assertFalse(machine.raised);
    plic.store(CLAIM, 4, 10);
    assertTrue(machine.raised);
    assertEquals(10, plic.load(CLAIM, 4));
    ten.set(true);
    ten.set(false);
    plic.store(CLAIM, 4, 10);
    assertFalse(machine.raised);
  }

  /// As on QEMU's board; see [Plic].
  @Test
  void aLineThatIsMerelyLeftHighDoesNotInterruptAgain() {
    enable(10, 1);
    ten.set(true);
    assertEquals(10, plic.load(CLAIM, 4));
    plic.store(CLAIM, 4, 10);
    assertFalse(machine.raised);
    ten.set(true);
    assertTrue(machine.raised);
  }

  @Test
  void aClaimedSourceIsHeldBackUntilItsCompletion() {
    enable(10, 1);
    ten.set(true);
    assertEquals(10, plic.load(CLAIM, 4));
    ten.set(false);
    ten.set(true);
    assertFalse(machine.raised);
    assertEquals(0, plic.load(CLAIM, 4));
    plic.store(CLAIM, 4, 10);
    assertTrue(machine.raised);
  }

  @Test
  void theHighestPriorityIsClaimedFirstThenTheLowestNumber() {
    enable(10, 2);
    enable(40, 3);
    enable(7, 2);
    plic.source(7).set(true);
    ten.set(true);
    forty.set(true);
    assertEquals(40, plic.load(CLAIM, 4));
    assertEquals(7, plic.load(CLAIM, 4));
    assertEquals(10, plic.load(CLAIM, 4));
  }

  @Test
  void theThresholdHoldsBackTheLineButNotAClaim() {
    enable(10, 3);
    plic.store(THRESHOLD, 4, 3);
    ten.set(true);
    assertFalse(machine.raised);
    plic.store(THRESHOLD, 4, 2);
    assertTrue(machine.raised);
    plic.store(THRESHOLD, 4, 7);
    assertEquals(10, plic.load(CLAIM, 4));
  }

  @Test
  void priorityZeroNeverInterrupts() {
    enable(10, 0);
    ten.set(true);
    assertFalse(machine.raised);
    assertEquals(0, plic.load(CLAIM, 4));
  }

  @Test
  void contextsAreIndependent() {
    plic.store(4 * 40, 4, 1);
    plic.store(SECOND_ENABLE + 4, 4, 1 << 8);
    forty.set(true);
    assertFalse(machine.raised);
    assertTrue(supervisor.raised);
    assertEquals(0, plic.load(CLAIM, 4));
    assertEquals(40, plic.load(SECOND_CLAIM, 4));
  }

  @Test
  void aContextCompletesOnlyWhatItHasEnabled() {
    enable(10, 1);
    ten.set(true);
    assertEquals(10, plic.load(CLAIM, 4));
    plic.store(SECOND_CLAIM, 4, 10);
    assertFalse(machine.raised);
  }

  @Test
  void nonsenseIsHarmless() {
    plic.store(CLAIM, 4, 4711);
    plic.store(CLAIM, 4, -1);
    plic.store(0, 4, 7);
    plic.store(4L * 96, 4, 7);
    plic.store(ENABLE, 4, -1);
    plic.store(0x2ff000, 4, 1);
    assertEquals(0, plic.load(0, 4));
    assertEquals(0, plic.load(4L * 96, 4));
    assertEquals(0xffff_fffeL, plic.load(ENABLE, 4));
    assertEquals(0, plic.load(0x5ffffc, 4));
    assertThrows(BusError.class, () -> plic.load(0, 1));
    assertThrows(IllegalArgumentException.class, () -> plic.source(96));
  }
}
