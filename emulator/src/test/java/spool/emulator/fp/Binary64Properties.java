package spool.emulator.fp;

import static java.lang.Double.doubleToRawLongBits;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Binary64Properties extends FormatProperties {
  Binary64Properties() {
    super(Oracle.BINARY64, FormatOperations.BINARY64);
  }

  @Property(tries = 250)
  void toBinary32(@ForAll("numbers") long a) {
    agree(
        rounding -> oracle.convert(Oracle.BINARY32, a, rounding),
        (rounding, flags) -> Integer.toUnsignedLong(Binary32.fromBinary64(a, rounding, flags)));
  }

  @Property(tries = 250)
  void toBinary32AboutItsHalves(@ForAll("binary32WithTails") long a) {
    toBinary32(a);
  }

  /// Numbers of binary32 extended by a tail that rounding cuts off.
  @Provide
  Arbitrary<Long> binary32WithTails() {
    Arbitrary<Long> tails = Arbitraries.of(0L, 1L, -1L, 1L << 28, (1L << 28) + 1, (1L << 28) - 1);
    return Combinators.combine(new Binary32Properties().numbers(), tails)
        .as((bits, tail) -> doubleToRawLongBits(Float.intBitsToFloat(bits.intValue())) + tail);
  }
}
