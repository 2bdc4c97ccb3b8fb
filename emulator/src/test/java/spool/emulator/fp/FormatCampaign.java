package spool.emulator.fp;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.Tuple.Tuple3;

/// Every operation of a format, in every rounding mode, on as many operands as one likes.
abstract class FormatCampaign extends AgainstOracle {
  private final FormatProperties laws;

  FormatCampaign(Oracle oracle, FormatProperties laws) {
    super(oracle);
    this.laws = laws;
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void arithmetic(@ForAll("triples") Tuple3<Long, Long, Long> operands) {
    Tuple2<Long, Long> pair = Tuple.of(operands.get1(), operands.get2());
    laws.add(pair);
    laws.subtract(pair);
    laws.multiply(pair);
    laws.divide(pair);
    laws.fusedMultiplyAdd(operands);
    laws.squareRoot(operands.get1());
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void comparisons(@ForAll("pairs") Tuple2<Long, Long> operands) {
    laws.minimum(operands);
    laws.maximum(operands);
    laws.equal(operands);
    laws.less(operands);
    laws.lessOrEqual(operands);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void toIntegers(@ForAll("nearIntegers") long a) {
    laws.toInt32(a);
    laws.toUint32(a);
    laws.toInt64(a);
    laws.toUint64(a);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void fromIntegers(@ForAll("integers") long integer) {
    laws.fromInt32(integer);
    laws.fromUint32(integer);
    laws.fromInt64(integer);
    laws.fromUint64(integer);
  }
}
