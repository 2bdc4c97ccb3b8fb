package spool.emulator.exec;

import java.math.BigInteger;
import java.util.Arrays;
import spool.emulator.isa.Reference;

/// The integer instructions, executed in the simplest way there is: by name, with [BigInteger]
/// where sizes matter, one after the other, without blocks, caches or counters.
final class NaiveModel {

  final long[] x;
  final byte[] data;
  private final long dataAddress;

  NaiveModel(long[] x, byte[] data, long dataAddress) {
    this.x = Arrays.copyOf(x, 32);
    this.data = data;
    this.dataAddress = dataAddress;
  }

  /// Executes `steps` instructions of `program`, starting with the first, and answers the index of
  /// the next.
  int run(int[] program, int steps) {
    int next = 0;
    for (int step = 0; step < steps; step++) {
      next += execute(program[next]);
      x[0] = 0;
    }
    return next;
  }

  /// How many instructions on the next one is.
  private int execute(int word) {
    Reference.Row row = Reference.find(word).orElseThrow();
    int rd = word >>> 7 & 31;
    BigInteger a = BigInteger.valueOf(x[word >>> 15 & 31]);
    BigInteger b = BigInteger.valueOf(x[word >>> 20 & 31]);
    BigInteger imm = BigInteger.valueOf(word >> 20);
    if (NaiveBits.knows(row.name())) {
      long second = row.format().startsWith("SH") ? word >>> 20 & 63 : b.longValue();
      x[rd] = NaiveBits.apply(row.name(), a.longValue(), second);
      return 1;
    }
    switch (row.format()) {
      case "R" -> x[rd] = register(row.name(), a, b).longValue();
      case "I" -> x[rd] = register(row.name().replace("i", ""), a, imm).longValue();
      case "SH6", "SH5" -> x[rd] = shift(row.name(), a, word >>> 20 & 63).longValue();
      case "L" -> x[rd] = load(row.name(), a.add(imm).longValue());
      case "S" -> store(row.name(), a.longValue() + (word >> 25 << 5 | rd), b.longValue());
      default -> {
        return branch(row.name(), a, b) ? 2 : 1;
      }
    }
    return 1;
  }

  private static BigInteger register(String name, BigInteger a, BigInteger b) {
    boolean narrow = name.endsWith("w");
    BigInteger ua = unsigned(a, narrow ? 32 : 64);
    BigInteger ub = unsigned(b, narrow ? 32 : 64);
    BigInteger sa = signed(a, narrow ? 32 : 64);
    BigInteger sb = signed(b, narrow ? 32 : 64);
    BigInteger result =
        switch (narrow ? name.substring(0, name.length() - 1) : name) {
          case "add" -> sa.add(sb);
          case "sub" -> sa.subtract(sb);
          case "slt" -> truth(sa.compareTo(sb) < 0);
          case "sltu" -> truth(ua.compareTo(ub) < 0);
          case "xor" -> sa.xor(sb);
          case "or" -> sa.or(sb);
          case "and" -> sa.and(sb);
          case "sll", "srl", "sra" -> shift(name, a, ub.intValue() & (narrow ? 31 : 63));
          case "mul" -> sa.multiply(sb);
          case "mulh" -> sa.multiply(sb).shiftRight(64);
          case "mulhsu" -> sa.multiply(ub).shiftRight(64);
          case "mulhu" -> ua.multiply(ub).shiftRight(64);
          case "div" -> isZero(sb) ? BigInteger.ONE.negate() : sa.divide(sb);
          case "divu" -> isZero(ub) ? BigInteger.ONE.negate() : ua.divide(ub);
          case "rem" -> isZero(sb) ? sa : sa.remainder(sb);
          case "remu" -> isZero(ub) ? ua : ua.remainder(ub);
          default -> throw new IllegalArgumentException(name);
        };
    return signed(result, narrow ? 32 : 64);
  }

  private static BigInteger shift(String name, BigInteger a, int count) {
    int width = name.endsWith("w") ? 32 : 64;
    BigInteger result =
        switch (name.substring(0, 3)) {
          case "sll" -> a.shiftLeft(count);
          case "srl" -> unsigned(a, width).shiftRight(count);
          default -> signed(a, width).shiftRight(count);
        };
    return signed(result, width);
  }

  private static boolean branch(String name, BigInteger a, BigInteger b) {
    int order = name.endsWith("u") ? unsigned(a, 64).compareTo(unsigned(b, 64)) : a.compareTo(b);
    return switch (name) {
      case "beq" -> order == 0;
      case "bne" -> order != 0;
      case "blt", "bltu" -> order < 0;
      default -> order >= 0;
    };
  }

  private long load(String name, long address) {
    int size = size(name);
    BigInteger value = BigInteger.ZERO;
    for (int i = size - 1; i >= 0; i--) {
      long octet = data[(int) (address - dataAddress) + i] & 255;
      value = value.shiftLeft(8).or(BigInteger.valueOf(octet));
    }
    return (name.endsWith("u") ? value : signed(value, 8 * size)).longValue();
  }

  private void store(String name, long address, long value) {
    for (int i = 0; i < size(name); i++) {
      data[(int) (address - dataAddress) + i] = (byte) (value >>> (8 * i));
    }
  }

  private static int size(String name) {
    return switch (name.charAt(1)) {
      case 'b' -> 1;
      case 'h' -> 2;
      case 'w' -> 4;
      default -> 8;
    };
  }

  private static boolean isZero(BigInteger value) {
    return value.signum() == 0;
  }

  private static BigInteger truth(boolean condition) {
    return condition ? BigInteger.ONE : BigInteger.ZERO;
  }

  private static BigInteger unsigned(BigInteger value, int width) {
    return value.mod(BigInteger.ONE.shiftLeft(width));
  }

  private static BigInteger signed(BigInteger value, int width) {
    BigInteger wrapped = unsigned(value, width);
    return wrapped.testBit(width - 1) ? wrapped.subtract(BigInteger.ONE.shiftLeft(width)) : wrapped;
  }
}
