package spool.emulator.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.Tuple.Tuple3;

/// Operands where rounding is hard, and the comparison of an operation with the [Oracle] on them.
abstract class AgainstOracle {
  private static final int[] ACCRUED = {0, ExceptionFlags.NX, 30, 31};

  final Oracle oracle;

  AgainstOracle(Oracle oracle) {
    this.oracle = oracle;
  }

  interface Definition {
    Outcome of(int rounding);
  }

  interface Operation {
    long apply(int rounding, ExceptionFlags flags);
  }

  interface Question {
    boolean ask(ExceptionFlags flags);
  }

  /// In every rounding mode, whatever flags have accrued, the bits are the same and the flags join.
  static void agree(Definition definition, Operation operation) {
    for (int rounding = Rounding.RNE; rounding <= Rounding.RMM; rounding++) {
      Outcome expected = definition.of(rounding);
      for (int accrued : ACCRUED) {
        ExceptionFlags flags = new ExceptionFlags();
        flags.set(accrued);
        Outcome actual = new Outcome(operation.apply(rounding, flags), flags.accrued);
        assertEquals(expected.withAccrued(accrued), actual, "in rounding mode " + rounding);
      }
    }
  }

  static void agree(Outcome expected, Question question) {
    agree(rounding -> expected, (rounding, flags) -> question.ask(flags) ? 1 : 0);
  }

  /// Every kind of number: all exponents, with preference for both ends and the middle, and
  /// fractions whose ones or zeros stand together.
  @Provide
  Arbitrary<Long> numbers() {
    int highest = 2 * oracle.greatestExponent() + 1;
    int bias = oracle.greatestExponent();
    int precision = oracle.precision();
    Arbitrary<Integer> fields =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.integers().between(0, highest).withoutEdgeCases()),
            Tuple.of(2, Arbitraries.integers().between(bias - precision, bias + 2 * precision)),
            Tuple.of(2, Arbitraries.integers().between(bias - 1, bias + 1)),
            Tuple.of(2, Arbitraries.integers().between(0, 2)),
            Tuple.of(1, Arbitraries.integers().between(highest - 2, highest)));
    return Combinators.combine(Arbitraries.of(false, true), fields, fractions())
        .as((negative, field, fraction) -> encoding(negative, field, fraction));
  }

  private long encoding(boolean negative, long field, long fraction) {
    return (negative ? oracle.signBit() : 0) | field << (oracle.precision() - 1) | fraction;
  }

  private Arbitrary<Long> fractions() {
    long mask = oracle.smallestNormal() - 1;
    Arbitrary<Long> blocks =
        Arbitraries.integers()
            .between(0, oracle.precision() - 1)
            .flatMap(place -> Arbitraries.of(hardFractions(1L << place)));
    return Arbitraries.oneOf(blocks, Arbitraries.longs().between(0, mask).withoutEdgeCases())
        .map(fraction -> fraction & mask);
  }

  private static Long[] hardFractions(long power) {
    return LongStream.of(0, power, power - 1, power + 1, -power, -power - 1)
        .boxed()
        .toArray(Long[]::new);
  }

  /// Any two numbers, or two that nearly cancel, or that lie some places apart.
  @Provide
  Arbitrary<Tuple2<Long, Long>> pairs() {
    return numbers().flatMap(a -> Arbitraries.oneOf(numbers(), near(a)).map(b -> Tuple.of(a, b)));
  }

  /// Numbers within a few units in the last place of `a`, or of `a` scaled by a power of two, of
  /// either sign.
  private Arbitrary<Long> near(long a) {
    int places = oracle.precision() + 3;
    Arbitrary<Integer> scales =
        Arbitraries.oneOf(
            Arbitraries.just(0),
            Arbitraries.integers().between(-places, places).withoutEdgeCases());
    Arbitrary<Integer> steps = Arbitraries.integers().between(-2, 2);
    long bits = oracle.signBit() | (oracle.signBit() - 1);
    return Combinators.combine(scales, steps, Arbitraries.of(0L, oracle.signBit()))
        .as(
            (scale, step, sign) ->
                ((a + ((long) scale << (oracle.precision() - 1)) + step) ^ sign) & bits);
  }

  /// Any number, or one near to an integer or a fraction of it.
  @Provide
  Arbitrary<Long> nearIntegers() {
    return integers()
        .map(integer -> oracle.fromSigned(64, integer, Rounding.RNE).bits())
        .flatMap(encoding -> Arbitraries.oneOf(numbers(), near(encoding)));
  }

  /// Two factors and an addend, which may be near to their product.
  @Provide
  Arbitrary<Tuple3<Long, Long, Long>> triples() {
    return pairs()
        .flatMap(
            pair ->
                Arbitraries.oneOf(numbers(), near(product(pair)))
                    .map(c -> Tuple.of(pair.get1(), pair.get2(), c)));
  }

  private long product(Tuple2<Long, Long> factors) {
    return oracle.multiply(factors.get1(), factors.get2(), Rounding.RNE).bits();
  }

  /// Integers of every length, and those about the powers of two.
  @Provide
  Arbitrary<Long> integers() {
    Arbitrary<Integer> lengths = Arbitraries.integers().between(0, 63);
    Arbitrary<Long> any =
        Combinators.combine(Arbitraries.longs(), lengths).as((value, length) -> value >> length);
    Arbitrary<Long> nearPowers =
        Combinators.combine(lengths, Arbitraries.longs().between(-2, 2), lengths)
            .as((length, step, zeros) -> ((1L << length) + step) << Math.min(zeros, 63 - length));
    return Arbitraries.oneOf(any, nearPowers);
  }
}
