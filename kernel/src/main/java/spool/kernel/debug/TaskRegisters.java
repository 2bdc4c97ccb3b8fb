package spool.kernel.debug;

import java.util.List;
import java.util.Optional;
import spool.emulator.debug.RiscvRegisters;
import spool.emulator.hart.Hart;
import spool.kernel.process.Dispatcher;
import spool.kernel.process.Registers;
import spool.kernel.process.Task;

/// The registers of tasks, wherever they are. Those of a task on a hart stay there, so that nothing
/// is changed by looking.
final class TaskRegisters {
  private static final int FLAGS = 0x1f;
  private static final int ROUNDING_SHIFT = 5;

  private final Dispatcher dispatcher;
  private final List<Hart> harts;

  TaskRegisters(Dispatcher dispatcher, List<Hart> harts) {
    this.dispatcher = dispatcher;
    this.harts = harts;
  }

  /// The hart that `task` is on.
  Optional<Hart> hart(Task task) {
    return harts.stream()
        .filter(hart -> dispatcher.current(hart).filter(on -> on == task).isPresent())
        .findFirst();
  }

  /// Reads a register by its number.
  long read(Task task, int number) {
    if (number < Registers.COUNT) {
      return task.integers()[number];
    }
    return switch (number) {
      case RiscvRegisters.PC -> task.pc();
      case RiscvRegisters.FFLAGS -> control(task) & FLAGS;
      case RiscvRegisters.FRM -> control(task) >>> ROUNDING_SHIFT;
      case RiscvRegisters.FCSR -> control(task);
      default -> floats(task)[number - RiscvRegisters.F0];
    };
  }

  /// Writes a register.
  void write(Task task, int number, long value) {
    if (number < Registers.COUNT) {
      task.integers()[number] = number == 0 ? 0 : value;
      return;
    }
    int old = control(task);
    switch (number) {
      case RiscvRegisters.PC -> pc(task, value & ~1L);
      case RiscvRegisters.FFLAGS -> control(task, (old & ~FLAGS) | ((int) value & FLAGS));
      case RiscvRegisters.FRM -> control(task, (old & FLAGS) | ((int) value & 7) << ROUNDING_SHIFT);
      case RiscvRegisters.FCSR -> control(task, (int) value & 0xff);
      default -> floats(task)[number - RiscvRegisters.F0] = value;
    }
  }

  private long[] floats(Task task) {
    return hart(task).map(hart -> hart.f).orElseGet(() -> task.registers().f);
  }

  private int control(Task task) {
    return hart(task).map(Hart::floatingPointControl).orElseGet(() -> task.registers().fcsr());
  }

  private void control(Task task, int value) {
    hart(task)
        .ifPresentOrElse(
            hart -> hart.floatingPointControl(value), () -> task.registers().fcsr(value));
  }

  private void pc(Task task, long address) {
    hart(task).ifPresentOrElse(hart -> hart.pc(address), () -> task.registers().pc(address));
  }
}
