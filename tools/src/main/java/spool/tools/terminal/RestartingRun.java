package spool.tools.terminal;

import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.emulator.state.MachineState;

/// The run of a machine which begins again, as it is now, whenever the guest resets it. Disks, the
/// network and the terminal stay as they are; virtual time and the guest's random numbers begin
/// again too; what was typed and not read yet is for the next guest.
public final class RestartingRun implements MachineRun {
  private final Machine machine;
  private final MachineState beginning;

  /// The run of `machine`, which stands and was loaded.
  public RestartingRun(Machine machine) {
    this.machine = machine;
    beginning = machine.save();
  }

  @Override
  public Outcome run() {
    Outcome outcome = machine.run();
    while (outcome instanceof Outcome.ResetRequested) {
      beginAgain();
      outcome = machine.run();
    }
    return outcome;
  }

  private void beginAgain() {
    byte[] typed = machine.board().console().takeBack();
    machine.restore(beginning);
    machine.board().console().receive(typed);
  }

  @Override
  public void requestStop() {
    machine.requestStop();
  }
}
