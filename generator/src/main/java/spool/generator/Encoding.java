package spool.generator;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One way to write an instruction in bits, with its assembly text.
final class Encoding {
  private final BitPattern pattern;
  private final String bits;
  private final String asm;
  private final Map<String, String> implied = new LinkedHashMap<>();
  private final boolean zeroExtended;

  /// The encoding `bits` of `length` bits; `implied` gives operands that it does not hold.
  Encoding(String bits, int length, String asm, String implied, boolean zeroExtended) {
    this.pattern = new BitPattern(bits, length);
    this.bits = bits;
    this.asm = asm;
    this.zeroExtended = zeroExtended;
    for (String assignment : implied.isEmpty() ? new String[0] : implied.split(" ", -1)) {
      String[] sides = assignment.split("=", -1);
      this.implied.put(sides[0], sides[1]);
    }
  }

  BitPattern pattern() {
    return pattern;
  }

  String bits() {
    return bits;
  }

  String asm() {
    return asm;
  }

  String mnemonic() {
    return asm.split(" ", -1)[0];
  }

  /// The Java constant named after the mnemonic.
  String constant() {
    return mnemonic().replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /// Whether the immediate holds bits 12 and up alone, as in `lui`.
  boolean hasUpperImmediate() {
    return pattern.operand("imm").filter(imm -> imm.lowestBit() == 12).isPresent();
  }

  /// Java that computes operand `name` from an `int bits`, if the encoding gives it.
  Optional<String> expression(String name) {
    boolean signed = name.equals("imm") && !zeroExtended;
    return pattern
        .operand(name)
        .map(operand -> operand.expression(signed))
        .or(() -> Optional.ofNullable(implied.get(name)));
  }
}
