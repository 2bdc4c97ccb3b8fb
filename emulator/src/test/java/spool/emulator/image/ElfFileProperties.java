package spool.emulator.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ElfFileProperties {
  private static final int LENGTH = new ElfImage().bytes().length;

  record Change(int at, int size, long value) {}

  @Provide
  Arbitrary<Change> change() {
    return Combinators.combine(
            Arbitraries.integers().between(0, LENGTH - Long.BYTES),
            Arbitraries.of(1, 2, 4, 8),
            Arbitraries.longs())
        .as(Change::new);
  }

  @Property(tries = 2000)
  void aSpoiledFileIsParsedOrRefused(
      @ForAll @Size(min = 1, max = 6) List<@From("change") Change> changes,
      @ForAll @IntRange(min = 0, max = 3000) int length) {
    var image = new ElfImage();
    changes.forEach(change -> image.put(change.at, change.size, change.value));
    byte[] bytes = image.bytes();
    examine(length < bytes.length ? Arrays.copyOf(bytes, length) : bytes);
  }

  @Property(tries = 200)
  void anyBytesAreParsedOrRefused(@ForAll byte[] bytes) {
    examine(bytes);
  }

  /// Nothing but an [ElfException] may come, and what is parsed keeps the promises of [ElfFile].
  private static void examine(byte[] bytes) {
    try {
      ElfFile program = ElfFile.parse(ByteSource.of(bytes));
      program.segments().forEach(segment -> checkSegment(segment, program, bytes.length));
      program.symbols().functionAt(program.entry());
      program.symbols().objectAt(program.entry());
    } catch (ElfException refusal) {
      assertTrue(refusal.getMessage().length() > 5);
    }
  }

  private static void checkSegment(Segment segment, ElfFile program, int length) {
    assertTrue(segment.memoryBytes() > 0 && segment.fileBytes() <= segment.memoryBytes());
    assertTrue(segment.offset() + segment.fileBytes() <= length);
    long overlapping = program.segments().stream().filter(segment::overlaps).count();
    assertTrue(overlapping == 1, "only with itself");
    byte[] bytes = new byte[(int) segment.fileBytes()];
    program.read(segment, 0, bytes, 0, bytes.length);
  }
}
