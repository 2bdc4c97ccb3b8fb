package spool.emulator.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.isa.Workbench.CODE;
import static spool.emulator.isa.Workbench.DATA;
import static spool.emulator.isa.Workbench.HANDLER;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.emulator.exec.Translator;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Privilege;
import spool.emulator.hart.Triggers;
import spool.emulator.isa.Workbench;
import spool.emulator.memory.Access;
import spool.emulator.memory.PageTables;
import spool.emulator.memory.PhysicalMemory;

/// Regions of a loop that goes from one page to the next and back: addi x5,x5,1; addi x6,x6,1; j
/// .-8, where the jump is in the other page.
final class RegionPagesTest {
  private static final int PAGE = PhysicalMemory.FRAME_BYTES;
  private static final long RAM_BYTES = 1 << 20;

  /// The virtual addresses of the two pages, and of the same two in another place.
  private static final long FIRST = 0x10000;

  private static final long ELSEWHERE = 0x54000;
  private static final long FRAMES = CODE + 0x10000;
  private static final long OTHER_FRAME = CODE + 0x20000;
  private static final int LOOP = PAGE - 8;

  private static final int ADD = 0x00128293;
  private static final int ADD_TWO = 0x00228293;
  private static final int COUNT = 0x00130313;
  private static final int BACK = 0xff9ff06f;
  private static final int BACK_TWO = 0xff5ff06f; // j .-12
  private static final int CALL = 0x008000ef;
  private static final int RETURN = 0x00008067;
  private static final int CODE_OF_USER = 0xdb; // D, A, U, X, R, V

  private final List<Translator.Translation> made = new ArrayList<>();
  private final Workbench bench =
      new Workbench(
          new PhysicalMemory(CODE, RAM_BYTES), memory -> new WatchedTranslator(memory, 5, made));
  private final Hart hart = bench.hart();
  private final PageTables tables = new PageTables(bench.memory(), DATA);

  /// A trigger at one instruction, which counts how often it is reached.
  private static final class Trigger implements Triggers {
    private final long place;
    private int count;

    Trigger(long place) {
      this.place = place;
    }

    @Override
    public boolean areInCode(long address) {
      return address / PAGE == place / PAGE;
    }

    @Override
    public boolean areAt(long pc) {
      return pc == place;
    }

    @Override
    public void reached(long pc) {
      count++;
    }

    @Override
    public boolean areInData(long address) {
      return false;
    }

    @Override
    public void accessed(long address, int size, Access access) {}
  }

  private void start(int before) {
    bench.place(FRAMES + LOOP + before, ADD, COUNT, BACK);
    map(FIRST, FRAMES);
    map(FIRST + PAGE, FRAMES + PAGE);
    hart.permitAllMemory();
    hart.satp(tables.satp());
    hart.privilege(Privilege.U);
    hart.pc(FIRST + LOOP + before);
  }

  private void map(long address, long frame) {
    tables.map(address, frame, CODE_OF_USER);
  }

  /// Executes the loop, 100 times in pieces of ten, between which regions are entered.
  private void run() {
    for (int piece = 0; piece < 10; piece++) {
      bench.run(30);
    }
  }

  private static int pages(Translator.Translation translation) {
    return translation.plan().pages().size();
  }

  private void assertCounts(long sum, long rounds) {
    assertEquals(rounds, hart.x[6]);
    assertEquals(sum, hart.x[5]);
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 0, 2, 4, 6})
  void aRegionGoesOnInTheNextPage(int before) {
    start(before);
    run();
    assertCounts(100, 100);
    assertEquals(2, pages(made.getFirst()));
    assertEquals(1, made.size());
  }

  @Test
  void aRegionServesTheSamePagesElsewhere() {
    start(0);
    run();
    map(ELSEWHERE, FRAMES);
    map(ELSEWHERE + PAGE, FRAMES + PAGE);
    hart.pc(ELSEWHERE + LOOP);
    run();
    assertCounts(200, 200);
    assertEquals(1, made.size());
  }

  @Test
  void codeThatChangesInTheOtherPageIsExecuted() {
    start(0);
    run();
    bench.place(FRAMES + PAGE, ADD, BACK_TWO);
    bench.run(400);
    assertCounts(300, 200);
  }

  @Test
  void anInstructionInBothPagesMayChange() {
    start(2);
    run();
    bench.memory().store16(FRAMES + PAGE, (short) 0x0023); // of addi x6,x6,2
    bench.run(300);
    assertCounts(200, 300);
  }

  @Test
  void anotherFrameMayBeInThePlaceOfTheOtherPage() {
    start(0);
    run();
    bench.place(OTHER_FRAME, ADD_TWO, BACK_TWO);
    map(FIRST + PAGE, OTHER_FRAME);
    hart.flushTranslation(FIRST + PAGE);
    for (int piece = 0; piece < 10; piece++) {
      bench.run(40);
    }
    assertCounts(100 + 3 * 100, 200);
  }

  @Test
  void theOtherPageMayBeGone() {
    start(0);
    run();
    tables.map(FIRST + PAGE, FRAMES + PAGE, 0);
    hart.flushTranslation(FIRST + PAGE);
    bench.run(3);
    assertCounts(101, 101);
    assertEquals(HANDLER, hart.pc());
    assertEquals(FIRST + PAGE, hart.readCsr(0x341));
  }

  /// Another address space has the first page, and in the place of the other one different code.
  @Test
  void aRegionOfOtherPagesIsMadeWhereOneRefuses() {
    start(0);
    run();
    bench.place(OTHER_FRAME, ADD_TWO, BACK_TWO);
    map(ELSEWHERE, FRAMES);
    map(ELSEWHERE + PAGE, OTHER_FRAME);
    hart.pc(ELSEWHERE + LOOP);
    for (int piece = 0; piece < 20; piece++) {
      bench.run(40);
    }
    assertCounts(100 + 3 * 200, 300);
    assertEquals(2, made.size());
  }

  @Test
  void aTriggerInTheOtherPageIsReached() {
    start(0);
    run();
    Trigger trigger = new Trigger(FIRST + PAGE);
    hart.triggers(trigger);
    bench.run(30);
    assertEquals(10, trigger.count);
    hart.triggers(Triggers.none());
    run();
    assertEquals(10, trigger.count);
    assertFalse(made.isEmpty());
    assertTrue(hart.x[5] > 200);
  }

  @Test
  void noRegionIsMadeAgainAndAgainOfAPageWithATrigger() {
    start(0);
    run();
    hart.triggers(new Trigger(FIRST + PAGE));
    for (int piece = 0; piece < 100; piece++) {
      bench.run(30);
    }
    assertTrue(made.size() <= 3, () -> made.size() + " regions");
    assertEquals(1100, hart.x[6]);
  }

  /// addi x6,x6,1; jal x1,.+8 at the end of the first page, and in the other one: j .-8; addi
  /// x5,x5,1; ret. Another address space has the other page alone, and returns to where it was.
  @Test
  void aRegionDoesWithoutThePageOfItsSeed() {
    start(0);
    bench.place(FRAMES + LOOP, COUNT, CALL, BACK, ADD, RETURN);
    run();
    map(ELSEWHERE + PAGE, FRAMES + PAGE);
    long before = hart.x[5];
    hart.pc(ELSEWHERE + PAGE + 4);
    hart.x[1] = hart.pc();
    for (int piece = 0; piece < 100; piece++) {
      bench.run(50);
    }
    assertEquals(2500, hart.x[5] - before);
    assertTrue(made.size() <= 4, () -> made.size() + " regions");
  }

  /// xor x2,x2,x9; ld x7,0(x2); ld x8,8(x2); j .-12: the stack is another one each time.
  @Test
  void accessesToManyStacksWander() {
    start(0);
    bench.place(FRAMES, 0x00914133, 0x00013383, 0x00813403, BACK_TWO);
    hart.pc(FIRST);
    map(FIRST + 2 * PAGE, FRAMES + 8 * PAGE);
    map(FIRST + 4 * PAGE, FRAMES + 10 * PAGE);
    hart.x[2] = FIRST + 2 * PAGE;
    hart.x[9] = FIRST + 2 * PAGE ^ FIRST + 4 * PAGE;
    for (int piece = 0; piece < 100; piece++) {
      bench.run(40);
    }
    assertTrue(made.size() <= 4, () -> made.size() + " regions");
    assertEquals(Set.of(4, 8), made.getLast().plan().wandering());
  }
}
