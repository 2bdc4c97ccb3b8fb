package spool.emulator.hart;

import spool.emulator.isa.Cause;

/// Takes traps as the privileged architecture says, for harts that no kernel is attached to.
final class ArchitecturalTraps implements Supervisor {
  @Override
  public void exception(Hart hart, int cause, long value) {
    hart.enter(cause, value);
  }

  @Override
  public void interrupt(Hart hart, int cause) {
    hart.enter(Cause.INTERRUPT | cause, 0);
  }
}
