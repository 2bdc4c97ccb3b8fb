package spool.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

final class PageTableWalkerProperties {
  private static final long RAM = 0x8000_0000L;
  private static final int TABLES = 5;

  /// An entry of one of few tables, so that random addresses meet random entries.
  record Slot(int table, int index, long entry) {}

  private final PhysicalMemory memory = new PhysicalMemory(RAM, 1 << 20);
  private static final long EVERYTHING =
      PageTableEntry.V
          | PageTableEntry.R
          | PageTableEntry.W
          | PageTableEntry.X
          | PageTableEntry.A
          | PageTableEntry.D;

  private final PhysicalProtection protection = new PhysicalProtection();
  private final PageTableWalker walker = new PageTableWalker(memory, protection);

  PageTableWalkerProperties() {
    protection.permitAll();
  }

  @Property(tries = 3000)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void theWalkerAgreesWithTheDefinition(
      @ForAll("modes") PagingMode mode,
      @ForAll("slots") List<Slot> slots,
      @ForAll("addresses") long address,
      @ForAll Access access,
      @ForAll boolean user,
      @ForAll boolean sum,
      @ForAll boolean mxr) {
    memory.fill(RAM, TABLES * PhysicalMemory.FRAME_BYTES, (byte) 0);
    List.of(0, 1, 511).forEach(this::chain);
    NaiveWalker naive = new NaiveWalker(memory, mode);
    slots.forEach(slot -> memory.store64(table(slot.table) + 8L * slot.index, slot.entry));
    long expected = naive.translate(RAM, address, access, user, sum, mxr);
    long answer = walker.walk(mode, RAM, address, access, new Viewpoint(user, sum, mxr));
    assertEquals(expected, answer < 0 ? answer : (answer & -4096) | (address & 4095));
    Statistics.collect(expected >= 0);
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 3));
  }

  @Provide
  Arbitrary<PagingMode> modes() {
    Arbitrary<Boolean> flags = Arbitraries.of(false, true);
    return Combinators.combine(Arbitraries.integers().between(3, 5), flags, flags)
        .as(PagingMode::new);
  }

  /// Each table leads to the next one, so that a random leaf is often found.
  private void chain(int index) {
    for (int table = 0; table < TABLES - 1; table++) {
      long pointer = PageTableEntry.of(table(table + 1), PageTableEntry.V);
      memory.store64(table(table) + 8L * index, pointer);
    }
  }

  @Provide
  Arbitrary<List<Slot>> slots() {
    Arbitrary<Slot> slot =
        Combinators.combine(Arbitraries.integers().between(0, TABLES - 1), indices(), entries())
            .as(Slot::new);
    return slot.list().ofMinSize(12).ofMaxSize(30);
  }

  /// Leaves with mostly plausible addresses, some pointers to tables, some that are anything.
  private static Arbitrary<Long> entries() {
    Arbitrary<Long> pointers =
        Arbitraries.integers()
            .between(0, TABLES - 1)
            .map(table -> PageTableEntry.of(table(table), PageTableEntry.V));
    Arbitrary<Long> permissions =
        Arbitraries.frequencyOf(
            Tuple.of(1, uniform(0, 127).map(bits -> bits << 1 | PageTableEntry.V)),
            Tuple.of(1, Arbitraries.of(EVERYTHING, EVERYTHING | PageTableEntry.U)));
    Arbitrary<Long> leaves =
        Combinators.combine(
                permissions,
                Arbitraries.of(0L, 0L, 0L, 0L, 1L, 512L),
                Arbitraries.of(0L, 0L, 0L, 1L, 8L, 1L << 9, 1L << 25),
                Arbitraries.of(0L, 0L, 0L, 0L, 0L, 1L << 54, 1L << 61, 3L << 61, 1L << 63))
            .as((bits, big, small, high) -> high | ((big << 18 | small) << 10) | bits);
    return Arbitraries.frequencyOf(
        Tuple.of(1, pointers), Tuple.of(6, leaves), Tuple.of(1, Arbitraries.longs()));
  }

  @Provide
  Arbitrary<Long> addresses() {
    Arbitrary<Long> upper = indices().list().ofSize(TABLES).map(PageTableWalkerProperties::joined);
    return Combinators.combine(
            upper, Arbitraries.longs().between(0, 4095), Arbitraries.of(25, 25, 25, 25, 16, 7, 0))
        .as((pages, offset, unused) -> (pages | offset) << unused >> unused);
  }

  private static long joined(List<Integer> indices) {
    return indices.stream().mapToLong(Integer::longValue).reduce(0, (a, b) -> a << 9 | b) << 12;
  }

  private static Arbitrary<Long> uniform(long least, long most) {
    return Arbitraries.longs().between(least, most).withDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<Integer> indices() {
    return Arbitraries.of(0, 1, 511);
  }

  private static long table(int number) {
    return RAM + (long) number * PhysicalMemory.FRAME_BYTES;
  }
}
