package spool.emulator.fp;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.Tuple.Tuple3;

/// What holds for the operations of every format: they give what the [Oracle] does.
abstract class FormatProperties extends AgainstOracle {
  private final FormatOperations format;

  FormatProperties(Oracle oracle, FormatOperations format) {
    super(oracle);
    this.format = format;
  }

  @Property(tries = 500)
  void add(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.add(a, b, rounding),
        (rounding, flags) -> format.add(a, b, rounding, flags));
  }

  @Property(tries = 150)
  void subtract(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.subtract(a, b, rounding),
        (rounding, flags) -> format.subtract(a, b, rounding, flags));
  }

  @Property(tries = 500)
  void multiply(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.multiply(a, b, rounding),
        (rounding, flags) -> format.multiply(a, b, rounding, flags));
  }

  @Property(tries = 500)
  void divide(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(
        rounding -> oracle.divide(a, b, rounding),
        (rounding, flags) -> format.divide(a, b, rounding, flags));
  }

  @Property(tries = 500)
  void squareRoot(@ForAll("numbers") long a) {
    agree(
        rounding -> oracle.squareRoot(a, rounding),
        (rounding, flags) -> format.squareRoot(a, rounding, flags));
  }

  @Property(tries = 500)
  void fusedMultiplyAdd(@ForAll("triples") Tuple3<Long, Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    long c = operands.get3();
    agree(
        rounding -> oracle.fusedMultiplyAdd(a, b, c, rounding),
        (rounding, flags) -> format.fusedMultiplyAdd(a, b, c, rounding, flags));
  }

  @Property(tries = 250)
  void minimum(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(rounding -> oracle.minimum(a, b), (rounding, flags) -> format.minimum(a, b, flags));
  }

  @Property(tries = 150)
  void maximum(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(rounding -> oracle.maximum(a, b), (rounding, flags) -> format.maximum(a, b, flags));
  }

  @Property(tries = 250)
  void equal(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(oracle.equal(a, b), flags -> format.equal(a, b, flags));
  }

  @Property(tries = 150)
  void less(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(oracle.less(a, b), flags -> format.less(a, b, flags));
  }

  @Property(tries = 150)
  void lessOrEqual(@ForAll("pairs") Tuple2<Long, Long> operands) {
    long a = operands.get1();
    long b = operands.get2();
    agree(oracle.lessOrEqual(a, b), flags -> format.lessOrEqual(a, b, flags));
  }

  @Property(tries = 250)
  void toInt32(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toSigned(32, a, rounding),
        (rounding, flags) -> format.toInt32(a, rounding, flags));
  }

  @Property(tries = 250)
  void toUint32(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toUnsigned(32, a, rounding),
        (rounding, flags) -> format.toUint32(a, rounding, flags));
  }

  @Property(tries = 250)
  void toInt64(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toSigned(64, a, rounding),
        (rounding, flags) -> format.toInt64(a, rounding, flags));
  }

  @Property(tries = 250)
  void toUint64(@ForAll("nearIntegers") long a) {
    agree(
        rounding -> oracle.toUnsigned(64, a, rounding),
        (rounding, flags) -> format.toUint64(a, rounding, flags));
  }

  @Property(tries = 150)
  void fromInt32(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromSigned(32, integer, rounding),
        (rounding, flags) -> format.fromInt32((int) integer, rounding, flags));
  }

  @Property(tries = 150)
  void fromUint32(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromUnsigned(32, integer, rounding),
        (rounding, flags) -> format.fromUint32((int) integer, rounding, flags));
  }

  @Property(tries = 150)
  void fromInt64(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromSigned(64, integer, rounding),
        (rounding, flags) -> format.fromInt64(integer, rounding, flags));
  }

  @Property(tries = 150)
  void fromUint64(@ForAll("integers") long integer) {
    agree(
        rounding -> oracle.fromUnsigned(64, integer, rounding),
        (rounding, flags) -> format.fromUint64(integer, rounding, flags));
  }
}
