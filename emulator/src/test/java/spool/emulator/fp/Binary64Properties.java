package spool.emulator.fp;

import static java.lang.Double.doubleToRawLongBits;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.Tuple.Tuple3;

class Binary64Properties extends AgainstOracle {
  Binary64Properties() {
    super(Oracle.BINARY64);
  }

  @Property(tries = 500)
  void add(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.add(a, b, rounding),
        (rounding, flags) -> Binary64.add(a, b, rounding, flags));
  }

  @Property(tries = 150)
  void subtract(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.subtract(a, b, rounding),
        (rounding, flags) -> Binary64.subtract(a, b, rounding, flags));
  }

  @Property(tries = 500)
  void multiply(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.multiply(a, b, rounding),
        (rounding, flags) -> Binary64.multiply(a, b, rounding, flags));
  }

  @Property(tries = 500)
  void divide(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.divide(a, b, rounding),
        (rounding, flags) -> Binary64.divide(a, b, rounding, flags));
  }

  @Property(tries = 500)
  void squareRoot(@ForAll("numbers") long a) {
    agree(
        rounding -> oracle.squareRoot(a, rounding),
        (rounding, flags) -> Binary64.squareRoot(a, rounding, flags));
  }

  @Property(tries = 500)
  void fusedMultiplyAdd(@ForAll("triples") Tuple3<Long, Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    long c = operands.get3();
    agree(
        rounding -> oracle.fusedMultiplyAdd(a, b, c, rounding),
        (rounding, flags) -> Binary64.fusedMultiplyAdd(a, b, c, rounding, flags));
  }

  @Property(tries = 250)
  void minimum(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(rounding -> oracle.minimum(a, b), (rounding, flags) -> Binary64.minimum(a, b, flags));
  }

  @Property(tries = 150)
  void maximum(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(rounding -> oracle.maximum(a, b), (rounding, flags) -> Binary64.maximum(a, b, flags));
  }

  @Property(tries = 250)
  void equal(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(oracle.equal(a, b), flags -> Binary64.equal(a, b, flags));
  }

  @Property(tries = 150)
  void less(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(oracle.less(a, b), flags -> Binary64.less(a, b, flags));
  }

  @Property(tries = 150)
  void lessOrEqual(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(oracle.lessOrEqual(a, b), flags -> Binary64.lessOrEqual(a, b, flags));
  }

  @Property(tries = 250)
  void toInt32(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toSigned(32, a, rounding),
        (rounding, flags) -> Binary64.toInt32(a, rounding, flags));
  }

  @Property(tries = 250)
  void toUint32(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toUnsigned(32, a, rounding),
        (rounding, flags) -> Integer.toUnsignedLong(Binary64.toUint32(a, rounding, flags)));
  }

  @Property(tries = 250)
  void toInt64(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toSigned(64, a, rounding),
        (rounding, flags) -> Binary64.toInt64(a, rounding, flags));
  }

  @Property(tries = 250)
  void toUint64(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toUnsigned(64, a, rounding),
        (rounding, flags) -> Binary64.toUint64(a, rounding, flags));
  }

  @Property(tries = 150)
  void fromInt32(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromSigned(32, integer, rounding),
        (rounding, flags) -> Binary64.fromInt32((int) integer));
  }

  @Property(tries = 150)
  void fromUint32(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromUnsigned(32, integer, rounding),
        (rounding, flags) -> Binary64.fromUint32((int) integer));
  }

  @Property(tries = 150)
  void fromInt64(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromSigned(64, integer, rounding),
        (rounding, flags) -> Binary64.fromInt64(integer, rounding, flags));
  }

  @Property(tries = 150)
  void fromUint64(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromUnsigned(64, integer, rounding),
        (rounding, flags) -> Binary64.fromUint64(integer, rounding, flags));
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
