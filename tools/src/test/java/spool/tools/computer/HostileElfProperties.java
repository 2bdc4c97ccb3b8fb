package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Programs spoiled at random, and random code: they are refused, run, or die, and nobody else is
/// harmed.
class HostileElfProperties {
  private static final int HEADERS_END = 64 + 3 * 56;
  private static final int ECALL = 0x73;

  /// Overwrites bytes of a file.
  record Lie(int position, long value, int bytes) {
    void tell(ByteBuffer file) {
      for (int index = 0; index < bytes && position + index < file.capacity(); index++) {
        file.put(position + index, (byte) (value >>> (8 * index)));
      }
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void spoiledProgramsEndOrRun(@ForAll("lies") List<Lie> lies) {
    ByteBuffer file = BadElfTest.good();
    lies.forEach(lie -> lie.tell(file));
    HostileRun run = HostileRun.ofProgram(BadElfTest.bytes(file));
    assertTrue(run.status().orElse(0) < 256, run.error());
  }

  @Provide
  Arbitrary<List<Lie>> lies() {
    Arbitrary<Integer> positions =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.integers().between(0, HEADERS_END / 8).map(word -> word * 8)),
            Tuple.of(1, Arbitraries.integers().between(0, HEADERS_END)),
            Tuple.of(1, Arbitraries.integers().between(0, BadElfTest.good().capacity() - 1)));
    Arbitrary<Long> values =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.longs()),
            Tuple.of(1, Arbitraries.integers().between(0, 63).map(bit -> 1L << bit)),
            Tuple.of(1, Arbitraries.longs().between(-4097, 4097)));
    return Combinators.combine(positions, values, Arbitraries.of(1, 2, 4, 8))
        .as(Lie::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void randomCodeHarmsNobodyElse(@ForAll("code") List<Integer> code) {
    ByteBuffer file = BadElfTest.good();
    int at = BadElfTest.entryOffset(file);
    for (int index = 0; index < code.size(); index++) {
      file.putInt(at + index * Integer.BYTES, code.get(index));
    }
    String script = HostileRun.PATH + " </dev/null >/dev/null 2>&1 & echo alive; /examples/hello\n";
    HostileRun run = HostileRun.ofScript(BadElfTest.bytes(file), script);
    assertEquals("alive", run.output().lines().findFirst().orElse(""), run.error());
  }

  @Provide
  Arbitrary<List<Integer>> code() {
    Arbitrary<Integer> words =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.integers()),
            Tuple.of(6, Arbitraries.of(opcodes()).flatMap(HostileElfProperties::withOpcode)),
            Tuple.of(2, Arbitraries.integers().between(0, 500).map(HostileElfProperties::number)),
            Tuple.of(2, Arbitraries.just(ECALL)));
    return words.list().ofMinSize(1).ofMaxSize(200);
  }

  /// The major opcodes of four-byte instructions.
  private static List<Integer> opcodes() {
    return List.of(
        0x03, 0x07, 0x0f, 0x13, 0x17, 0x1b, 0x23, 0x27, 0x2f, 0x33, 0x37, 0x3b, 0x43, 0x47, 0x4b,
        0x4f, 0x53, 0x63, 0x67, 0x6f, 0x73);
  }

  private static Arbitrary<Integer> withOpcode(int opcode) {
    return Arbitraries.integers().map(bits -> (bits & ~0x7f) | opcode);
  }

  /// `li a7, number`.
  private static int number(int number) {
    return number << 20 | 0x893;
  }
}
