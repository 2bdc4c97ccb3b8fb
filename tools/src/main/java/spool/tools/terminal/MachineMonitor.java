package spool.tools.terminal;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Disassembler;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.ErrnoException;
import spool.kernel.lock.LockStatistics;
import spool.kernel.process.Process;
import spool.kernel.process.SchedulerControl;
import spool.kernel.process.Task;
import spool.tools.computer.Computer;

/// The monitor's commands that look into a computer.
public final class MachineMonitor {
  private static final int LINE_BYTES = 16;
  private static final int STANDARD_BYTES = 64;
  private static final int MOST_BYTES = 4096;
  private static final int REGISTER_ROWS = 11;

  private final Computer computer;

  private MachineMonitor(Computer computer) {
    this.computer = computer;
  }

  /// A monitor for `computer`.
  public static Monitor of(Computer computer) {
    MachineMonitor machine = new MachineMonitor(computer);
    Monitor monitor = new Monitor();
    monitor.add("processes", "list the processes", (arguments, out) -> machine.processes(out));
    monitor.add(
        "harts", "list the harts and what they run", (arguments, out) -> machine.harts(out));
    monitor.add("scheduler [CHOICE]", "show the policy, or choose another", machine::scheduler);
    monitor.add(
        "deadlock",
        "show who waits for whom, and who for ever",
        (arguments, out) -> out.print(machine.computer.kernel().locks().waits()));
    monitor.add(
        "lockstat [on|off]", "show, or count, how long locks are waited for", machine::lockstat);
    monitor.add("registers [HART]", "show a hart's registers", machine::registers);
    monitor.add("memory ADDRESS [BYTES [PID]]", "show RAM, or a process's memory", machine::memory);
    return monitor;
  }

  private void processes(PrintWriter out) {
    out.printf("%5s %5s %-8s %4s %12s  %s%n", "PID", "PPID", "STATE", "HART", "CYCLES", "NAME");
    for (Process process : computer.kernel().processes().all()) {
      String state = process.hasEnded() ? "zombie" : state(process.firstTask());
      String hart = process.hasEnded() ? "-" : Integer.toString(process.firstTask().hart());
      out.printf(
          "%5d %5d %-8s %4s %12d  %s%n",
          process.pid(),
          process.parentPid(),
          state,
          hart,
          process.cpuTime().total(),
          process.name());
    }
  }

  private static String state(Task task) {
    return task.state().name().toLowerCase(Locale.ROOT);
  }

  private void harts(PrintWriter out) {
    out.printf("%4s %-6s %15s %15s  %s%n", "HART", "STATE", "CYCLES", "INSTRUCTIONS", "TASK");
    for (Hart hart : computer.machine().harts()) {
      String task = computer.kernel().dispatcher().current(hart).map(Task::toString).orElse("-");
      String state = hart.isParked() ? "idle" : "busy";
      out.printf("%4d %-6s %15d %15d  %s%n", hart.id(), state, hart.cycles(), hart.retired(), task);
    }
  }

  private void scheduler(List<String> arguments, PrintWriter out) {
    SchedulerControl control = computer.kernel().scheduler();
    if (!arguments.isEmpty()) {
      choose(control, arguments.getFirst());
    }
    out.println(control.text());
  }

  private void lockstat(List<String> arguments, PrintWriter out) {
    LockStatistics statistics = computer.kernel().locks().statistics();
    if (arguments.isEmpty()) {
      out.print(statistics.text());
      return;
    }
    switch (arguments.getFirst()) {
      case "on" -> statistics.turn(true);
      case "off" -> statistics.turn(false);
      default -> throw new IllegalArgumentException("neither on nor off");
    }
  }

  private static void choose(SchedulerControl control, String choice) {
    try {
      control.choose(choice);
    } catch (IllegalStateException refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  private void registers(List<String> arguments, PrintWriter out) {
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
    List<Hart> harts = computer.machine().harts();
    long number = number(text);
    if (number < 0 || number >= harts.size()) {
      throw new IllegalArgumentException("there are harts 0 to " + (harts.size() - 1));
    }
    return harts.get((int) number);
  }

  private void memory(List<String> arguments, PrintWriter out) {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("no address given");
    }
    long address = number(arguments.get(0));
    long count = arguments.size() > 1 ? number(arguments.get(1)) : STANDARD_BYTES;
    byte[] bytes = new byte[Math.clamp(count, 1, MOST_BYTES)];
    if (arguments.size() > 2) {
      read(process(arguments.get(2)), address, bytes);
    } else {
      read(address, bytes);
    }
    for (int offset = 0; offset < bytes.length; offset += LINE_BYTES) {
      out.println(dumpLine(address + offset, bytes, offset));
    }
  }

  /// RAM by its physical address; anything else in the address space of what hart 0 runs.
  private void read(long address, byte[] bytes) {
    PhysicalMemory ram = computer.machine().bus().memory();
    if (ram.contains(address, bytes.length)) {
      ram.read(address, bytes, 0, bytes.length);
    } else {
      Hart first = computer.machine().harts().getFirst();
      read(
          computer.kernel().dispatcher().current(first).orElseThrow(MachineMonitor::unclear),
          address,
          bytes);
    }
  }

  private static IllegalArgumentException unclear() {
    return new IllegalArgumentException("not RAM, and hart 0 runs nothing: name a process");
  }

  private static void read(Task task, long address, byte[] bytes) {
    try {
      task.memory().read(address, bytes, 0, bytes.length);
    } catch (ErrnoException fault) {
      throw new IllegalArgumentException("nothing is mapped there in " + task, fault);
    }
  }

  private Task process(String text) {
    long pid = number(text);
    return computer.kernel().processes().all().stream()
        .filter(process -> process.pid() == pid && !process.hasEnded())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no process " + pid))
        .firstTask();
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

  private static long number(String text) {
    try {
      return Long.decode(text);
    } catch (NumberFormatException mistake) {
      throw new IllegalArgumentException("'" + text + "' is no number", mistake);
    }
  }
}
