package spool.emulator.machine;

import spool.emulator.state.MachineState;

/// A place of a run, and the state in which the machine was there.
record Checkpoint(Repeater.Place place, MachineState state) {
  Moment moment() {
    return place.moment();
  }
}
