package spool.emulator.exec;

import java.util.ArrayList;
import java.util.List;
import spool.emulator.hart.Hart;
import spool.emulator.memory.PhysicalMemory;

/// Executes instructions by decoding them once and dispatching on what was decoded.
public final class Interpreter {
  private final CodeCache cache;
  private final List<Execution> executions = new ArrayList<>();

  /// Executes what is in `memory`, which is that of all harts.
  public Interpreter(PhysicalMemory memory) {
    this(memory, Translator.none());
  }

  /// Executes what is in `memory`, and has what is executed often translated by `translator`.
  public Interpreter(PhysicalMemory memory, Translator translator) {
    cache = new CodeCache(memory, translator);
  }

  /// Executes until the clock of `hart` reaches its limit, exactly, or it parks. Each instruction
  /// takes one cycle when it retires, and each trap one. A limit that is lowered meanwhile, or an
  /// interrupt that is raised, counts from the end of the running instruction on.
  public void run(Hart hart) {
    executionOf(hart).run();
  }

  private Execution executionOf(Hart hart) {
    for (Execution execution : executions) {
      if (execution.hart() == hart) {
        return execution;
      }
    }
    Execution added = new Execution(hart, cache);
    executions.add(added);
    return added;
  }
}
