package spool.emulator.fp;

import static java.lang.Integer.toUnsignedLong;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.Tuple.Tuple3;

class Binary32Properties extends AgainstOracle {
  Binary32Properties() {
    super(Oracle.BINARY32);
  }

  @Property(tries = 500)
  void add(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.add(a, b, rounding),
        (rounding, flags) -> toUnsignedLong(Binary32.add((int) a, (int) b, rounding, flags)));
  }

  @Property(tries = 150)
  void subtract(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.subtract(a, b, rounding),
        (rounding, flags) -> toUnsignedLong(Binary32.subtract((int) a, (int) b, rounding, flags)));
  }

  @Property(tries = 500)
  void multiply(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.multiply(a, b, rounding),
        (rounding, flags) -> toUnsignedLong(Binary32.multiply((int) a, (int) b, rounding, flags)));
  }

  @Property(tries = 500)
  void divide(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.divide(a, b, rounding),
        (rounding, flags) -> toUnsignedLong(Binary32.divide((int) a, (int) b, rounding, flags)));
  }

  @Property(tries = 500)
  void squareRoot(@ForAll("numbers") long a) {
    agree(
        rounding -> oracle.squareRoot(a, rounding),
        (rounding, flags) -> toUnsignedLong(Binary32.squareRoot((int) a, rounding, flags)));
  }

  @Property(tries = 500)
  void fusedMultiplyAdd(@ForAll("triples") Tuple3<Long, Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    long c = operands.get3();
    agree(
        rounding -> oracle.fusedMultiplyAdd(a, b, c, rounding),
        (rounding, flags) ->
            toUnsignedLong(Binary32.fusedMultiplyAdd((int) a, (int) b, (int) c, rounding, flags)));
  }

  @Property(tries = 250)
  void minimum(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.minimum(a, b),
        (rounding, flags) -> toUnsignedLong(Binary32.minimum((int) a, (int) b, flags)));
  }

  @Property(tries = 150)
  void maximum(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.maximum(a, b),
        (rounding, flags) -> toUnsignedLong(Binary32.maximum((int) a, (int) b, flags)));
  }

  @Property(tries = 250)
  void equal(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(oracle.equal(a, b), flags -> Binary32.equal((int) a, (int) b, flags));
  }

  @Property(tries = 150)
  void less(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(oracle.less(a, b), flags -> Binary32.less((int) a, (int) b, flags));
  }

  @Property(tries = 150)
  void lessOrEqual(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(oracle.lessOrEqual(a, b), flags -> Binary32.lessOrEqual((int) a, (int) b, flags));
  }

  @Property(tries = 250)
  void toInt32(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toSigned(32, a, rounding),
        (rounding, flags) -> Binary32.toInt32((int) a, rounding, flags));
  }

  @Property(tries = 250)
  void toUint32(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toUnsigned(32, a, rounding),
        (rounding, flags) -> toUnsignedLong(Binary32.toUint32((int) a, rounding, flags)));
  }

  @Property(tries = 250)
  void toInt64(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toSigned(64, a, rounding),
        (rounding, flags) -> Binary32.toInt64((int) a, rounding, flags));
  }

  @Property(tries = 250)
  void toUint64(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toUnsigned(64, a, rounding),
        (rounding, flags) -> Binary32.toUint64((int) a, rounding, flags));
  }

  @Property(tries = 150)
  void fromInt32(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromSigned(32, integer, rounding),
        (rounding, flags) -> toUnsignedLong(Binary32.fromInt32((int) integer, rounding, flags)));
  }

  @Property(tries = 150)
  void fromUint32(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromUnsigned(32, integer, rounding),
        (rounding, flags) -> toUnsignedLong(Binary32.fromUint32((int) integer, rounding, flags)));
  }

  @Property(tries = 150)
  void fromInt64(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromSigned(64, integer, rounding),
        (rounding, flags) -> toUnsignedLong(Binary32.fromInt64(integer, rounding, flags)));
  }

  @Property(tries = 150)
  void fromUint64(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromUnsigned(64, integer, rounding),
        (rounding, flags) -> toUnsignedLong(Binary32.fromUint64(integer, rounding, flags)));
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
