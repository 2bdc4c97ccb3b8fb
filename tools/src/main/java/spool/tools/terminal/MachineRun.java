package spool.tools.terminal;

import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;

/// What runs a machine: itself, or a debugger that has it.
public interface MachineRun {
  /// Runs until an end, or a stop that was asked for, after which it can run on.
  Outcome run() throws InterruptedException;

  /// Ends [#run] with [Outcome.Stopped] soon. Any thread may call it.
  void requestStop();

  /// The run of `machine` by itself.
  static MachineRun of(Machine machine) {
    return new MachineRun() {
      @Override
      public Outcome run() {
        return machine.run();
      }

      @Override
      public void requestStop() {
        machine.requestStop();
      }
    };
  }
}
