package spool.emulator.boot;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import spool.emulator.device.ByteSink;
import spool.emulator.device.VirtualTime;
import spool.emulator.image.ElfException;
import spool.emulator.image.ElfFile;
import spool.emulator.image.Symbol;
import spool.emulator.machine.Machine;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The host-target interface of bare test programs: a word `tohost` in RAM that ends the run, or
/// prints (as Spike and the public riscv-tests have it).
///
/// An odd value is the end of the run: 1 is success, anything else twice the number of what failed
/// and one. A value with device 1 and command 1 in its upper half prints its low byte. All others
/// are let pass.
///
/// Stores to the word are noticed as stores to instructions are: it is marked as code, so that it
/// costs other memory nothing, and is looked at once the store is over. Where harts execute side by
/// side such stores are not noticed, and the word is looked at a thousand times a second.
public final class HostInterface implements Stateful {
  private static final long PASSED = 1;
  private static final long PRINT = 0x0101;
  private static final int COMMAND_SHIFT = 48;
  private static final int MOST_STATUS = 0xff;
  private static final long LOOK_CYCLES = Machine.CYCLES_PER_SECOND / 1000;

  private final Machine machine;
  private final PhysicalMemory memory;
  private final ByteSink console;
  private final long tohost;
  private VirtualTime.@Nullable Alarm looking;
  private OptionalLong failure = OptionalLong.empty();

  private HostInterface(Machine machine, long tohost, ByteSink console) {
    this.machine = machine;
    this.memory = machine.bus().memory();
    this.tohost = tohost;
    this.console = console;
  }

  /// The interface of `program` on `machine`, printing to `console`; none if it has no aligned word
  /// `tohost` in RAM.
  public static Optional<HostInterface> of(ElfFile program, Machine machine, ByteSink console)
      throws ElfException {
    return program
        .symbols()
        .named("tohost")
        .map(Symbol::address)
        .filter(address -> address % Long.BYTES == 0)
        .filter(address -> machine.bus().memory().contains(address, Long.BYTES))
        .map(address -> at(address, machine, console));
  }

  /// The interface by the word at `address`, an aligned one in RAM.
  public static HostInterface at(long address, Machine machine, ByteSink console) {
    return new HostInterface(machine, address, console).watch();
  }

  /// Where the word is.
  public long address() {
    return tohost;
  }

  /// The number of the check that failed, if that is how the run ended.
  public OptionalLong failure() {
    return failure;
  }

  private HostInterface watch() {
    if (!machine.isParallel()) {
      memory.onCodeWrite(this::written);
    }
    machine.keep("host interface", this);
    awaitStore();
    return this;
  }

  private void awaitStore() {
    if (machine.isParallel()) {
      looking = machine.time().schedule(machine.now() + LOOK_CYCLES, this::look);
    } else {
      memory.markCode(tohost, Long.BYTES);
    }
  }

  @Override
  public void exchange(Exchange exchange) {
    looking = machine.time().exchange(exchange, looking, this::look);
    failure =
        exchange.flag(failure.isPresent())
            ? OptionalLong.of(exchange.number(failure.orElse(0)))
            : OptionalLong.empty();
    if (exchange.isRestoring() && looking == null) {
      awaitStore();
    }
  }

  private void written(long address, int length) {
    if (address < tohost + Long.BYTES && tohost < address + length && looking == null) {
      looking = machine.time().schedule(machine.now(), this::look);
    }
  }

  private void look() {
    looking = null;
    long value = memory.load64(tohost);
    if ((value & 1) != 0 && value >>> COMMAND_SHIFT == 0) {
      end(value);
    } else if (value >>> COMMAND_SHIFT == PRINT) {
      console.write((byte) value);
      console.flush();
      memory.store64(tohost, 0);
    }
    awaitStore();
  }

  private void end(long value) {
    if (value == PASSED) {
      machine.powerOff(0);
    } else {
      failure = OptionalLong.of(value >>> 1);
      machine.powerOff((int) Math.min(value >>> 1, MOST_STATUS));
    }
  }
}
