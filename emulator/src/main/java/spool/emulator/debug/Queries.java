package spool.emulator.debug;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The general queries of a debugger's (GDB manual, "General Query Packets").
final class Queries {
  private final Target target;
  private boolean knowsSoftwareBreakpoints;
  private boolean knowsHardwareBreakpoints;

  Queries(Target target) {
    this.target = target;
  }

  /// Whether the debugger has said that it understands the `detail` of a stop.
  boolean understands(String detail) {
    return switch (detail) {
      case "swbreak:;" -> knowsSoftwareBreakpoints;
      case "hwbreak:;" -> knowsHardwareBreakpoints;
      default -> true;
    };
  }

  /// The answer to `question`; empty if there is no such query.
  String answer(String question) {
    PacketText text = new PacketText(question);
    if (text.take("qSupported")) {
      return features(text.rest());
    }
    if (text.take("qXfer:features:read:target.xml:")) {
      return part(text, TargetDescription.registers(target.registers()));
    }
    if (text.take("qXfer:threads:read::")) {
      return part(text, TargetDescription.threads(target.threads()));
    }
    if (text.take("qThreadExtraInfo,")) {
      return Packets.hidden(describe(text.size()));
    }
    if (text.take("qRcmd,")) {
      return command(new String(text.bytes(), UTF_8));
    }
    return brief(question);
  }

  private String brief(String question) {
    return switch (question) {
      case "qfThreadInfo" -> threads();
      case "qsThreadInfo" -> "l";
      case "qAttached" -> "0";
      case "qSymbol::" -> "OK";
      default -> "";
    };
  }

  private String features(String theirs) {
    List<String> known = List.of(theirs.replaceFirst("^:", "").split(";"));
    knowsSoftwareBreakpoints = known.contains("swbreak+");
    knowsHardwareBreakpoints = known.contains("hwbreak+");
    String back = target.isReversible() ? ";ReverseStep+;ReverseContinue+" : "";
    return "PacketSize=%s;QStartNoAckMode+;vContSupported+;swbreak+;hwbreak+"
            .formatted(Packets.number(PacketReader.MOST_BYTES / 2))
        + ";qXfer:features:read+;qXfer:threads:read+"
        + back;
  }

  private static String part(PacketText text, String whole) {
    long offset = text.number();
    text.require(",");
    return Packets.part(whole, offset, text.number());
  }

  private String threads() {
    return "m" + join(thread -> Packets.number(thread.id()));
  }

  private String join(Function<GuestThread, String> text) {
    return target.threads().stream().map(text).collect(Collectors.joining(","));
  }

  private String describe(int id) {
    return target.threads().stream()
        .filter(thread -> thread.id() == id)
        .map(thread -> thread.name() + ", " + thread.state())
        .findFirst()
        .orElseThrow(() -> new RefusedException("no thread " + id));
  }

  private String command(String text) {
    String shown = target.command(text.strip());
    return shown.isEmpty() ? "OK" : Packets.bytes(shown.getBytes(UTF_8));
  }
}
