package spool.tools.terminal;

import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Disassembler;
import spool.emulator.machine.Machine;
import spool.emulator.memory.PhysicalMemory;

/// The monitor's commands that look into a machine, whatever runs there.
public final class BareMonitor {
  private static final int LINE_BYTES = 16;
  private static final int STANDARD_BYTES = 64;
  private static final int MOST_BYTES = 4096;
  private static final int REGISTER_ROWS = 11;

  private final Machine machine;

  BareMonitor(Machine machine) {
    this.machine = machine;
  }

  /// A monitor for `machine`.
  public static Monitor of(Machine machine) {
    BareMonitor bare = new BareMonitor(machine);
    Monitor monitor = new Monitor();
    monitor.add("harts", "list the harts and where they are", (arguments, out) -> bare.harts(out));
    monitor.add("registers [HART]", "show a hart's registers", bare::registers);
    monitor.add(
        "memory ADDRESS [BYTES [HART]]", "show RAM, or memory as a hart sees it", bare::memory);
    return monitor;
  }

  private void harts(PrintWriter out) {
    out.printf("%4s %-6s %-4s %15s  %s%n", "HART", "STATE", "MODE", "CYCLES", "PC");
    for (Hart hart : machine.harts()) {
      String state = hart.isParked() ? "idle" : "busy";
      out.printf(
          "%4d %-6s %-4s %15d  %016x%n",
          hart.id(), state, hart.privilege(), hart.cycles(), hart.pc());
    }
  }

  void registers(List<String> arguments, PrintWriter out) {
    Hart hart = hart(arguments.isEmpty() ? "0" : arguments.getFirst());
    out.printf("pc   %016x%n", hart.pc());
    for (int row = 0; row < REGISTER_ROWS; row++) {
      out.println(registerRow(hart, row));
    }
  }

  /// Three registers fit into the 80 columns of a terminal.
  private static String registerRow(Hart hart, int row) {
    return IntStream.iterate(row, number -> number < 32, number -> number + REGISTER_ROWS)
        .mapToObj(number -> "%-4s %016x".formatted(Disassembler.x(number), hart.x[number]))
        .collect(Collectors.joining("   "));
  }

  private Hart hart(String text) {
    List<Hart> harts = machine.harts();
    long number = number(text);
    if (number < 0 || number >= harts.size()) {
      throw new IllegalArgumentException("there are harts 0 to " + (harts.size() - 1));
    }
    return harts.get((int) number);
  }

  private void memory(List<String> arguments, PrintWriter out) {
    long address = address(arguments);
    byte[] bytes = room(arguments);
    for (int at = 0; at < bytes.length; at++) {
      long physical = address + at;
      if (arguments.size() > 2) {
        OptionalLong found = hart(arguments.get(2)).find(physical);
        physical = found.orElseThrow(() -> new IllegalArgumentException("nothing is mapped there"));
      }
      read(physical, bytes, at);
    }
    dump(address, bytes, out);
  }

  private void read(long address, byte[] bytes, int at) {
    PhysicalMemory ram = machine.bus().memory();
    if (!ram.contains(address, 1)) {
      throw new IllegalArgumentException("there is no RAM");
    }
    ram.read(address, bytes, at, 1);
  }

  /// The address that a command for memory begins with.
  static long address(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("no address given");
    }
    return number(arguments.getFirst());
  }

  /// Room for as many bytes as such a command wants.
  static byte[] room(List<String> arguments) {
    long count = arguments.size() > 1 ? number(arguments.get(1)) : STANDARD_BYTES;
    return new byte[Math.clamp(count, 1, MOST_BYTES)];
  }

  /// Shows `bytes`, which begin at `address`.
  static void dump(long address, byte[] bytes, PrintWriter out) {
    for (int offset = 0; offset < bytes.length; offset += LINE_BYTES) {
      out.println(dumpLine(address + offset, bytes, offset));
    }
  }

  private static String dumpLine(long address, byte[] bytes, int offset) {
    StringBuilder hex = new StringBuilder();
    StringBuilder text = new StringBuilder();
    for (int i = offset; i < Math.min(bytes.length, offset + LINE_BYTES); i++) {
      hex.append("%02x ".formatted(bytes[i]));
      text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    return "%012x  %-48s %s".formatted(address, hex, text);
  }

  static long number(String text) {
    try {
      return Long.decode(text);
    } catch (NumberFormatException mistake) {
      throw new IllegalArgumentException("'" + text + "' is no number", mistake);
    }
  }
}
