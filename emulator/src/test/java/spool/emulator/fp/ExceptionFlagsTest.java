package spool.emulator.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExceptionFlagsTest {
  @Test
  void raisedFlagsAccrue() {
    var flags = new ExceptionFlags();
    flags.raise(ExceptionFlags.NX);
    flags.raise(ExceptionFlags.OF);
    assertEquals(ExceptionFlags.NX | ExceptionFlags.OF, flags.accrued);
  }

  @Property(tries = 20)
  void onlyFiveBitsAreKept(@ForAll int bits) {
    var flags = new ExceptionFlags();
    flags.set(bits);
    assertEquals(bits & 31, flags.accrued);
  }
}
