package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.U;
import static spool.emulator.memory.PageTableEntry.V;
import static spool.emulator.memory.PageTableEntry.W;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import spool.emulator.isa.DataMemory;
import spool.emulator.memory.Access;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PageTables;
import spool.emulator.memory.PhysicalMemory;

/// What a window serves is what the hart itself would do, whatever was forgotten, moved, watched or
/// pushed out meanwhile, and it serves what it just served.
final class PageWindowProperties {
  private static final long RAM = 0x8000_0000L;
  private static final long PAGES = 0x40_0000L;
  private static final int PAGE = PhysicalMemory.FRAME_BYTES;
  private static final int COUNT = 20;

  /// Pages so far apart have the same slot of a TLB.
  private static final long APART = 1L << 23;

  private static final int FRAMES = 64;

  /// Pages from here on are not in a row in RAM.
  private static final int SCATTERED = 6;

  private final PhysicalMemory memory = new PhysicalMemory(RAM, 4 << 20);
  private final PageTables tables = new PageTables(memory, RAM + 0x10_0000);
  private final Hart hart = new Hart(0, new Bus(memory));

  /// What happens.
  ///
  /// @param what its kind
  /// @param place where in the pages
  /// @param far whether in those that have the same slots as the others
  /// @param detail a size, a window, a frame
  record Step(What what, int place, boolean far, int detail) {
    long address() {
      return PAGES + (far ? APART : 0) + place;
    }
  }

  enum What {
    LOAD,
    STORE,
    TOUCH,
    FLUSH,
    FLUSH_ALL,
    REMAP,
    WATCH
  }

  private static final class Watching implements Triggers {
    private final long page;

    Watching(long address) {
      page = address & -PAGE;
    }

    @Override
    public boolean areInCode(long address) {
      return false;
    }

    @Override
    public boolean areAt(long pc) {
      return false;
    }

    @Override
    public void reached(long pc) {}

    @Override
    public boolean areInData(long address) {
      return (address & -PAGE) == page;
    }

    @Override
    public void accessed(long address, int size, Access access) {}
  }

  PageWindowProperties() {
    for (int page = 0; page < COUNT; page++) {
      map(PAGES + (long) page * PAGE, page < SCATTERED ? page : page ^ 1);
      map(PAGES + APART + (long) page * PAGE, FRAMES - 1 - page);
    }
    hart.permitAllMemory();
    hart.satp(tables.satp());
    hart.privilege(Privilege.U);
  }

  private void map(long address, int frame) {
    tables.map(address, RAM + (long) frame * PAGE, V | R | W | U);
  }

  @Property(tries = 2000)
  void windowsShowWhatTheHartSees(
      @ForAll @Size(min = 1, max = 200) List<@From("steps") Step> steps) {
    for (Step step : steps) {
      switch (step.what()) {
        case LOAD -> {
          load(step);
          assertReaches(
              step,
              reach -> window(step).loadIndex(step.address(), reach),
              address -> hart.cachedPages().mayLoad(address, 1));
        }
        case STORE -> {
          store(step);
          assertReaches(
              step,
              reach -> window(step).storeIndex(step.address(), reach),
              address -> hart.cachedPages().mayStore(address, 1));
        }
        case TOUCH -> hart.store8(step.address(), hart.load8(step.address()));
        case FLUSH -> hart.flushTranslation(step.address());
        case FLUSH_ALL -> hart.flushTranslations();
        case WATCH -> hart.triggers(new Watching(step.address()));
        case REMAP -> {
          map(step.address() & -PAGE, step.detail() % FRAMES);
          hart.flushTranslation(step.address());
        }
      }
    }
  }

  /// There are more runs than are known at a time.
  @Example
  void aWindowHearsOfPagesWhoseRunIsLongForgotten() {
    PageWindow window = hart.cachedPages().window(0);
    long last = PAGES + (SCATTERED - 1L) * PAGE;
    hart.load8(last);
    window.showToLoads(last);
    window.load8(last);
    LongStream.concat(
            LongStream.range(SCATTERED, COUNT).map(page -> PAGES + page * PAGE),
            LongStream.range(0, SCATTERED - 1).map(page -> PAGES + APART + page * PAGE))
        .forEach(this::showInAnotherWindow);
    hart.flushTranslation(last);
    assertThrows(PageMiss.class, () -> window.load8(last));
  }

  private void showInAnotherWindow(long address) {
    hart.load8(address);
    hart.cachedPages().window(1).showToLoads(address);
  }

  private void load(Step step) {
    int size = 1 << (step.detail() & 3);
    try {
      assertLoads(step, size);
    } catch (PageMiss _) {
      boolean isShown = window(step).showToLoads(step.address());
      assertEquals(hart.cachedPages().mayLoad(step.address(), 1), isShown);
      if (isShown && !isNearTheEnd(step)) {
        assertLoads(step, size);
      }
    }
  }

  private void assertLoads(Step step, int size) {
    long value = load(window(step), step.address(), size);
    assertTrue(hart.cachedPages().mayLoad(step.address(), 1));
    assertTrue(hart.cachedPages().mayLoad(step.address() + size - 1, 1));
    assertEquals(load(hart, step.address(), size), value);
    assertEquals(value, load(window(step), step.address(), size));
  }

  private void store(Step step) {
    int size = 1 << (step.detail() & 3);
    try {
      assertStores(step, size);
    } catch (PageMiss _) {
      boolean isShown = window(step).showToStores(step.address());
      assertEquals(hart.cachedPages().mayStore(step.address(), 1), isShown);
      if (isShown && !isNearTheEnd(step)) {
        assertStores(step, size);
      }
    }
  }

  private void assertStores(Step step, int size) {
    long value = 0x0123_4567_89ab_cdefL * (step.detail() | 1);
    store(window(step), step.address(), size, value);
    assertTrue(hart.cachedPages().mayStore(step.address(), 1));
    assertTrue(hart.cachedPages().mayStore(step.address() + size - 1, 1));
    assertEquals(value & mask(size), load(hart, step.address(), size) & mask(size));
  }

  /// What a window shows at once is there from the first byte to the last.
  private void assertReaches(Step step, LongUnaryOperator indexForReach, LongPredicate may) {
    long reach = (long) step.detail() * Long.BYTES % PhysicalMemory.SPARE_BYTES;
    long index;
    try {
      index = indexForReach.applyAsLong(reach);
    } catch (PageMiss _) {
      return;
    }
    long last = step.address() + reach;
    assertTrue(may.test(step.address()) && may.test(last), step::toString);
    assertEquals(hart.load8(last), memory.array().orElseThrow()[(int) (index + reach)]);
  }

  /// Where a run may end, and a window shows nothing.
  private static boolean isNearTheEnd(Step step) {
    return (step.address() & PAGE - 1) > PAGE - Long.BYTES;
  }

  private PageWindow window(Step step) {
    return hart.cachedPages().window((step.detail() >>> 2) % CachedPages.WINDOWS);
  }

  private static long mask(int size) {
    return size == 8 ? -1 : (1L << (8 * size)) - 1;
  }

  private static long load(DataMemory from, long address, int size) {
    return switch (size) {
      case 1 -> from.load8(address);
      case 2 -> from.load16(address);
      case 4 -> from.load32(address);
      default -> from.load64(address);
    };
  }

  private static void store(DataMemory to, long address, int size, long value) {
    switch (size) {
      case 1 -> to.store8(address, (byte) value);
      case 2 -> to.store16(address, (short) value);
      case 4 -> to.store32(address, (int) value);
      default -> to.store64(address, value);
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.of(
                What.LOAD,
                What.LOAD,
                What.LOAD,
                What.LOAD,
                What.STORE,
                What.STORE,
                What.STORE,
                What.STORE,
                What.TOUCH,
                What.TOUCH,
                What.TOUCH,
                What.TOUCH,
                What.FLUSH,
                What.REMAP,
                What.WATCH,
                What.FLUSH_ALL),
            places(),
            Arbitraries.of(false, false, true),
            Arbitraries.integers().between(0, 127))
        .as(Step::new);
  }

  /// Near the ends of pages, mostly.
  private static Arbitrary<Integer> places() {
    return Combinators.combine(
            Arbitraries.integers().between(0, COUNT - 1),
            Arbitraries.oneOf(
                Arbitraries.integers().between(0, 9),
                Arbitraries.integers().between(PAGE - 16, PAGE - 1)))
        .as((page, offset) -> Math.min(page * PAGE + offset, COUNT * PAGE - 16));
  }
}
