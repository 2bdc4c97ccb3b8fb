package spool.emulator.exec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The bit manipulation of Zba, Zbb, Zbs and Zicond once more, on strings of binary digits and with
/// [BigInteger], to be compared with.
final class NaiveBits {
  private static final int WIDTH = 64;

  private NaiveBits() {}

  /// Whether `name` is one of the instructions here.
  static boolean knows(String name) {
    return name.matches(
        "add.uw|sh.add(.uw)?|slli.uw|andn|orn|xnor|(max|min)u?|c[lt]zw?|cpopw?|[sz]ext.[bh]"
            + "|ro[lr]i?w?|orc.b|rev8|b(clr|ext|inv|set)i?|czero.*");
  }

  /// The result for the operands `a` and `b`, of which `b` may be an immediate.
  static long apply(String name, long a, long b) {
    return switch (name) {
      case "add.uw", "sh1add", "sh2add", "sh3add", "sh1add.uw", "sh2add.uw", "sh3add.uw" ->
          big(name.contains(".") ? a & 0xffff_ffffL : a)
              .multiply(big(name.startsWith("add") ? 1 : 1L << (name.charAt(2) - '0')))
              .add(big(b))
              .longValue();
      case "slli.uw" -> big(a & 0xffff_ffffL).multiply(BigInteger.TWO.pow((int) b)).longValue();
      case "andn" -> big(a).andNot(big(b)).longValue();
      case "orn" -> big(a).or(big(b).not()).longValue();
      case "xnor" -> big(a).xor(big(b)).not().longValue();
      case "max" -> big(a).max(big(b)).longValue();
      case "min" -> big(a).min(big(b)).longValue();
      case "maxu" -> unsigned(a).max(unsigned(b)).longValue();
      case "minu" -> unsigned(a).min(unsigned(b)).longValue();
      case "czero.eqz" -> b == 0 ? 0 : a;
      case "czero.nez" -> b == 0 ? a : 0;
      default -> digits(name, a, (int) b);
    };
  }

  private static long digits(String name, long a, int b) {
    boolean narrow = name.endsWith("w");
    String bits = binary(a).substring(narrow ? WIDTH / 2 : 0);
    String plain = narrow ? name.substring(0, name.length() - 1) : name;
    return switch (plain) {
      case "clz" -> bits.replaceAll("1.*", "").length();
      case "ctz" -> bits.replaceAll(".*1", "").length();
      case "cpop" -> bits.replace("0", "").length();
      case "sext.b" -> big(a).byteValue();
      case "sext.h" -> big(a).shortValue();
      case "zext.h" -> Long.parseLong(bits.substring(48), 2);
      case "rol" -> value(rotated(bits, b));
      case "ror", "rori" -> value(rotated(bits, -b));
      case "orc.b" -> value(String.join("", octets(bits).stream().map(NaiveBits::filled).toList()));
      case "rev8" -> value(String.join("", octets(bits).reversed()));
      default -> single(plain.replaceAll("i$", ""), a, b & (WIDTH - 1));
    };
  }

  private static long single(String name, long a, int bit) {
    return switch (name) {
      case "bclr" -> big(a).clearBit(bit).longValue();
      case "bset" -> big(a).setBit(bit).longValue();
      case "bext" -> big(a).testBit(bit) ? 1 : 0;
      default -> big(a).flipBit(bit).longValue();
    };
  }

  private static String rotated(String bits, int left) {
    List<Character> turned = new ArrayList<>();
    bits.chars().forEach(digit -> turned.add((char) digit));
    Collections.rotate(turned, -left);
    return String.join("", turned.stream().map(String::valueOf).toList());
  }

  private static List<String> octets(String bits) {
    return List.of(bits.split("(?<=\\G.{8})"));
  }

  private static String filled(String octet) {
    return (octet.contains("1") ? "1" : "0").repeat(8);
  }

  private static String binary(long value) {
    String digits = Long.toBinaryString(value);
    return "0".repeat(WIDTH - digits.length()) + digits;
  }

  /// The number that the digits are in two's complement.
  private static long value(String bits) {
    BigInteger weight = BigInteger.TWO.pow(bits.length());
    BigInteger unsigned = new BigInteger(bits, 2);
    return (bits.startsWith("1") ? unsigned.subtract(weight) : unsigned).longValue();
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
