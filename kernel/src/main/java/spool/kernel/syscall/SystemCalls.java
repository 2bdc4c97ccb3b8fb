package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import spool.emulator.hart.Hart;
import spool.emulator.machine.Machine;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Signal;
import spool.kernel.abi.Timespec;
import spool.kernel.process.LoadAverages;
import spool.kernel.process.NoReturn;
import spool.kernel.process.Process;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.SystemName;
import spool.kernel.process.Task;
import spool.kernel.vm.Frames;

/// System calls about the machine as a whole, and `prctl`.
public final class SystemCalls {
  private static final int REBOOT_MAGIC = 0xfee1_dead;
  private static final int POWER_OFF = 0x4321_fedc;
  private static final int HALT = 0xcdef_0123;
  private static final int CONTROL_ALT_DELETE_ON = 0x89ab_cdef;
  private static final int CONTROL_ALT_DELETE_OFF = 0;

  private static final int GRND_FLAGS = 7;
  private static final int CHUNK = 4096;
  private static final long MOST_RANDOM = 33_554_431;

  private static final int SYSINFO_BYTES = 112;
  private static final int SYSINFO_LOAD_BITS = 16;
  private static final int SYSINFO_MEMORY = 32;
  private static final int SYSINFO_PROCESSES = 80;
  private static final int SYSINFO_UNIT = 104;

  private static final int NAME_BYTES = 16;
  private static final int PR_SET_PDEATHSIG = 1;
  private static final int PR_GET_PDEATHSIG = 2;
  private static final int PR_GET_DUMPABLE = 3;
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_SET_NAME = 15;
  private static final int PR_GET_NAME = 16;
  private static final int PR_CAPBSET_READ = 23;
  private static final int PR_SET_TIMERSLACK = 29;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int PR_GET_CHILD_SUBREAPER = 37;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_SET_THP_DISABLE = 41;
  private static final int LAST_CAPABILITY = 40;

  private final Machine machine;
  private final ProcessTable table;
  private final LoadAverages loads;
  private final Frames frames;
  private final SystemName name;
  private final LongSupplier random;
  private final IntConsumer powerOff;

  /// Calls about these; `random` is the machine's seeded source of randomness.
  public SystemCalls(
      Machine machine,
      ProcessTable table,
      LoadAverages loads,
      Frames frames,
      SystemName name,
      LongSupplier random,
      IntConsumer powerOff) {
    this.machine = machine;
    this.table = table;
    this.loads = loads;
    this.frames = frames;
    this.name = name;
    this.random = random;
    this.powerOff = powerOff;
  }

  /// Supported.
  @SystemCall(number = 160, name = "uname")
  long uname(Task task, long result) {
    task.memory().write(result, name.toBytes());
    return 0;
  }

  /// Supported.
  @SystemCall(number = 161, name = "sethostname")
  long sethostname(Task task, long text, int length) {
    name.host(readName(task, text, length));
    return 0;
  }

  /// Supported.
  @SystemCall(number = 162, name = "setdomainname")
  long setdomainname(Task task, long text, int length) {
    name.domain(readName(task, text, length));
    return 0;
  }

  private static String readName(Task task, long text, int length) {
    requirePrivilege(task);
    if (length < 0 || length >= SystemName.FIELD_BYTES) {
      throw Errno.EINVAL.failure();
    }
    return new String(task.memory().read(text, length), StandardCharsets.ISO_8859_1);
  }

  private static void requirePrivilege(Task task) {
    if (!task.credentials().isPrivileged()) {
      throw Errno.EPERM.failure();
    }
  }

  /// Supported.
  @SystemCall(number = 179, name = "sysinfo")
  long sysinfo(Task task, long result) {
    ByteBuffer raw = ByteBuffer.allocate(SYSINFO_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.putLong(task.now() / Timespec.SECOND);
    loads.fixed(task.now(), SYSINFO_LOAD_BITS).forEach(raw::putLong);
    raw.putLong(SYSINFO_MEMORY, (long) frames.total() * Frames.BYTES);
    raw.putLong(SYSINFO_MEMORY + Long.BYTES, (long) frames.free() * Frames.BYTES);
    raw.putShort(SYSINFO_PROCESSES, (short) table.taskCount());
    raw.putInt(SYSINFO_UNIT, 1);
    task.memory().write(result, raw.array());
    return 0;
  }

  /// Supported: the bytes follow from the machine's seed.
  @SystemCall(number = 278, name = "getrandom")
  long getrandom(Task task, long buffer, long length, int flags) {
    if ((flags & ~GRND_FLAGS) != 0) {
      throw Errno.EINVAL.failure();
    }
    long count = Math.clamp(length, 0, MOST_RANDOM);
    for (long done = 0; done < count; done += CHUNK) {
      task.memory().write(buffer + done, randomBytes((int) Math.min(CHUNK, count - done)));
    }
    return count;
  }

  private byte[] randomBytes(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count + Long.BYTES);
    while (bytes.position() < count) {
      bytes.putLong(random.getAsLong());
    }
    byte[] result = new byte[count];
    bytes.get(0, result);
    return result;
  }

  /// Supported: `POWER_OFF` and `HALT` end the run with status 0.
  @SystemCall(number = 142, name = "reboot")
  long reboot(Task task, int magic, int magic2, int command, long argument) {
    requirePrivilege(task);
    if (magic != REBOOT_MAGIC) {
      throw Errno.EINVAL.failure();
    }
    return switch (command) {
      case POWER_OFF, HALT -> {
        powerOff.accept(0);
        throw new NoReturn();
      }
      case CONTROL_ALT_DELETE_ON, CONTROL_ALT_DELETE_OFF -> 0;
      default -> throw Errno.EINVAL.failure();
    };
  }

  /// Supported: all harts fetch what was stored before.
  @SystemCall(number = 259, name = "riscv_flush_icache")
  long riscvFlushIcache(Task task, long start, long end, long flags) {
    machine.onEach(machine.harts(), Hart::fenceInstruction);
    return 0;
  }

  /// Answers the only personality, Linux's.
  @SystemCall(number = 92, name = "personality")
  long personality(Task task, int wanted) {
    return 0;
  }

  /// Supported: names, `PDEATHSIG`, `CHILD_SUBREAPER`. Without effect: `DUMPABLE`, `TIMERSLACK`,
  /// `NO_NEW_PRIVS`, `THP_DISABLE`. Capabilities are all in the bounding set.
  @SystemCall(number = 167, name = "prctl")
  long prctl(Task task, int option, long first, long second, long third, long fourth) {
    Process process = task.process();
    switch (option) {
      case PR_SET_PDEATHSIG -> process.parentDeathSignal(signal((int) first));
      case PR_GET_PDEATHSIG -> task.memory().store32(first, process.parentDeathSignal());
      case PR_SET_NAME -> task.name(readName(task, first));
      case PR_GET_NAME -> task.memory().write(first, paddedName(task));
      case PR_SET_CHILD_SUBREAPER -> process.adoptsOrphans(first != 0);
      case PR_GET_CHILD_SUBREAPER -> task.memory().store32(first, process.adoptsOrphans() ? 1 : 0);
      case PR_SET_DUMPABLE, PR_SET_TIMERSLACK, PR_SET_NO_NEW_PRIVS, PR_SET_THP_DISABLE -> {}
      case PR_GET_DUMPABLE -> {
        return 1;
      }
      case PR_CAPBSET_READ -> {
        return capability(first);
      }
      default -> throw Errno.EINVAL.failure();
    }
    return 0;
  }

  private static int signal(int signal) {
    if (signal != 0 && !Signal.isValid(signal)) {
      throw Errno.EINVAL.failure();
    }
    return signal;
  }

  private static String readName(Task task, long address) {
    byte[] bytes = new byte[NAME_BYTES - 1];
    int length = 0;
    byte next = task.memory().load8(address);
    while (next != 0 && length < bytes.length) {
      bytes[length++] = next;
      next = length < bytes.length ? task.memory().load8(address + length) : 0;
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static byte[] paddedName(Task task) {
    byte[] padded = new byte[NAME_BYTES];
    byte[] bytes = task.name().getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, padded, 0, Math.min(bytes.length, NAME_BYTES - 1));
    return padded;
  }

  private static long capability(long number) {
    if (number < 0 || number > LAST_CAPABILITY) {
      throw Errno.EINVAL.failure();
    }
    return 1;
  }
}
