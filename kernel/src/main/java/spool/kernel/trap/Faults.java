package spool.kernel.trap;

import java.util.Optional;
import java.util.function.Consumer;
import spool.emulator.isa.Cause;
import spool.kernel.abi.Signal;
import spool.kernel.process.CostModel;
import spool.kernel.process.Dispatcher;
import spool.kernel.process.Signals;
import spool.kernel.process.Task;
import spool.kernel.signal.SignalInfo;

/// Turns exceptions of a program into pages, or into signals as Linux riscv64 has them.
final class Faults {
  private final Dispatcher dispatcher;
  private final CostModel costs;
  private final Consumer<String> log;

  Faults(Dispatcher dispatcher, CostModel costs, Consumer<String> log) {
    this.dispatcher = dispatcher;
    this.costs = costs;
    this.log = log;
  }

  /// Serves the exception `cause` with `value`, which is no system call, and answers the signal
  /// that it is to raise, if any.
  Optional<SignalInfo> serve(Task task, int cause, long value) {
    return switch (cause) {
      case Cause.INSTRUCTION_PAGE_FAULT, Cause.LOAD_PAGE_FAULT, Cause.STORE_PAGE_FAULT ->
          page(task, cause, value);
      case Cause.ILLEGAL_INSTRUCTION -> signal(Signal.SIGILL, SignalInfo.ILL_ILLOPC, task.pc());
      case Cause.BREAKPOINT -> signal(Signal.SIGTRAP, SignalInfo.TRAP_BRKPT, task.pc());
      case Cause.INSTRUCTION_ADDRESS_MISALIGNED,
          Cause.LOAD_ADDRESS_MISALIGNED,
          Cause.STORE_ADDRESS_MISALIGNED ->
          signal(Signal.SIGBUS, SignalInfo.BUS_ADRALN, value);
      case Cause.INSTRUCTION_ACCESS_FAULT, Cause.LOAD_ACCESS_FAULT, Cause.STORE_ACCESS_FAULT ->
          signal(Signal.SIGSEGV, SignalInfo.SEGV_ACCERR, value);
      default -> throw new IllegalStateException("no exception of a program: cause " + cause);
    };
  }

  private Optional<SignalInfo> page(Task task, int cause, long address) {
    dispatcher.charge(task, costs.pageFault());
    return switch (task.memory().fault(address, cause)) {
      case RESOLVED -> Optional.empty();
      case UNMAPPED -> signal(Signal.SIGSEGV, SignalInfo.SEGV_MAPERR, address);
      case FORBIDDEN -> signal(Signal.SIGSEGV, SignalInfo.SEGV_ACCERR, address);
      case BEYOND_END -> signal(Signal.SIGBUS, SignalInfo.BUS_ADRERR, address);
      case OUT_OF_MEMORY -> {
        log.accept("out of memory: killed process %d (%s)".formatted(task.pid(), task.name()));
        Signals.kill(task.process(), Signal.SIGKILL);
        yield Optional.empty();
      }
    };
  }

  private static Optional<SignalInfo> signal(int number, int code, long address) {
    return Optional.of(SignalInfo.ofFault(number, code, address));
  }
}
