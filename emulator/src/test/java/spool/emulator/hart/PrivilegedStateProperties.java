package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import spool.emulator.isa.Cause;

final class PrivilegedStateProperties {
  private static final long TRAP_STACK =
      Status.MIE | Status.SIE | Status.MPIE | Status.SPIE | Status.MPP | Status.SPP | Status.MPRV;

  @Property
  void aReturnUndoesItsTrap(
      @ForAll Privilege from,
      @ForAll long status,
      @ForAll long delegated,
      @ForAll @IntRange(max = 15) int number,
      @ForAll boolean interrupt,
      @ForAll long pc) {
    PrivilegedState state = state(from, status, delegated);
    boolean machineOn = state.status.has(Status.MIE);
    boolean supervisorOn = state.status.has(Status.SIE);
    state.enter(interrupt ? Cause.INTERRUPT | number : number, 0, pc);
    assertTrue(state.privilege.encoding() >= from.encoding());
    long target =
        state.privilege == Privilege.M ? state.returnFromMachine() : state.returnFromSupervisor();
    assertEquals(pc & -2, target);
    assertEquals(from, state.privilege);
    assertEquals(machineOn, state.status.has(Status.MIE));
    assertEquals(supervisorOn, state.status.has(Status.SIE));
  }

  @Property
  void aTrapTurnsTheInterruptsOfItsModeOffAndTouchesNothingElse(
      @ForAll Privilege from,
      @ForAll long status,
      @ForAll long delegated,
      @ForAll @IntRange(max = 15) int cause) {
    PrivilegedState state = state(from, status, delegated);
    long before = state.status.machine();
    state.enter(cause, 0, 0);
    boolean machine = state.privilege == Privilege.M;
    assertFalse(state.status.has(machine ? Status.MIE : Status.SIE));
    assertEquals(before & ~TRAP_STACK, state.status.machine() & ~TRAP_STACK);
    long other = machine ? Status.SIE | Status.SPIE | Status.SPP : Status.MIE | Status.MPIE;
    assertEquals(before & other, state.status.machine() & other);
  }

  @Property
  void returnsToLessThanMachineModeEndMprv(@ForAll long status, @ForAll boolean supervisorReturn) {
    PrivilegedState state = state(Privilege.M, status | Status.MPRV, 0);
    if (supervisorReturn) {
      state.returnFromSupervisor();
    } else {
      state.returnFromMachine();
    }
    assertEquals(state.privilege == Privilege.M, state.status.has(Status.MPRV));
  }

  private static PrivilegedState state(Privilege privilege, long status, long delegated) {
    PrivilegedState state = new PrivilegedState();
    state.status.machine(status);
    state.delegatedExceptions(delegated);
    state.interrupts.delegated(delegated);
    state.privilege = privilege;
    return state;
  }
}
