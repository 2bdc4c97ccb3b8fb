package spool.emulator.translate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static spool.emulator.isa.Workbench.CODE;
import static spool.emulator.isa.Workbench.DATA;
import static spool.emulator.isa.Workbench.HANDLER;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import spool.emulator.fp.Binary32;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Reference;
import spool.emulator.isa.Workbench;

/// Random programs do the same translated as interpreted, to the instruction: loops, calls, loads
/// and stores that fault now and then, floating point, code that changes, in whatever pieces they
/// are run.
class TranslatorProperties {
  /// The end of a page, which programs may go beyond.
  private static final long PAGE_END = CODE + 0x1000;

  /// Registers that are used as pointers.
  private static final List<Integer> POINTERS = List.of(28, 29, 31);

  private static final int CYCLES = 2_000;
  private static final int RAM_BYTES = 1 << 15;
  private static final int[] TRAP_REGISTERS = {0x300, 0x341, 0x342, 0x343, 0x003};

  /// A handler that goes on after the instruction that trapped: csrr x30,mepc; addi x30,x30,4; csrw
  /// mepc,x30; mret.
  private static final int[] SKIP = {0x34102f73, 0x004f0f13, 0x341f1073, 0x30200073};

  private static final Set<String> JUMPS = Set.of("jal", "jalr");

  /// Everything but what belongs to the system, of which a program would end too soon.
  private static final List<Reference.Row> ROWS =
      Reference.rows().stream()
          .filter(row -> !Set.of("ecall", "ebreak", "mret", "sret", "wfi").contains(row.name()))
          .toList();

  private static final List<Reference.Row> LOADS_AND_STORES =
      ROWS.stream().filter(row -> Set.of("L", "S").contains(row.format())).toList();

  private static final List<Reference.Row> CALCULATIONS =
      ROWS.stream()
          .filter(row -> row.name().startsWith("f") && !row.name().startsWith("fence"))
          .filter(row -> !LOADS_AND_STORES.contains(row))
          .toList();

  private static final int CLEAR = 0x00101073; // csrw fflags,x0

  private static final List<Reference.Row> BRANCHES =
      ROWS.stream().filter(row -> row.format().equals("B")).toList();

  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void translatedCodeDoesWhatInterpretedCodeDoes(
      @ForAll("programs") int[] program,
      @ForAll("starts") long start,
      @ForAll @Size(31) long[] registers,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 700) Integer> pieces) {
    Workbench translated =
        prepare(
            new Workbench(memory -> new RegionTranslator(memory, 1, Runnable::run)),
            program,
            start,
            registers);
    Workbench interpreted = prepare(new Workbench(), program, start, registers);
    for (int turn = 0; translated.hart().cycles() < CYCLES; turn++) {
      int piece = pieces.get(turn % pieces.size());
      translated.run(piece);
      interpreted.run(piece);
      assertSame(interpreted.hart(), translated.hart());
    }
    assertArrayEquals(ram(interpreted), ram(translated));
  }

  /// Loops of floating-point instructions, with whatever flags have accrued and are cleared.
  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void translatedFloatingPointDoesWhatInterpretedDoes(
      @ForAll("calculations") int[] program,
      @ForAll @Size(32) List<@From("doubles") Long> registers,
      @ForAll("controls") int control,
      @ForAll @IntRange(min = 1, max = 200) int piece) {
    Workbench translated =
        calculating(
            new Workbench(memory -> new RegionTranslator(memory, 1, Runnable::run)),
            program,
            registers,
            control);
    Workbench interpreted = calculating(new Workbench(), program, registers, control);
    while (translated.hart().cycles() < CYCLES) {
      translated.run(piece);
      interpreted.run(piece);
      assertSame(interpreted.hart(), translated.hart());
    }
  }

  private static Workbench calculating(
      Workbench bench, int[] program, List<Long> registers, int control) {
    bench.place(CODE, program).place(HANDLER, SKIP);
    bench.place(CODE + 4L * program.length, jump(0, -4 * program.length));
    for (int register = 0; register < registers.size(); register++) {
      bench.hart().f[register] = registers.get(register);
      bench.hart().x[register] = register == 0 ? 0 : registers.get(register);
    }
    bench.hart().floatingPointControl(control);
    return bench;
  }

  /// Flags, and a rounding mode, which is to the nearest for the most part.
  @Provide
  Arbitrary<Integer> controls() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 31),
            Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, 1), Tuple.of(1, 3)))
        .as((flags, rounding) -> rounding << 5 | flags);
  }

  /// Numbers of which sums and products are exact or not, zeros, and what is not ordinary.
  @Provide
  Arbitrary<Long> doubles() {
    return Arbitraries.frequencyOf(
        Tuple.of(
            8,
            Arbitraries.of(0.0, -0.0, 1.0, -2.5, 3.0, 0.1, 1e10, 1 / 3.0, -7e-5)
                .map(Double::doubleToRawLongBits)),
        Tuple.of(
            2,
            Arbitraries.of(0x1p-1070, 1e300, 1e-300, Double.POSITIVE_INFINITY, Double.NaN)
                .map(Double::doubleToRawLongBits)),
        Tuple.of(2, Arbitraries.of(1.5f, 0f, 0.1f, -3e20f).map(TranslatorProperties::boxed)),
        Tuple.of(1, Arbitraries.longs()));
  }

  private static long boxed(float value) {
    return Binary32.box(Float.floatToRawIntBits(value));
  }

  @Provide
  Arbitrary<int[]> calculations() {
    Arbitrary<Integer> calculation =
        Combinators.combine(Arbitraries.of(CALCULATIONS), Arbitraries.integers(), roundings())
            .as((row, filling, rounding) -> row.filled((filling & ~(7 << 12)) | rounding << 12));
    return Arbitraries.frequencyOf(Tuple.of(20, calculation), Tuple.of(1, Arbitraries.of(CLEAR)))
        .array(int[].class)
        .ofMinSize(2)
        .ofMaxSize(40);
  }

  /// What instructions say of rounding: to the nearest, towards zero, or as the hart does.
  private static Arbitrary<Integer> roundings() {
    return Arbitraries.frequency(Tuple.of(6, 7), Tuple.of(2, 0), Tuple.of(2, 1));
  }

  private static Workbench prepare(Workbench bench, int[] program, long start, long[] registers) {
    bench.place(start, program).place(HANDLER, SKIP);
    bench.hart().pc(start);
    System.arraycopy(registers, 0, bench.hart().x, 1, 30);
    for (int pointer : POINTERS) {
      bench.hart().x[pointer] = DATA - 1024;
    }
    return bench;
  }

  private static void assertSame(Hart expected, Hart actual) {
    assertEquals(expected.pc(), actual.pc());
    assertEquals(expected.cycles(), actual.cycles());
    assertEquals(expected.retired(), actual.retired());
    for (int register = 0; register < 32; register++) {
      assertEquals(expected.x[register], actual.x[register], "x" + register);
    }
    assertArrayEquals(expected.f, actual.f);
    for (int csr : TRAP_REGISTERS) {
      assertEquals(expected.readCsr(csr), actual.readCsr(csr), Integer.toHexString(csr));
    }
  }

  private static byte[] ram(Workbench bench) {
    byte[] bytes = new byte[RAM_BYTES];
    bench.memory().read(CODE, bytes, 0, bytes.length);
    return bytes;
  }

  /// In the middle of a page, or before its end, where an instruction may be in two pages.
  @Provide
  Arbitrary<Long> starts() {
    return Arbitraries.oneOf(
        Arbitraries.just(CODE),
        Arbitraries.longs().between(1, 60).map(each -> PAGE_END - 2 * each));
  }

  /// Programs that go in circles, so that what they do is hot.
  @Provide
  Arbitrary<int[]> programs() {
    Arbitrary<Integer> access =
        Combinators.combine(Arbitraries.of(LOADS_AND_STORES), Arbitraries.integers(), pointers())
            .as((row, filling, base) -> row.filled((filling & ~(31 << 15)) | (base << 15)));
    Arbitrary<Integer> move =
        Combinators.combine(pointers(), pointers(), Arbitraries.integers().between(-64, 64))
            .as((target, source, distance) -> add(target, source, distance));
    Arbitrary<Integer> branch =
        Combinators.combine(Arbitraries.of(BRANCHES), Arbitraries.integers(), distances())
            .as((row, filling, distance) -> branch(row.filled(filling), 4 * distance));
    Arbitrary<Integer> jump =
        Combinators.combine(Arbitraries.integers().between(0, 3), distances())
            .as((link, distance) -> jump(link, 4 * distance));
    Arbitrary<Integer> comeBack =
        Arbitraries.integers().between(1, 3).map(link -> 0x67 | (link << 15));
    Arbitrary<Integer> any =
        Combinators.combine(Arbitraries.of(ROWS), Arbitraries.integers())
            .as((row, filling) -> JUMPS.contains(row.name()) ? 0x13 : row.filled(filling));
    return Arbitraries.frequencyOf(
            Tuple.of(3, access),
            Tuple.of(1, move),
            Tuple.of(3, branch),
            Tuple.of(1, jump),
            Tuple.of(1, comeBack),
            Tuple.of(8, any))
        .array(int[].class)
        .ofMinSize(2)
        .ofMaxSize(60);
  }

  private static Arbitrary<Integer> distances() {
    return Arbitraries.integers().between(-12, 12).filter(distance -> distance != 0);
  }

  private static Arbitrary<Integer> pointers() {
    return Arbitraries.of(POINTERS);
  }

  private static int add(int target, int source, int distance) {
    return distance << 20 | source << 15 | target << 7 | 0x13;
  }

  private static int branch(int word, int offset) {
    return (word & 0x01fff07f)
        | ((offset >> 12 & 1) << 31)
        | ((offset >> 5 & 63) << 25)
        | ((offset >> 1 & 15) << 8)
        | ((offset >> 11 & 1) << 7);
  }

  private static int jump(int link, int offset) {
    return 0x6f
        | (link << 7)
        | ((offset >> 20 & 1) << 31)
        | ((offset >> 1 & 1023) << 21)
        | ((offset >> 11 & 1) << 20)
        | ((offset >> 12 & 255) << 12);
  }
}
