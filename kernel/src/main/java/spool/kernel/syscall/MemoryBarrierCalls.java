package spool.kernel.syscall;

import spool.emulator.hart.Hart;
import spool.emulator.machine.Machine;
import spool.kernel.abi.Errno;
import spool.kernel.process.Task;
import spool.kernel.vm.AddressSpace;

/// The system call that orders the memory accesses of other threads (membarrier(2)).
///
/// A barrier brings every hart, between two instructions, to fetch anew what was stored before;
/// harts that run in turn see each other's stores in order anyway. The rest is to keep account of
/// who may ask.
public final class MemoryBarrierCalls {
  private static final int QUERY = 0;
  private static final int GLOBAL = 1;
  private static final int GLOBAL_EXPEDITED = 1 << 1;
  private static final int REGISTER_GLOBAL_EXPEDITED = 1 << 2;
  private static final int PRIVATE_EXPEDITED = 1 << 3;
  private static final int REGISTER_PRIVATE_EXPEDITED = 1 << 4;
  private static final int PRIVATE_EXPEDITED_SYNC_CORE = 1 << 5;
  private static final int REGISTER_PRIVATE_EXPEDITED_SYNC_CORE = 1 << 6;
  private static final int GET_REGISTRATIONS = 1 << 9;

  private static final int SUPPORTED =
      GLOBAL
          | GLOBAL_EXPEDITED
          | REGISTER_GLOBAL_EXPEDITED
          | PRIVATE_EXPEDITED
          | REGISTER_PRIVATE_EXPEDITED
          | PRIVATE_EXPEDITED_SYNC_CORE
          | REGISTER_PRIVATE_EXPEDITED_SYNC_CORE
          | GET_REGISTRATIONS;

  private final Machine machine;

  /// Calls about the harts of `machine`.
  public MemoryBarrierCalls(Machine machine) {
    this.machine = machine;
  }

  /// Supported without the commands for restartable sequences, which there are none of.
  @SystemCall(number = 283, name = "membarrier")
  long membarrier(Task task, int command, int flags, int hart) {
    if (flags != 0) {
      throw Errno.EINVAL.failure();
    }
    AddressSpace memory = task.memory();
    return switch (command) {
      case QUERY -> SUPPORTED;
      case GET_REGISTRATIONS -> registrations(memory);
      case GLOBAL, GLOBAL_EXPEDITED -> order();
      case PRIVATE_EXPEDITED -> orderIf(memory, REGISTER_PRIVATE_EXPEDITED);
      case PRIVATE_EXPEDITED_SYNC_CORE -> orderIf(memory, REGISTER_PRIVATE_EXPEDITED_SYNC_CORE);
      case REGISTER_GLOBAL_EXPEDITED,
          REGISTER_PRIVATE_EXPEDITED,
          REGISTER_PRIVATE_EXPEDITED_SYNC_CORE ->
          register(memory, command);
      default -> throw Errno.EINVAL.failure();
    };
  }

  /// Linux shows who registered for the stronger command as registered for both.
  private static long registrations(AddressSpace memory) {
    boolean isBoth = (memory.barriers() & REGISTER_PRIVATE_EXPEDITED_SYNC_CORE) != 0;
    return memory.barriers() | (isBoth ? REGISTER_PRIVATE_EXPEDITED : 0);
  }

  private static long register(AddressSpace memory, int command) {
    memory.barriers(memory.barriers() | command);
    return 0;
  }

  private long orderIf(AddressSpace memory, int registration) {
    if ((memory.barriers() & registration) == 0) {
      throw Errno.EPERM.failure();
    }
    return order();
  }

  private long order() {
    machine.onEach(machine.harts(), Hart::fenceInstruction);
    return 0;
  }
}
