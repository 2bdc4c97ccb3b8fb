package spool.generator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where a decoded instruction keeps its operands (see `Decoded` in the emulator): registers in
/// fields of their own, everything else in the upper half, alone or side by side.
final class OperandLayout {
  private static final Set<String> REGISTERS = Set.of("rd", "fd", "rs1", "fs1", "rs2", "fs2");

  private record Place(int shift, int width) {}

  private final Map<String, Place> upper = new LinkedHashMap<>();

  /// The layout for an instruction with these operands.
  OperandLayout(List<Operand> operands) {
    int shift = 0;
    for (Operand operand : operands) {
      if (!REGISTERS.contains(operand.name())) {
        upper.put(operand.name(), new Place(shift, operand.width()));
        shift += operand.width();
      }
    }
  }

  /// Java that reads operand `name`, a number, from a `long insn` and its low half `int word`.
  String read(String name) {
    return switch (name) {
      case "rd", "rs1", "rs2" -> "Decoded." + name + "(word)";
      case "fd", "fs1", "fs2" -> "Decoded.r" + name.substring(1) + "(word)";
      default -> readUpper(name);
    };
  }

  /// Java that packs all operands of `encoding` for opcode number `opcode`.
  String pack(Encoding encoding, String opcode) {
    return "Decoded.pack(%s, %s, %s, %s, %s)"
        .formatted(
            opcode,
            destination(encoding),
            register(encoding, "rs1", "fs1"),
            register(encoding, "rs2", "fs2"),
            packUpper(encoding));
  }

  private static String destination(Encoding encoding) {
    return encoding
        .expression("rd")
        .map(number -> "Decoded.destination(" + number + ")")
        .orElseGet(() -> encoding.expression("fd").orElse("0"));
  }

  private static String register(Encoding encoding, String integer, String floating) {
    return encoding.expression(integer).or(() -> encoding.expression(floating)).orElse("0");
  }

  private String packUpper(Encoding encoding) {
    StringBuilder packed = new StringBuilder();
    upper.forEach(
        (name, place) -> {
          String value = required(encoding, name);
          packed.append(packed.isEmpty() ? "" : " | ");
          packed.append(place.shift == 0 ? value : "(" + value + ") << " + place.shift);
        });
    return packed.isEmpty() ? "0" : packed.toString();
  }

  private static String required(Encoding encoding, String name) {
    return encoding
        .expression(name)
        .orElseThrow(() -> new DescriptionError("'" + encoding.asm() + "' does not give " + name));
  }

  /// The parameter `name` as `Opcode.arguments` has it.
  String place(String name) {
    Place place = upper.get(name);
    return place == null || upper.size() == 1
        ? name
        : "%s:%d:%d".formatted(name, place.shift, place.width);
  }

  private String readUpper(String name) {
    Place place = upper.get(name);
    if (place == null) {
      throw new DescriptionError("the encoding has no operand '" + name + "'");
    }
    if (upper.size() > 1) {
      return "Decoded.upper(insn) >>> %d & 0x%x".formatted(place.shift, (1 << place.width) - 1);
    }
    return name.equals("imm") ? "Decoded.immediate(insn)" : "Decoded.upper(insn)";
  }
}
