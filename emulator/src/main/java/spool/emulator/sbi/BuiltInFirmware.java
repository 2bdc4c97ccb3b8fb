package spool.emulator.sbi;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Supervisor;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Trap;
import spool.emulator.machine.Machine;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// Firmware in Java: the Supervisor Binary Interface, version 2.0, to a kernel in supervisor mode.
///
/// It takes the place of software in machine mode, and has nothing but `ecall` to do: all other
/// traps are delegated, timers are set through `stimecmp`, and the kernel's own code executes as it
/// would on any board. Like firmware on a board it reaches devices by their registers.
///
/// Invariant: a call changes nothing but what the specification says of it, `a0`, and `a1` unless
/// it is one of the legacy calls; a call that is not there answers `SBI_ERR_NOT_SUPPORTED`.
public final class BuiltInFirmware implements Supervisor, Stateful {
  /// What it is called among the parts of a machine.
  public static final String PART = "firmware";

  private static final int A0 = 10;
  private static final int A6 = 16;
  private static final int A7 = 17;
  private static final int ARGUMENTS = 6;
  private static final int ECALL_BYTES = 4;

  private final Machine machine;
  private final Map<Long, Extension> extensions = new LinkedHashMap<>();
  private final HartStates harts;
  private final LegacyCalls legacy;

  private BuiltInFirmware(Machine machine) {
    this.machine = machine;
    harts = new HartStates(machine);
    Platform platform = new Platform(machine);
    HartCalls calls = new HartCalls(machine);
    legacy = new LegacyCalls(platform, calls, machine);
    extensions.put(0x10L, new BaseCalls(this::has));
    extensions.put(name("TIME"), calls::timer);
    extensions.put(name("sPI"), calls::interrupt);
    extensions.put(name("RFNC"), calls::fence);
    extensions.put(name("HSM"), harts);
    extensions.put(name("SRST"), platform::reset);
    extensions.put(name("DBCN"), platform::console);
  }

  /// Extensions are numbered by the characters of their names.
  private static long name(String text) {
    return text.chars().asLongStream().reduce(0, (number, each) -> number << Byte.SIZE | each);
  }

  /// Takes over the harts of `machine` and sets hart 0 going at `entry`, with the address of the
  /// device tree in `a1`; the others are stopped.
  public static void start(Machine machine, long entry, long deviceTree) {
    attach(machine).harts.start(machine.harts().getFirst(), entry, deviceTree);
  }

  /// Takes over the harts of `machine`, which are all stopped, as they are before [#start] and
  /// before the state of a machine with this firmware is restored.
  public static BuiltInFirmware attach(Machine machine) {
    BuiltInFirmware firmware = new BuiltInFirmware(machine);
    machine.attachFirmware(firmware);
    machine.keep(PART, firmware);
    return firmware;
  }

  @Override
  public void exchange(Exchange exchange) {
    harts.exchange(exchange);
  }

  private boolean has(long extension) {
    return extensions.containsKey(extension) || LegacyCalls.has(extension);
  }

  @Override
  public void exception(Hart hart, int cause, long value) {
    if (cause == Cause.ECALL_FROM_S) {
      machine.exclusively(() -> call(hart));
    } else {
      hart.enter(cause, value);
    }
  }

  @Override
  public void interrupt(Hart hart, int cause) {
    hart.enter(Cause.INTERRUPT | cause, 0);
  }

  private void call(Hart hart) {
    long number = hart.x[A7];
    long pc = hart.pc();
    hart.pc(pc + ECALL_BYTES);
    if (LegacyCalls.has(number)) {
      callLegacy(hart, (int) number, pc);
      return;
    }
    Extension extension =
        extensions.getOrDefault(number, (at, function, a) -> Answer.NOT_SUPPORTED);
    long[] arguments = Arrays.copyOfRange(hart.x, A0, A0 + ARGUMENTS);
    Answer answer = extension.call(hart, hart.x[A6], arguments);
    if (!harts.isElsewhere(hart)) {
      hart.x[A0] = answer.error();
      hart.x[A0 + 1] = answer.value();
    }
  }

  /// A legacy call has arguments in virtual memory, which can fault as an access of the kernel's.
  private void callLegacy(Hart hart, int number, long pc) {
    try {
      hart.x[A0] = legacy.call(hart, number, hart.x[A0]);
    } catch (Trap fault) {
      hart.pc(pc);
      hart.enter(fault.cause(), fault.value());
    }
  }
}
