package spool.emulator.isa;

import java.util.function.Function;
import spool.emulator.exec.Interpreter;
import spool.emulator.exec.Translator;
import spool.emulator.hart.Hart;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;

/// A hart in M-mode with floating point on, some RAM, and an interpreter: enough to try
/// instructions. Traps go to [#HANDLER].
public final class Workbench {
  /// Where programs are placed; RAM begins here.
  public static final long CODE = 0x8000_0000L;

  /// Zeroed memory, in a page without code.
  public static final long DATA = CODE + 0x8000;

  /// Where `mtvec` points to; a jump to itself is there.
  public static final long HANDLER = CODE + 0x4000;

  static final int MSTATUS = 0x300;
  static final int MTVEC = 0x305;
  static final int MEPC = 0x341;
  static final int MCAUSE = 0x342;
  static final int MTVAL = 0x343;

  private static final int RAM_BYTES = 1 << 16;
  private static final int JUMP_TO_ITSELF = 0x6f;

  final PhysicalMemory memory;
  final Hart hart;
  private final Interpreter interpreter;

  /// A workbench whose hart is about to execute at [#CODE].
  public Workbench() {
    this(new PhysicalMemory(CODE, RAM_BYTES), ram -> Translator.none());
  }

  /// A workbench where what `translator` makes has what is hot.
  public Workbench(Function<PhysicalMemory, Translator> translator) {
    this(new PhysicalMemory(CODE, RAM_BYTES), translator);
  }

  /// The same with `memory`, which begins at [#CODE].
  public Workbench(PhysicalMemory memory, Function<PhysicalMemory, Translator> translator) {
    this.memory = memory;
    hart = new Hart(0, new Bus(memory));
    interpreter = new Interpreter(memory, translator.apply(memory));
    hart.writeCsr(MSTATUS, 1 << 13);
    hart.writeCsr(MTVEC, HANDLER);
    memory.store32(HANDLER, JUMP_TO_ITSELF);
    hart.pc(CODE);
  }

  /// The hart.
  public Hart hart() {
    return hart;
  }

  /// The RAM.
  public PhysicalMemory memory() {
    return memory;
  }

  /// Puts instruction words at `address`.
  public Workbench place(long address, int... words) {
    for (int i = 0; i < words.length; i++) {
      memory.store32(address + 4L * i, words[i]);
    }
    return this;
  }

  /// Executes `cycles` instructions or traps.
  public Workbench run(long cycles) {
    hart.limit(hart.cycles() + cycles);
    interpreter.run(hart);
    return this;
  }

  /// Does the same, but has each instruction decoded anew.
  public Workbench runForgetting(long cycles) {
    for (long cycle = 0; cycle < cycles; cycle++) {
      hart.limit(hart.cycles() + 1);
      new Interpreter(memory).run(hart);
    }
    return this;
  }

  /// Executes one instruction, which is put at [#CODE].
  Workbench execute(int word) {
    return place(CODE, word).run(1);
  }
}
