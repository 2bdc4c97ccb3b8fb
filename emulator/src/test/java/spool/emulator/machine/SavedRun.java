package spool.emulator.machine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import spool.emulator.device.DiskDrive;
import spool.emulator.device.MechanicalTiming;
import spool.emulator.device.MemoryImage;
import spool.emulator.device.TapeImage;
import spool.emulator.memory.BusError;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.MachineState;

/// A machine with one of every device, a guest that uses or abuses it, and a host that does the
/// same between two stretches of its run.
final class SavedRun {
  /// How a machine is made.
  record Plan(List<Integer> program, int harts, long seed, boolean hasVirtioConsole) {}

  /// What happens to it.
  sealed interface Step {
    /// So much time passes.
    record Pass(int cycles) implements Step {}

    /// Somebody types.
    record Type(String text) implements Step {}

    /// A register is stored, or loaded.
    record Touch(int slot, int offset, boolean isStore, int value) implements Step {}

    /// The disk is asked for sectors.
    record Transfer(boolean isWrite, int sector) implements Step {}
  }

  private static final long DISK = 0x1000_1000;
  private static final long QUEUES = Machine.RAM_BASE + 0x8_0000;
  private static final long AVAILABLE = QUEUES + 0x1000;
  private static final long USED = QUEUES + 0x2000;
  private static final long HEADER = QUEUES + 0x3000;
  private static final long DATA = QUEUES + 0x4000;
  private static final int QUEUE_SIZE = 8;

  final StringBuilder shown = new StringBuilder();
  final Machine machine;
  private final PhysicalMemory memory;

  SavedRun(Plan plan) {
    TapeImage tape = TapeImage.blank();
    IntStream.range(1, 20).forEach(length -> tape.write(new byte[length]));
    Machine.Builder builder =
        Machine.builder()
            .harts(plan.harts)
            .ramBytes(HostileCode.RAM_BYTES)
            .seed(plan.seed)
            .console(value -> shown.append((char) value))
            .printer(value -> shown.append('p').append(value))
            .tape(0, tape, true)
            .disk(new MemoryImage(1 << 20), new MechanicalTiming(DiskDrive.HP_97560))
            .entropy()
            .network(new byte[6], frame -> shown.append(Arrays.toString(frame)));
    machine = (plan.hasVirtioConsole ? builder.virtioConsole() : builder).build();
    memory = machine.bus().memory();
    HostileCode.start(plan.program.stream().mapToInt(word -> word).toArray(), machine);
    openQueue();
  }

  private void openQueue() {
    for (long[] store :
        new long[][] {
          {0x70, 11},
          {0x38, QUEUE_SIZE},
          {0x80, QUEUES},
          {0x90, AVAILABLE},
          {0xa0, USED},
          {0x44, 1},
          {0x70, 15}
        }) {
      machine.bus().store(DISK + store[0], Integer.BYTES, store[1]);
    }
  }

  /// Takes `steps` one after the other.
  void take(List<Step> steps) {
    steps.forEach(this::take);
  }

  private void take(Step step) {
    switch (step) {
      case Step.Pass(int cycles) -> machine.run(machine.now() + cycles);
      case Step.Type(String text) ->
          machine.board().console().receive(text.getBytes(StandardCharsets.US_ASCII));
      case Step.Touch(int slot, int offset, boolean isStore, int value) ->
          touch(slot, offset, isStore, value);
      case Step.Transfer(boolean isWrite, int sector) -> transfer(isWrite, sector);
    }
  }

  private void touch(int slot, int offset, boolean isStore, int value) {
    long address = machine.board().slots().get(slot).base() + offset;
    try {
      if (isStore) {
        machine.bus().store(address, Integer.BYTES, value);
      } else {
        shown.append(machine.bus().load(address, Integer.BYTES)).append(' ');
      }
    } catch (BusError _) {
      shown.append("fault ");
    }
  }

  private void transfer(boolean isWrite, int sector) {
    memory.store32(HEADER, isWrite ? 1 : 0);
    memory.store64(HEADER + 8, sector);
    descriptor(0, HEADER, 16, 1);
    descriptor(1, DATA, 512, isWrite ? 1 : 3);
    descriptor(2, HEADER + 16, 1, 2);
    memory.store16(AVAILABLE + 2, (short) (memory.load16(AVAILABLE + 2) + 1));
    machine.bus().store(DISK + 0x50, Integer.BYTES, 0);
  }

  private void descriptor(int number, long address, int length, int flags) {
    long at = QUEUES + 16L * number;
    memory.store64(at, address);
    memory.store32(at + 8, length);
    memory.store16(at + 12, (short) flags);
    memory.store16(at + 14, (short) (number + 1));
  }

  /// Everything that there is to see of the machine and of what it has shown since `start`.
  String picture(int start) {
    MachineState state = machine.save();
    StringBuilder text = new StringBuilder();
    text.append("at ").append(machine.now()).append(" shown ").append(shown, start, shown.length());
    text.append(" state ").append(HexFormat.of().formatHex(state.rest())).append(" memory");
    for (int frame = 0; frame < state.memory().frames(); frame++) {
      text.append(' ').append(Arrays.hashCode(state.memory().frame(frame)));
    }
    return text.toString();
  }

  static Arbitrary<Plan> plans() {
    Arbitrary<int[]> programs =
        Arbitraries.frequencyOf(
            Tuple.of(4, HostileCode.programs()),
            Tuple.of(1, Arbitraries.of(BareMetal.ECHO, BareMetal.COUNT, BareMetal.TIMER_ASLEEP)));
    return Combinators.combine(
            programs.map(words -> Arrays.stream(words).boxed().toList()),
            Arbitraries.integers().between(1, 3),
            Arbitraries.longs(),
            flags())
        .as(Plan::new);
  }

  private static Arbitrary<Boolean> flags() {
    return Arbitraries.of(true, false);
  }

  static Arbitrary<List<Step>> steps() {
    Arbitrary<Step> passes = Arbitraries.integers().between(1, 5_000).map(Step.Pass::new);
    Arbitrary<Step> types =
        Arbitraries.strings().withCharRange('+', '9').ofMaxLength(30).map(Step.Type::new);
    Arbitrary<Step> touches =
        Combinators.combine(
                Arbitraries.integers().between(0, 15),
                Arbitraries.integers().between(0, 0x40).map(word -> 4 * word),
                flags(),
                Arbitraries.integers().between(0, 20))
            .as(Step.Touch::new);
    Arbitrary<Step> transfers =
        Combinators.combine(flags(), Arbitraries.integers().between(0, 2047))
            .as(Step.Transfer::new);
    return Arbitraries.frequencyOf(
            Tuple.of(4, passes), Tuple.of(2, types), Tuple.of(4, touches), Tuple.of(1, transfers))
        .list()
        .ofMaxSize(12);
  }
}
