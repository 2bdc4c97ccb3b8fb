package spool.emulator.translate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.isa.Workbench.CODE;
import static spool.emulator.isa.Workbench.DATA;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.emulator.exec.RegionEntry;
import spool.emulator.exec.Translator;
import spool.emulator.isa.Workbench;
import spool.emulator.memory.PhysicalMemory;

/// Regions where memory is more than one page.
final class RegionTranslatorTest {
  private static final long RAM_BYTES = 4 << 20;
  private static final int ADDRESS = 6;
  private static final int STEP = 9;
  private static final int ROUNDS = 10;

  private static final int STRIDE = 0x00930333; // add x6,x6,x9
  private static final int TURN = 0x00934333; // xor x6,x6,x9
  private static final int SUM = 0x00740433; // add x8,x8,x7
  private static final int COUNT = 0x00128293; // addi x5,x5,1
  private static final int AGAIN = 0xfaa298e3; // bne x5,x10,.-80
  private static final int STAY = 0x0000006f; // j .

  /// sd x5,0(x6); sw x5,8(x6); sh x5,12(x6); sb x5,14(x6).
  private static final int[] STORES = {0x00533023, 0x00532423, 0x00531623, 0x00530723};

  /// ld, lw, lh, lb, lwu, lhu, lbu of x7 from the same places.
  private static final int[] LOADS = {
    0x00033383, 0x00832383, 0x00c31383, 0x00e30383, 0x00836383, 0x00c35383, 0x00e34383
  };

  private static final int LENGTH = STORES.length + 2 * LOADS.length + 3;

  private static final int NEXT = 0x0040006f; // j .+4
  private static final int STEPS = 20;
  private static final int LOOP_OF_STEPS = 0xfb1ff06f; // j .-80

  private static final int MULTIPLY = 0x1220f1d3; // fmul.d f3,f1,f2
  private static final int MANY = 370;
  private static final int LOOP = 0xa39ff06f; // j .-1480

  /// What a program does.
  ///
  /// @param move the instruction that changes the address after each round
  /// @param step what it changes the address by
  /// @param rounds how many rounds there are
  private record Program(int move, long step, int rounds) {}

  private final List<Translator.Translation> made = new ArrayList<>();

  private Translator watched(PhysicalMemory memory) {
    return watched(memory, 1);
  }

  private Translator watched(PhysicalMemory memory, int hot) {
    return new WatchedTranslator(memory, hot, made);
  }

  private static int[] program(int move) {
    IntStream loads = IntStream.of(LOADS).flatMap(load -> IntStream.of(load, SUM));
    IntStream end = IntStream.of(move, COUNT, AGAIN, STAY);
    return IntStream.concat(IntStream.concat(IntStream.of(STORES), loads), end).toArray();
  }

  private static Workbench bench(
      boolean isShared, Function<PhysicalMemory, Translator> translator, Program program) {
    PhysicalMemory memory =
        isShared ? PhysicalMemory.shared(CODE, RAM_BYTES) : new PhysicalMemory(CODE, RAM_BYTES);
    Workbench bench = new Workbench(memory, translator);
    bench.place(CODE, program(program.move()));
    bench.hart().x[ADDRESS] = DATA;
    bench.hart().x[STEP] = program.step();
    bench.hart().x[ROUNDS] = program.rounds();
    return bench;
  }

  /// Compares with what is interpreted, in pieces, between which regions are entered that were made
  /// meanwhile.
  private void run(boolean isShared, Program program) {
    Workbench translated = bench(isShared, this::watched, program);
    Workbench interpreted = bench(isShared, memory -> Translator.none(), program);
    for (int round = 0; round < program.rounds(); round += 5) {
      translated.run(5L * LENGTH);
      interpreted.run(5L * LENGTH);
      assertArrayEquals(interpreted.hart().x, translated.hart().x);
      assertEquals(interpreted.hart().pc(), translated.hart().pc());
    }
    assertArrayEquals(ram(interpreted), ram(translated));
  }

  private static byte[] ram(Workbench bench) {
    byte[] bytes = new byte[(int) RAM_BYTES];
    bench.memory().read(CODE, bytes, 0, bytes.length);
    return bytes;
  }

  private static int seed(Translator.Translation translation) {
    return translation.plan().seed();
  }

  private Set<Integer> wandering() {
    return made.getLast().plan().wandering();
  }

  @Test
  void regionsKnowTheArrayThatRamGrewInto() {
    run(false, new Program(STRIDE, 1 << 16, 60));
    assertTrue(made.size() > 1, "RAM grew, and nothing was made anew");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void accessesThatChangeBetweenFarPagesLookIntoTheTlb(boolean isShared) {
    run(isShared, new Program(TURN, DATA ^ CODE + (2 << 20), 400));
    assertTrue(wandering().containsAll(Set.of(0, 4, 8, 12)), wandering()::toString);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void accessesThatStayInAPageDoNot(boolean isShared) {
    run(isShared, new Program(STRIDE, 8, 400));
    assertEquals(Set.of(), wandering());
  }

  /// At the end of each slice of a hart's time there is no room for a region, which is no reason to
  /// make it anew.
  @Test
  void regionsThatThereIsNoRoomForStay() {
    Workbench bench =
        new Workbench(new PhysicalMemory(CODE, RAM_BYTES), memory -> watched(memory, 20));
    IntStream steps = IntStream.generate(() -> NEXT).limit(STEPS);
    bench.place(CODE, IntStream.concat(steps, IntStream.of(LOOP_OF_STEPS)).toArray());
    for (int piece = 0; piece < 10; piece++) {
      bench.run(100L * STEPS);
    }
    int before = made.size();
    assertTrue(before > 0, "nothing was made");
    for (int piece = 0; piece < 1_000; piece++) {
      bench.run(STEPS / 2);
    }
    assertEquals(before, made.size());
  }

  /// HotSpot compiles no method of 8,000 bytes or more, which `MANY` multiplications are.
  @Test
  void whatIsTooLargeForOneRegionBecomesSeveral() {
    Workbench bench = multiplications(this::watched);
    bench.hart().f[1] = Double.doubleToRawLongBits(1.5);
    bench.hart().f[2] = Double.doubleToRawLongBits(2.5);
    for (int piece = 0; piece < 8; piece++) {
      bench.run(5 * (MANY + 1));
    }
    assertEquals(1.5 * 2.5, Double.longBitsToDouble(bench.hart().f[3]));
    assertTrue(made.stream().anyMatch(each -> seed(each) > 0), "one region has all");
  }

  private static Workbench multiplications(Function<PhysicalMemory, Translator> translator) {
    Workbench bench = new Workbench(new PhysicalMemory(CODE, RAM_BYTES), translator);
    bench.place(CODE, IntStream.range(0, MANY + 1).map(i -> i < MANY ? MULTIPLY : LOOP).toArray());
    return bench;
  }

  private static void run(Workbench bench, int rounds) {
    for (int round = 0; round < rounds; round++) {
      bench.run(MANY + 1);
    }
  }

  /// The last region goes on into the first one. Those between go no further than to the next.
  @Test
  void whereARegionIsLeftForIsSoonAnEntryOfTheOnlyOneThere() {
    run(multiplications(memory -> watched(memory, 5)), 60);
    Set<Integer> entries =
        made.stream().flatMap(each -> entries(each).stream()).collect(Collectors.toSet());
    List<Integer> exits = made.stream().flatMap(each -> each.exits().stream()).sorted().toList();
    assertTrue(exits.size() > MANY / 50, "one region has all");
    assertTrue(entries.containsAll(exits), () -> exits + " and not " + entries);
    assertEquals(exits, exits.stream().distinct().toList());
  }

  @Test
  void whileARegionIsBeingMadeNoOtherIsForTheSameCode() {
    List<Runnable> works = new ArrayList<>();
    Workbench bench = multiplications(memory -> new RegionTranslator(memory, 5, works::add));
    run(bench, 10);
    int atFirst = works.size();
    run(bench, 1000);
    assertEquals(atFirst, works.size());
    works.forEach(Runnable::run);
    run(bench, 1000);
    assertTrue(works.size() > atFirst, "nothing came after what was made");
  }

  /// A region made when a result had been inexact refuses where none was: fmul.d f3,f1,f2; j .-4.
  @Test
  void aRegionThatRefusesIsMadeAnew() {
    Workbench bench =
        new Workbench(new PhysicalMemory(CODE, RAM_BYTES), memory -> watched(memory, 100));
    bench.place(CODE, MULTIPLY, 0xffdff06f);
    bench.hart().f[1] = Double.doubleToRawLongBits(0.1);
    bench.hart().f[2] = Double.doubleToRawLongBits(0.3);
    bench.run(1000);
    bench.run(1000);
    assertTrue(made.getLast().plan().inexact());
    bench.hart().f[1] = Double.doubleToRawLongBits(0.5);
    bench.hart().f[2] = Double.doubleToRawLongBits(0.25);
    bench.hart().floatingPointControl(0);
    for (int piece = 0; piece < 10; piece++) {
      bench.run(1000);
    }
    assertEquals(0, bench.hart().floatingPointControl());
    assertEquals(2, made.size());
    assertFalse(made.getLast().plan().inexact());
  }

  /// xori x8,x8,8; add x6,x9,x8; jr x6, to one of: addi x5,x5,1; j .-16 and addi x7,x7,1; j .-24.
  @Test
  void whereAJumpByATableLeadsIsInTheRegion() {
    Workbench bench =
        new Workbench(new PhysicalMemory(CODE, RAM_BYTES), memory -> watched(memory, 100));
    bench.place(
        CODE, 0x00844413, 0x00848333, 0x00030067, 0x00128293, 0xff1ff06f, 0x00138393, 0xfe9ff06f);
    bench.hart().x[9] = CODE + 12;
    for (int piece = 0; piece < 10; piece++) {
      bench.run(5 * 100);
    }
    assertEquals(Set.of(0, 12, 20), entries(made.getFirst()));
    assertEquals(1, made.size());
    assertEquals(500, bench.hart().x[5]);
    assertEquals(500, bench.hart().x[7]);
  }

  private static Set<Integer> entries(Translator.Translation translation) {
    return translation.entries().stream().map(RegionEntry::offset).collect(Collectors.toSet());
  }

  @Test
  void accessesMayBeMisaligned() {
    run(false, new Program(STRIDE, 1, 400));
  }
}
