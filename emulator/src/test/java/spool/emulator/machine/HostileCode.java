package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.isa.Assembler.i;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import spool.emulator.hart.ControlRegister;
import spool.emulator.hart.ControlRegisters;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Reference;
import spool.emulator.memory.PhysicalMemory;

/// Code that means harm: any instructions in machine mode, most of them privileged, with registers
/// that point to RAM, page tables and devices. Whatever the guest does to itself, the machine goes
/// on.
final class HostileCode {
  private static final long RAM = Machine.RAM_BASE;
  private static final long HANDLER = RAM + 0x2000;
  private static final long TABLE = RAM + 0x4000;
  static final int RAM_BYTES = 1 << 20;
  private static final long CYCLES = 5_000;
  private static final int MTVEC = 0x305;
  private static final int MEPC = 0x341;
  private static final int MSCRATCH = 0x340;
  private static final int T6 = 31;
  private static final List<ControlRegister> CONTROL = ControlRegisters.all();
  private static final List<Reference.Row> SYSTEM =
      Reference.rows().stream()
          .filter(row -> List.of("NONE", "VMA", "CBO", "LR", "AMO").contains(row.format()))
          .toList();
  private static final long[] POINTERS = {
    RAM,
    HANDLER,
    TABLE,
    RAM + RAM_BYTES - 4,
    0,
    -8,
    0x200_0000,
    0x200_4000,
    0xc00_0000,
    0xc20_1004,
    0x1000_0000,
    0x1000_1000,
    0x10_1000,
    1L << 38,
    8L << 60 | TABLE >>> 12,
    10L << 60 | TABLE >>> 12
  };

  /// Steps over what trapped, with `t6` as the only register.
  private static final int[] STEP_OVER = {
    i("csrrw", T6, T6, MSCRATCH),
    i("csrrs", T6, 0, MEPC),
    i("addi", T6, T6, 4),
    i("csrrw", 0, T6, MEPC),
    i("csrrw", T6, T6, MSCRATCH),
    Reference.row("mret").match()
  };

  private HostileCode() {}

  /// Runs `program` on two harts, and requires that nothing but the guest comes to harm.
  static void survive(int[] program, long seed) {
    Machine machine = Machine.builder().harts(2).ramBytes(RAM_BYTES).seed(seed).build();
    start(program, machine);
    machine.events().schedule(CYCLES, () -> machine.powerOff(0));
    machine.run();
    machine.harts().forEach(hart -> assertTrue(hart.x[0] == 0 && hart.cycles() < 2 * CYCLES));
  }

  /// Sets `machine`, with as much RAM as this expects, going with `program`.
  static void start(int[] program, Machine machine) {
    PhysicalMemory memory = machine.bus().memory();
    place(memory, RAM, program);
    place(memory, HANDLER, STEP_OVER);
    for (int entry = 0; entry < 512; entry++) {
      memory.store64(TABLE + 8L * entry, entry * 0x9e37_79b9_7f4a_7c15L | 1);
    }
    machine.harts().forEach(HostileCode::prepare);
    machine.start(RAM);
  }

  private static void prepare(Hart hart) {
    hart.permitAllMemory();
    hart.writeCsr(MTVEC, HANDLER);
    for (int number = 1; number < 32; number++) {
      hart.x[number] = POINTERS[number % POINTERS.length];
    }
  }

  private static void place(PhysicalMemory memory, long address, int[] words) {
    for (int index = 0; index < words.length; index++) {
      memory.store32(address + 4L * index, words[index]);
    }
  }

  static Arbitrary<int[]> programs() {
    Arbitrary<Integer> fillings = Arbitraries.integers();
    Arbitrary<Integer> any =
        Combinators.combine(Arbitraries.of(Reference.rows()), fillings).as(Reference.Row::filled);
    Arbitrary<Integer> system =
        Combinators.combine(Arbitraries.of(SYSTEM), fillings).as(Reference.Row::filled);
    Arbitrary<Integer> control =
        Combinators.combine(
                Arbitraries.of("csrrw", "csrrs", "csrrc"),
                Arbitraries.integers().between(0, 31),
                Arbitraries.integers().between(0, 31),
                Arbitraries.of(CONTROL))
            .as((name, rd, rs1, register) -> i(name, rd, rs1, register.number()));
    return Arbitraries.frequencyOf(
            Tuple.of(3, any), Tuple.of(3, system), Tuple.of(4, control), Tuple.of(1, fillings))
        .array(int[].class)
        .ofMinSize(20)
        .ofMaxSize(200);
  }
}
