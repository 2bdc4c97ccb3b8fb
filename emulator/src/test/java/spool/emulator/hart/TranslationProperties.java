package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Access;
import spool.emulator.memory.Bus;
import spool.emulator.memory.NaiveWalker;
import spool.emulator.memory.PageTableEntry;
import spool.emulator.memory.PageTables;
import spool.emulator.memory.PhysicalMemory;

/// What a hart remembers of its page tables agrees with the tables, as long as every change of them
/// is followed by a fence, or where it comes back to an address space, by forgetting that one.
final class TranslationProperties {
  private static final long RAM = 0x8000_0000L;
  private static final long RAM_BYTES = 16 << 20;
  private static final long TABLES = RAM + 0x1_0000;
  private static final long OTHER_TABLES = RAM + 0x2_0000;
  private static final long FRAMES = RAM + 0x4_0000;
  private static final long BIG_FRAMES = RAM + 0x20_0000;
  private static final int ASID_SHIFT = 44;
  private static final long BIG_PAGE = 0x60_0000;
  private static final int MARKED_BYTES = 6 * Long.BYTES;
  private static final List<Access> ACCESSES = List.of(Access.values());

  /// Two of the pages share a slot of the cache, two others are parts of a superpage.
  private static final long[] PAGES = {
    0x40_0000, 0x40_1000, 0x40_0000 + 0x10_0000, BIG_PAGE, BIG_PAGE + 0x3000
  };

  private final PhysicalMemory memory = new PhysicalMemory(RAM, RAM_BYTES);
  private final NaiveWalker naive = new NaiveWalker(memory);
  private final Hart hart = new Hart(0, new Bus(memory));
  private final PageTables tables = new PageTables(memory, TABLES);
  private final PageTables otherTables = new PageTables(memory, OTHER_TABLES);
  private final Set<Long> marked = new HashSet<>();
  private boolean user = true;
  private boolean sum;
  private boolean mxr;
  private long epoch;
  private long protectedAddress = -1;

  TranslationProperties() {
    hart.permitAllMemory();
    memory.onCodeWrite(
        (address, length) -> marked.removeIf(at -> at >= address && at < address + length));
  }

  /// One thing that happens; what `choice` and `bits` mean depends on `kind`.
  record Step(int kind, int page, int choice, long bits) {}

  @Property(tries = 400)
  void cachedTranslationsAgreeWithTheTables(@ForAll("steps") List<Step> steps) {
    switchTo(tables);
    become(true, false, false);
    steps.forEach(this::perform);
  }

  @Property(tries = 400)
  void aSpaceIsKnownUntilItIsForgotten(@ForAll("stepsWithoutFences") List<Step> steps) {
    switchTo(tables);
    become(true, false, false);
    steps.forEach(this::perform);
  }

  private void perform(Step step) {
    switch (step.kind) {
      case 0 -> map(PAGES[step.page], FRAMES + 4096L * step.choice, step.bits, 0);
      case 1 -> map(BIG_PAGE, BIG_FRAMES * (step.choice & 1), step.bits, 1);
      case 2 -> switchTo((step.choice & 1) == 0 ? tables : otherTables);
      case 3 -> become((step.bits & 1) != 0, (step.bits & 2) != 0, (step.bits & 4) != 0);
      case 14 ->
          hart.switchTo(spaces(step.choice % 2 == 0 ? tables : otherTables)[step.choice / 2]);
      case 15 -> mapUnfenced(step);
      case 13 -> protect(FRAMES + 4096L * step.choice + (step.bits & 0x28));
      case 4 -> mark(FRAMES + 4096L * step.choice);
      default -> access(PAGES[step.page] + 8L * step.choice, ACCESSES.get(step.choice % 3));
    }
  }

  /// Marks what may be accessed of a frame, in the model too.
  private void mark(long frame) {
    memory.markCode(frame, MARKED_BYTES);
    for (int offset = 0; offset < MARKED_BYTES; offset += Long.BYTES) {
      marked.add(frame + offset);
    }
  }

  /// Protects eight bytes of physical memory from everything, and no others.
  private void protect(long physical) {
    protectedAddress = physical;
    ControlRegisters.at(0x3b0).write(hart, physical >>> 2);
    ControlRegisters.at(0x3b1).write(hart, -1);
    ControlRegisters.at(0x3a0).write(hart, 0x1f18);
    noteEpoch();
  }

  private void map(long page, long frame, long bits, int level) {
    PageTables current = current();
    boolean inSuperpage = level == 0 && page >= BIG_PAGE;
    if (inSuperpage) {
      return;
    }
    current.map(page, frame, bits, level);
    hart.flushTranslation(level == 0 ? page + 5 : page + 0x7000);
    noteEpoch();
  }

  /// Changes one of the tables, in use or not, and forgets that in all spaces that have them.
  private void mapUnfenced(Step step) {
    PageTables changed = step.choice % 2 == 0 ? tables : otherTables;
    long page = PAGES[step.page];
    if (page < BIG_PAGE) {
      changed.map(page, FRAMES + 4096L * step.choice, step.bits, 0);
      for (long space : spaces(changed)) {
        if (step.choice < 3) {
          hart.forgetTranslations(space);
        } else {
          hart.forgetTranslation(space, page + 5);
        }
      }
    }
  }

  /// The address spaces that have `shared` tables: they differ in the ASID.
  private static long[] spaces(PageTables shared) {
    return LongStream.range(0, 3).map(asid -> shared.satp() | asid << ASID_SHIFT).toArray();
  }

  private PageTables current() {
    return root(hart.satp()) == root(tables.satp()) ? tables : otherTables;
  }

  private static long root(long satp) {
    return (satp & (1L << ASID_SHIFT) - 1) << 12;
  }

  private void switchTo(PageTables next) {
    hart.satp(next.satp());
    noteEpoch();
  }

  private void become(boolean nextUser, boolean nextSum, boolean nextMxr) {
    user = nextUser;
    sum = nextSum;
    mxr = nextMxr;
    long status = (sum ? Status.SUM : 0) | (mxr ? Status.MXR : 0);
    ControlRegisters.at(0x300).write(hart, status);
    hart.privilege(user ? Privilege.U : Privilege.S);
  }

  private void noteEpoch() {
    assertTrue(hart.translationEpoch() != epoch);
    epoch = hart.translationEpoch();
  }

  private void access(long address, Access access) {
    long expected = naive.translate(root(hart.satp()), address, access, user, sum, mxr);
    if (memory.contains(expected, 8) && expected != protectedAddress) {
      succeed(address, access, expected);
    } else {
      Trap trap = assertThrows(Trap.class, () -> attempt(address, access));
      assertEquals(address, trap.value());
    }
  }

  private void attempt(long address, Access access) {
    switch (access) {
      case FETCH -> hart.fetchAddress(address);
      case LOAD -> hart.load64(address);
      case STORE -> hart.store64(address, 1);
    }
  }

  private void succeed(long address, Access access, long physical) {
    switch (access) {
      case FETCH -> assertEquals(physical, hart.fetchAddress(address));
      case LOAD -> {
        memory.store64(physical, address);
        assertEquals(address, hart.load64(address));
      }
      case STORE -> {
        hart.store64(address, address ^ physical);
        assertEquals(address ^ physical, memory.load64(physical));
        assertFalse(marked.contains(physical));
      }
    }
    PageTables current = current();
    long used = PageTableEntry.A | (access == Access.STORE ? PageTableEntry.D : 0);
    assertTrue(PageTableEntry.has(current.entry(address, address >= BIG_PAGE ? 1 : 0), used));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return steps(uniform(0, 15));
  }

  @Provide
  Arbitrary<List<Step>> stepsWithoutFences() {
    return steps(uniform(12, 15).map(kind -> kind == 13 ? 12 : kind));
  }

  private static Arbitrary<List<Step>> steps(Arbitrary<Integer> kinds) {
    Arbitrary<Step> step =
        Combinators.combine(kinds, uniform(0, PAGES.length - 1), uniform(0, 5), bits())
            .as(Step::new);
    return step.list().ofMinSize(50).ofMaxSize(300);
  }

  private static Arbitrary<Long> bits() {
    return Arbitraries.longs().between(0, 255).withDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<Integer> uniform(int least, int most) {
    return Arbitraries.integers()
        .between(least, most)
        .withDistribution(RandomDistribution.uniform());
  }
}
