package spool.emulator.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static spool.emulator.isa.Workbench.CODE;
import static spool.emulator.isa.Workbench.DATA;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Reference;
import spool.emulator.isa.Workbench;

/// Random programs of integer instructions do the same in the interpreter as in [NaiveModel], in
/// whatever pieces they are run. Loads and stores stay in a window around the address in `x31`,
/// which nothing else writes; branches skip an instruction.
class InterpreterProperties {
  private static final int POINTER = 31;
  private static final int WINDOW_BYTES = 4096;
  private static final int SKIP = 8 << 7;
  private static final Set<String> FORMATS = Set.of("R", "XX", "I", "SH6", "SH5", "L", "S", "B");
  private static final List<Reference.Row> ROWS =
      Reference.rows().stream()
          .filter(row -> FORMATS.contains(row.format()) && !row.name().equals("jalr"))
          .toList();

  private static final List<Reference.Row> STORES =
      ROWS.stream().filter(row -> row.format().equals("S")).toList();

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void aProgramDoesWhatTheModelDoes(
      @ForAll("programs") int[] program, @ForAll @Size(31) long[] registers) {
    assertDoesWhatTheModelDoes(program, registers, DATA);
  }

  /// The data begins a few bytes after the last instruction, in the same frame.
  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void dataBesideTheCodeDoesNoHarm(
      @ForAll("programs") int[] program, @ForAll @Size(31) long[] registers) {
    assertDoesWhatTheModelDoes(program, registers, CODE + 4L * program.length + WINDOW_BYTES / 4);
  }

  private static void assertDoesWhatTheModelDoes(int[] program, long[] registers, long pointer) {
    Workbench bench = bench(program, registers, pointer);
    NaiveModel model =
        new NaiveModel(bench.hart().x.clone(), window(bench, pointer), pointer - WINDOW_BYTES / 4);
    int steps = program.length / 2;
    int next = model.run(program, steps);
    bench.run(steps);
    assertEquals(CODE + 4L * next, bench.hart().pc());
    assertArrayEquals(model.x, Arrays.copyOf(bench.hart().x, 32));
    assertArrayEquals(model.data, window(bench, pointer));
  }

  /// The data is the code, and half of the program is stores, so that it soon does quite other
  /// things than it began with.
  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void aProgramThatWritesToItselfExecutesWhatIsThere(
      @ForAll("writers") int[] program, @ForAll @Size(31) long[] registers) {
    long pointer = CODE + Math.max(128, 2 * program.length);
    Workbench fast = bench(program, registers, pointer).run(program.length);
    Workbench slow = bench(program, registers, pointer).runForgetting(program.length);
    assertEquals(slow.hart().retired(), fast.hart().retired());
    assertSame(slow, fast, CODE + WINDOW_BYTES / 4);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void limitsCannotBeSeen(
      @ForAll("programs") int[] program,
      @ForAll @Size(31) long[] registers,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 9) Integer> pieces) {
    int steps = program.length / 2;
    Workbench whole = bench(program, registers, DATA).run(steps);
    Workbench cut = bench(program, registers, DATA);
    int done = 0;
    for (int turn = 0; done < steps; turn++) {
      int piece = Math.min(steps - done, pieces.get(turn % pieces.size()));
      cut.run(piece);
      done += piece;
      assertEquals(done, cut.hart().retired());
    }
    assertSame(whole, cut, DATA);
  }

  private static void assertSame(Workbench expected, Workbench actual, long pointer) {
    Hart hart = actual.hart();
    assertEquals(expected.hart().pc(), hart.pc());
    assertEquals(expected.hart().cycles(), hart.cycles());
    assertArrayEquals(Arrays.copyOf(expected.hart().x, 32), Arrays.copyOf(hart.x, 32));
    assertArrayEquals(window(expected, pointer), window(actual, pointer));
  }

  private static Workbench bench(int[] program, long[] registers, long pointer) {
    Workbench bench = new Workbench().place(CODE, program);
    System.arraycopy(registers, 0, bench.hart().x, 1, 30);
    bench.hart().x[POINTER] = pointer;
    return bench;
  }

  private static byte[] window(Workbench bench, long pointer) {
    byte[] bytes = new byte[WINDOW_BYTES];
    bench.memory().read(pointer - WINDOW_BYTES / 4, bytes, 0, WINDOW_BYTES);
    return bytes;
  }

  /// Half of a program's instructions are executed, so that branches stay inside it.
  @Provide
  Arbitrary<int[]> programs() {
    Arbitrary<Integer> instruction =
        Combinators.combine(Arbitraries.of(ROWS), Arbitraries.integers())
            .as(InterpreterProperties::instruction);
    return instruction.array(int[].class).ofMinSize(2).ofMaxSize(200);
  }

  /// Programs of which half are stores to less than 128 bytes from the pointer.
  @Provide
  Arbitrary<int[]> writers() {
    Arbitrary<Integer> store =
        Combinators.combine(Arbitraries.of(STORES), Arbitraries.integers())
            .as((row, filling) -> row.filled(inWindow(filling) << 3 >> 3));
    Arbitrary<Integer> other =
        Combinators.combine(Arbitraries.of(ROWS), Arbitraries.integers())
            .as(InterpreterProperties::instruction);
    return Arbitraries.oneOf(store, other).array(int[].class).ofMinSize(2).ofMaxSize(100);
  }

  private static int instruction(Reference.Row row, int filling) {
    return switch (row.format()) {
      case "B" -> row.filled(filling & 0x01fff000) | SKIP;
      case "L" -> row.filled(inWindow(filling) & ~(1 << 11));
      case "S" -> row.filled(inWindow(filling));
      default -> row.filled(filling & ~(1 << 11));
    };
  }

  /// The same fields, with the pointer as `rs1` and an immediate between -1024 and 1023.
  private static int inWindow(int filling) {
    return (filling << 1 >> 1 & ~(31 << 15)) | (POINTER << 15);
  }
}
