package spool.emulator.debug;

import java.util.List;
import spool.emulator.debug.RegisterGroup.Register;

/// What gdb is told of a target, in XML (GDB manual, "Target Descriptions" and "Thread List
/// Format").
final class TargetDescription {
  /// Registers of double precision, of which the low half can be one of single precision.
  private static final String DOUBLE =
      """
      <union id="riscv_double">
      <field name="float" type="ieee_single"/>
      <field name="double" type="ieee_double"/>
      </union>
      """;

  private TargetDescription() {}

  /// The registers.
  static String registers(List<RegisterGroup> groups) {
    StringBuilder text =
        new StringBuilder(
            """
            <?xml version="1.0"?>
            <!DOCTYPE target SYSTEM "gdb-target.dtd">
            <target version="1.0">
            <architecture>riscv:rv64</architecture>
            """);
    for (RegisterGroup group : groups) {
      text.append("<feature name=\"%s\">\n".formatted(group.feature()));
      if (group.registers().stream().anyMatch(each -> each.type().equals("riscv_double"))) {
        text.append(DOUBLE);
      }
      group.registers().forEach(register -> text.append(line(register)));
      text.append("</feature>\n");
    }
    return text.append("</target>\n").toString();
  }

  private static String line(Register register) {
    return "<reg name=\"%s\" bitsize=\"%d\" regnum=\"%d\" type=\"%s\"/>\n"
        .formatted(register.name(), register.bits(), register.number(), register.type());
  }

  /// The threads.
  static String threads(List<GuestThread> threads) {
    StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?>\n<threads>\n");
    for (GuestThread each : threads) {
      text.append(
          "<thread id=\"%s\" name=\"%s\">%s</thread>\n"
              .formatted(Packets.number(each.id()), quoted(each.name()), quoted(each.state())));
    }
    return text.append("</threads>\n").toString();
  }

  /// A guest chooses names as it likes.
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    text.chars().forEach(each -> quoted.append(quoted(each)));
    return quoted.toString();
  }

  private static String quoted(int character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      default -> character < ' ' || character > '~' ? "?" : Character.toString(character);
    };
  }
}
