package spool.emulator.debug;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import spool.emulator.debug.RegisterGroup.Register;

/// A debugger's conversation with a target, packet by packet (GDB manual, "Remote Protocol",
/// "Packets"): what each asks for and what is answered. Bytes and connections are not its matter.
///
/// Whatever a packet says, the session goes on: what cannot be understood or done is answered with
/// an error, what there is not with nothing, as the protocol has it.
final class Session {
  private static final String DONE = "OK";
  private static final String REFUSED = "E01";
  private static final String NO_MEMORY = "E0e";

  /// Registers up to this one are in the packets that have them all.
  private static final int LAST_OF_ALL = RiscvRegisters.F0 + 31;

  /// The points by their numbers in packets.
  private static final List<Point.Kind> KINDS =
      List.of(
          Point.Kind.SOFTWARE,
          Point.Kind.HARDWARE,
          Point.Kind.WRITE,
          Point.Kind.READ,
          Point.Kind.ACCESS);

  private static final Next UNKNOWN = new Next.Answer("");

  private final Target target;
  private final Queries queries;
  private int chosen;

  /// Which thread the packets without one mean that let it run; any that is no thread means all.
  private int running = Move.EVERY_THREAD;

  private Stop.At last;

  /// A conversation about `target`, which has stopped as `last` says.
  Session(Target target, Stop.At last) {
    this.target = target;
    this.last = last;
    this.chosen = last.thread();
    this.queries = new Queries(target);
  }

  /// Notes that the target has stopped, and answers the packet that says so.
  String stopped(Stop.At stop) {
    last = stop;
    chosen = stop.thread();
    return report(stop);
  }

  private String report(Stop.At stop) {
    String detail = queries.understands(stop.detail()) ? stop.detail() : "";
    return "T%02xthread:%s;%s".formatted(stop.signal(), Packets.number(stop.thread()), detail);
  }

  /// Serves a packet.
  Next serve(String text) {
    PacketText packet = new PacketText(text);
    try {
      return packet.isOver() ? UNKNOWN : serve(packet.next(), packet);
    } catch (RefusedException _) {
      return new Next.Answer(REFUSED);
    }
  }

  private Next serve(char kind, PacketText packet) {
    return switch (kind) {
      case '?' -> new Next.Answer(report(last));
      case 'g' -> new Next.Answer(allRegisters());
      case 'G' -> allRegisters(packet);
      case 'p' -> new Next.Answer(register(packet));
      case 'P' -> writeRegister(packet);
      case 'm' -> new Next.Answer(readMemory(packet));
      case 'M', 'X' -> writeMemory(packet, kind == 'X');
      case 'Z', 'z' -> point(packet, kind == 'Z');
      case 'H' -> choose(packet);
      case 'T' -> new Next.Answer(isThread(packet.size()) ? DONE : REFUSED);
      case 'c', 's' -> go(packet, kind == 's', 0);
      case 'C', 'S' -> goWithSignal(packet, kind == 'S');
      case 'b' -> goBack(packet);
      case 'D' -> new Next.Detach(DONE);
      case 'k' -> new Next.End("");
      case 'v' -> several(packet);
      case 'q', 'Q' -> query(packet, kind);
      default -> UNKNOWN;
    };
  }

  private Next query(PacketText packet, char kind) {
    String question = kind + packet.rest();
    if (question.equals("QStartNoAckMode")) {
      return new Next.LastAcknowledged(DONE);
    }
    if (question.equals("qC")) {
      return new Next.Answer("QC" + Packets.number(chosen));
    }
    return new Next.Answer(queries.answer(question));
  }

  // Registers

  private Optional<Register> find(long number) {
    return target.registers().stream()
        .flatMap(group -> group.registers().stream())
        .filter(register -> register.number() == number)
        .findFirst();
  }

  private List<Register> inAll() {
    return target.registers().stream()
        .flatMap(group -> group.registers().stream())
        .filter(register -> register.number() <= LAST_OF_ALL)
        .toList();
  }

  private String allRegisters() {
    StringBuilder text = new StringBuilder();
    inAll().forEach(register -> text.append(value(register)));
    return text.toString();
  }

  private String value(Register register) {
    return Packets.register(target.register(chosen, register.number()), register.sizeBytes());
  }

  private Next allRegisters(PacketText packet) {
    byte[] bytes = packet.bytes();
    List<Register> registers = inAll();
    int size = registers.stream().mapToInt(Register::sizeBytes).sum();
    if (bytes.length != size) {
      throw new RefusedException("%d bytes for registers of %d".formatted(bytes.length, size));
    }
    int at = 0;
    for (Register each : registers) {
      target.register(chosen, each.number(), value(bytes, at, each.sizeBytes()));
      at += each.sizeBytes();
    }
    return new Next.Answer(DONE);
  }

  private String register(PacketText packet) {
    long number = packet.number();
    return value(find(number).orElseThrow(() -> new RefusedException("no register " + number)));
  }

  private Next writeRegister(PacketText packet) {
    long number = packet.number();
    packet.require("=");
    byte[] bytes = packet.bytes();
    Register register =
        find(number).orElseThrow(() -> new RefusedException("no register " + number));
    if (bytes.length != register.sizeBytes()) {
      throw new RefusedException("%d bytes for %s".formatted(bytes.length, register.name()));
    }
    target.register(chosen, register.number(), value(bytes, 0, bytes.length));
    return new Next.Answer(DONE);
  }

  private static long value(byte[] bytes, int from, int size) {
    long value = 0;
    for (int at = from + size - 1; at >= from; at--) {
      value = value << Byte.SIZE | (bytes[at] & 0xff);
    }
    return value;
  }

  // Memory

  private String readMemory(PacketText packet) {
    long address = packet.number();
    packet.require(",");
    int length = Math.min(packet.size(), PacketReader.MOST_BYTES / 2);
    if (length == 0) {
      return "";
    }
    try {
      return Packets.bytes(target.read(chosen, address, length));
    } catch (RefusedException _) {
      return NO_MEMORY;
    }
  }

  private Next writeMemory(PacketText packet, boolean isBinary) {
    long address = packet.number();
    packet.require(",");
    int length = packet.size();
    packet.require(":");
    byte[] bytes = isBinary ? packet.raw() : packet.bytes();
    if (bytes.length != length) {
      throw new RefusedException("%d bytes instead of %d".formatted(bytes.length, length));
    }
    try {
      target.write(chosen, address, bytes);
      return new Next.Answer(DONE);
    } catch (RefusedException _) {
      return new Next.Answer(NO_MEMORY);
    }
  }

  private Next point(PacketText packet, boolean isNew) {
    int kind = packet.size();
    packet.require(",");
    long address = packet.number();
    packet.require(",");
    int length = packet.size();
    if (kind >= KINDS.size()) {
      return UNKNOWN;
    }
    Point point = new Point(KINDS.get(kind), address, length);
    if (isNew) {
      target.add(point);
    } else {
      target.remove(point);
    }
    return new Next.Answer(DONE);
  }

  // Threads

  private boolean isThread(int number) {
    return target.threads().stream().anyMatch(thread -> thread.id() == number);
  }

  private Next choose(PacketText packet) {
    char purpose = packet.next();
    int thread = packet.thread();
    boolean isOne = isThread(thread);
    if (thread > 0 && !isOne) {
      throw new RefusedException("no thread " + thread);
    }
    if (purpose == 'c') {
      running = isOne ? thread : Move.EVERY_THREAD;
    } else if (purpose == 'g') {
      chosen = isOne ? thread : target.current();
    } else {
      return UNKNOWN;
    }
    return new Next.Answer(DONE);
  }

  // Execution

  private Next goWithSignal(PacketText packet, boolean isStep) {
    int signal = (int) packet.number();
    if (!packet.isOver()) {
      packet.require(";");
    }
    return go(packet, isStep, signal);
  }

  /// The thread that steps, or gets a signal, is the one that was chosen for it, else the present
  /// one; all others go on unless one was chosen.
  private Next go(PacketText packet, boolean isStep, int signal) {
    int thread = isThread(running) ? running : target.current();
    if (!packet.isOver()) {
      target.register(thread, RiscvRegisters.PC, packet.number());
    }
    Move move = (isStep ? Move.STEP : Move.CONTINUE).with(signal);
    Move others = isThread(running) ? Move.HOLD : Move.CONTINUE;
    return new Next.Run(new Moves(Map.of(thread, move), others));
  }

  private Next goBack(PacketText packet) {
    String direction = packet.rest();
    boolean isStep = direction.equals("s");
    if (!target.isReversible() || (!isStep && !direction.equals("c"))) {
      return UNKNOWN;
    }
    return new Next.GoBack(isThread(running) ? running : target.current(), isStep);
  }

  private Next several(PacketText packet) {
    if (packet.take("Cont?")) {
      return new Next.Answer("vCont;c;C;s;S;r");
    }
    if (packet.take("Cont")) {
      return new Next.Run(moves(packet));
    }
    return packet.take("Kill") ? new Next.End(DONE) : UNKNOWN;
  }

  /// Of several moves for a thread the first counts.
  private static Moves moves(PacketText packet) {
    Map<Integer, Move> each = new LinkedHashMap<>();
    Optional<Move> others = Optional.empty();
    List<String> parts = new ArrayList<>();
    packet.require(";");
    while (!packet.isOver()) {
      parts.add(packet.until(';'));
    }
    for (String part : parts) {
      PacketText text = new PacketText(part);
      Move move = move(text);
      int thread = text.take(":") ? text.thread() : Move.EVERY_THREAD;
      if (thread == Move.EVERY_THREAD) {
        others = others.or(() -> Optional.of(move));
      } else {
        each.putIfAbsent(thread, move);
      }
    }
    return new Moves(each, others.orElse(Move.HOLD));
  }

  private static Move move(PacketText text) {
    char kind = text.next();
    return switch (kind) {
      case 'c' -> Move.CONTINUE;
      case 's' -> Move.STEP;
      case 'C' -> Move.CONTINUE.with((int) text.number());
      case 'S' -> Move.STEP.with((int) text.number());
      case 'r' -> {
        long start = text.number();
        text.require(",");
        yield new Move(Move.Kind.STEP, 0, start, text.number());
      }
      default -> throw new RefusedException("no move '" + kind + "'");
    };
  }
}
