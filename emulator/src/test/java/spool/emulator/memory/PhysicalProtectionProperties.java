package spool.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import spool.emulator.memory.PhysicalProtection.Verdict;

/// The protection of memory agrees with the specification's words about single bytes.
final class PhysicalProtectionProperties {
  private static final int SPACE = 256;

  /// One entry, in a space so small that ranges meet.
  record Entry(int configuration, long address) {
    int matching() {
      return configuration >>> 3 & 3;
    }
  }

  @Property(tries = 2000)
  void accessesAgreeWithTheirBytes(
      @ForAll("entries") @Size(max = 5) List<Entry> entries,
      @ForAll @LongRange(max = SPACE) long address,
      @ForAll("sizes") long size,
      @ForAll Access access,
      @ForAll boolean machine) {
    PhysicalProtection protection = protection(entries);
    boolean expected = expected(entries, address, size, access, machine);
    assertEquals(expected, protection.permits(address, size, access, machine));
  }

  @Property(tries = 500)
  void whatIsNotDividedIsAlikeForEveryByte(
      @ForAll("entries") @Size(max = 5) List<Entry> entries,
      @ForAll Access access,
      @ForAll boolean machine) {
    PhysicalProtection protection = protection(entries);
    Verdict whole = protection.verdict(64, 64, access, machine);
    if (whole != Verdict.DIVIDED) {
      for (long address = 64; address < 128; address++) {
        assertEquals(whole, protection.verdict(address, 1, access, machine));
      }
    }
    assertTrue(whole != Verdict.DIVIDED || !entries.isEmpty());
  }

  private static PhysicalProtection protection(List<Entry> entries) {
    PhysicalProtection protection = new PhysicalProtection();
    long configurations = 0;
    for (int number = entries.size() - 1; number >= 0; number--) {
      protection.address(number, entries.get(number).address);
      configurations = configurations << 8 | entries.get(number).configuration;
    }
    protection.configurations(0, configurations);
    return protection;
  }

  private static boolean expected(
      List<Entry> entries, long address, long size, Access access, boolean machine) {
    for (int number = 0; number < entries.size(); number++) {
      int entry = number;
      long matched =
          LongStream.range(address, address + size)
              .filter(at -> matches(entries, entry, at))
              .count();
      if (matched > 0) {
        int configuration = entries.get(number).configuration;
        boolean granted = (configuration & right(access)) != 0;
        return matched == size && (granted || (machine && (configuration & 0x80) == 0));
      }
    }
    return machine;
  }

  private static int right(Access access) {
    return switch (access) {
      case LOAD -> 1;
      case STORE -> 2;
      case FETCH -> 4;
    };
  }

  /// The comparison of the address register with one address, bit by bit.
  private static boolean matches(List<Entry> entries, int number, long address) {
    Entry entry = entries.get(number);
    long unit = address >> 2;
    return switch (entry.matching()) {
      case 1 -> unit < entry.address && (number == 0 || unit >= entries.get(number - 1).address);
      case 2 -> unit == entry.address;
      case 3 -> {
        int ignored = 1;
        while ((entry.address >>> (ignored - 1) & 1) != 0) {
          ignored++;
        }
        yield unit >>> ignored == entry.address >>> ignored;
      }
      default -> false;
    };
  }

  @Provide
  Arbitrary<Long> sizes() {
    return Arbitraries.of(1L, 2L, 4L, 8L, 64L);
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    Arbitrary<Integer> rights = Arbitraries.of(0, 1, 3, 4, 5, 7);
    Arbitrary<Integer> locks = Arbitraries.of(0, 0x80);
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 3);
    Arbitrary<Long> addresses = Arbitraries.longs().between(0, SPACE / 4);
    return Combinators.combine(rights, locks, kinds, addresses)
        .as((right, lock, kind, address) -> new Entry(right | lock | kind << 3, address))
        .list()
        .ofMaxSize(5);
  }
}
