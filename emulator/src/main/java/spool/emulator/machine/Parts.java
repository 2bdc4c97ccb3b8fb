package spool.emulator.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import spool.emulator.hart.Hart;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;
import spool.emulator.state.MachineState;
import spool.emulator.state.SavedMemory;
import spool.emulator.state.StateException;
import spool.emulator.state.StateReader;
import spool.emulator.state.StateWriter;
import spool.emulator.state.Stateful;

/// Everything of a machine that has a state, in the order in which it is saved and restored.
///
/// RAM comes first, because whoever watches it may schedule an event when it is written; then the
/// engine, which forgets all events; then the others, which schedule theirs again.
final class Parts {
  private final PhysicalMemory memory;
  private final Conductor conductor;
  private final List<Hart> harts;
  private final Map<String, Stateful> others = new LinkedHashMap<>();

  Parts(PhysicalMemory memory, Conductor conductor, List<Hart> harts) {
    this.memory = memory;
    this.conductor = conductor;
    this.harts = harts;
    harts.forEach(hart -> keep("hart" + hart.id(), hart));
  }

  /// Adds a part.
  void keep(String name, Stateful part) {
    if (others.putIfAbsent(name, part) != null) {
      throw new IllegalArgumentException("a second part of the machine called " + name);
    }
  }

  boolean has(String name) {
    return others.containsKey(name);
  }

  /// The state of all.
  MachineState save() {
    return save(SavedMemory.NOTHING);
  }

  /// The state of all, which shares memory with `earlier`.
  MachineState save(MachineState earlier) {
    return save(earlier.memory());
  }

  private MachineState save(SavedMemory earlier) {
    conductor.demandStanding();
    harts.forEach(Hart::flushTranslations);
    StateWriter writer = new StateWriter();
    exchange(writer);
    conductor.events().demandAllSaved();
    return new MachineState(memory.save(earlier), writer.toBytes());
  }

  /// Puts all into `state`.
  void restore(MachineState state) {
    conductor.demandStanding();
    memory.restore(state.memory());
    StateReader reader = new StateReader(state.rest());
    try {
      exchange(reader);
    } catch (IndexOutOfBoundsException | IllegalArgumentException defect) {
      throw new StateException("no machine has this state: " + defect.getMessage(), defect);
    }
    reader.finish();
  }

  private void exchange(Exchange exchange) {
    exchange.part("engine", conductor);
    others.forEach(exchange::part);
  }
}
