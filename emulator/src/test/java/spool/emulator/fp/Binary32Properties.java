package spool.emulator.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class Binary32Properties extends FormatProperties {
  Binary32Properties() {
    super(Oracle.BINARY32, FormatOperations.BINARY32);
  }

  @Property(tries = 250)
  void toBinary64(@ForAll("numbers") long a) {
    agree(
        rounding -> oracle.convert(Oracle.BINARY64, a, rounding),
        (rounding, flags) -> Binary64.fromBinary32((int) a, flags));
  }

  @Property(tries = 200)
  void boxedNumbersAreFoundAgain(@ForAll int a) {
    assertEquals(a, Binary32.unbox(Binary32.box(a)));
  }

  @Property(tries = 200)
  void whatIsNotBoxedIsNaN(@ForAll long register) {
    Assume.that(register >> 32 != -1);
    assertEquals(0x7fc0_0000, Binary32.unbox(register));
  }
}
