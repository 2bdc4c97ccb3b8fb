package spool.tools.terminal;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import spool.emulator.hart.Hart;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.ErrnoException;
import spool.kernel.lock.LockStatistics;
import spool.kernel.process.Process;
import spool.kernel.process.SchedulerControl;
import spool.kernel.process.Task;
import spool.tools.computer.Computer;

/// The monitor's commands that look into a computer.
public final class MachineMonitor {
  private final Computer computer;

  private MachineMonitor(Computer computer) {
    this.computer = computer;
  }

  /// A monitor for `computer`.
  public static Monitor of(Computer computer) {
    MachineMonitor machine = new MachineMonitor(computer);
    BareMonitor bare = new BareMonitor(computer.machine());
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
    monitor.add("registers [HART]", "show a hart's registers", bare::registers);
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

  private void memory(List<String> arguments, PrintWriter out) {
    long address = BareMonitor.address(arguments);
    byte[] bytes = BareMonitor.room(arguments);
    if (arguments.size() > 2) {
      read(process(arguments.get(2)), address, bytes);
    } else {
      read(address, bytes);
    }
    BareMonitor.dump(address, bytes, out);
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
    long pid = BareMonitor.number(text);
    return computer.kernel().processes().all().stream()
        .filter(process -> process.pid() == pid && !process.hasEnded())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no process " + pid))
        .firstTask();
  }
}
