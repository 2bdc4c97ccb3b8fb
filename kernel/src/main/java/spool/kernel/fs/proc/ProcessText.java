package spool.kernel.fs.proc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.Identifiers;
import spool.kernel.fs.WorkingDirectory;
import spool.kernel.vm.Frames;
import spool.kernel.vm.MemoryUsage;

/// The files of /proc about one process, in the formats of proc(5).
final class ProcessText {
  private static final long KIBIBYTE = 1024;
  private static final int SIGCHLD = 17;

  private final ProcessView process;
  private final SystemView system;

  ProcessText(ProcessView process, SystemView system) {
    this.process = process;
    this.system = system;
  }

  /// The 52 fields of `stat`; what Spool does not count is 0.
  String stat() {
    ProcessView.Ticks ticks = process.ticks();
    ProcessView.SignalSets signals = process.signals();
    ProcessView.Scheduling scheduling = process.scheduling();
    MemoryUsage memory = process.memory();
    StringJoiner fields = new StringJoiner(" ", "", "\n");
    add(fields, process.tid(), "(" + process.name() + ")", process.state(), process.parentPid());
    add(fields, process.group(), process.session(), process.terminalDevice());
    add(fields, process.foregroundGroup(), 0, process.faults(), 0, 0, 0);
    add(fields, ticks.user(), ticks.system(), ticks.childrenUser(), ticks.childrenSystem());
    add(fields, scheduling.priority(), process.nice(), process.threads(), 0);
    add(fields, process.startTicks(), memory.virtual(), memory.resident() / Frames.BYTES);
    add(fields, "18446744073709551615", 0, 0, 0, 0, 0);
    add(fields, signals.pending(), signals.blocked(), signals.ignored(), signals.caught());
    add(fields, 0, 0, 0, SIGCHLD, process.hart(), scheduling.realTimePriority());
    add(fields, scheduling.policy(), 0, 0, 0);
    add(fields, 0, 0, 0, 0, 0, 0, 0, 0);
    return fields.toString();
  }

  private static void add(StringJoiner fields, Object... values) {
    for (Object value : values) {
      fields.add(value.toString());
    }
  }

  String statm() {
    MemoryUsage memory = process.memory();
    StringJoiner fields = new StringJoiner(" ", "", "\n");
    add(fields, pages(memory.virtual()), pages(memory.resident()), pages(memory.residentShared()));
    add(fields, pages(memory.text()), 0, pages(memory.data() + memory.stack()), 0);
    return fields.toString();
  }

  private static long pages(long bytes) {
    return bytes / Frames.BYTES;
  }

  String status() {
    Map<String, String> lines = new LinkedHashMap<>();
    identity(lines);
    memory(lines);
    lines.put("Threads", Integer.toString(process.threads()));
    signals(lines);
    harts(lines);
    return lines.entrySet().stream()
        .map(line -> line.getKey() + ":\t" + line.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private void identity(Map<String, String> lines) {
    Credentials of = process.credentials();
    String pid = Integer.toString(process.pid());
    int umask = process.workingDirectory().map(WorkingDirectory::umask).orElse(0);
    lines.put("Name", process.name());
    lines.put("Umask", "%04o".formatted(umask));
    lines.put("State", stateText());
    lines.put("Tgid", pid);
    lines.put("Ngid", "0");
    lines.put("Pid", Integer.toString(process.tid()));
    lines.put("PPid", Integer.toString(process.parentPid()));
    lines.put("TracerPid", "0");
    lines.put("Uid", ids(of.user()));
    lines.put("Gid", ids(of.group()));
    lines.put(
        "FDSize", Integer.toString(process.descriptors().map(DescriptorTable::size).orElse(0)));
    lines.put(
        "Groups", of.groups().stream().map(group -> group + " ").collect(Collectors.joining()));
  }

  private String stateText() {
    return switch (process.state()) {
      case 'R' -> "R (running)";
      case 'T' -> "T (stopped)";
      case 'Z' -> "Z (zombie)";
      default -> "S (sleeping)";
    };
  }

  private static String ids(Identifiers of) {
    return "%d\t%d\t%d\t%d".formatted(of.real(), of.effective(), of.saved(), of.effective());
  }

  /// A zombie has no memory, and no lines about it.
  private void memory(Map<String, String> lines) {
    if (process.state() == 'Z') {
      return;
    }
    MemoryUsage memory = process.memory();
    size(lines, "VmPeak", memory.peakVirtual());
    size(lines, "VmSize", memory.virtual());
    size(lines, "VmLck", 0);
    size(lines, "VmPin", 0);
    size(lines, "VmHWM", memory.peakResident());
    size(lines, "VmRSS", memory.resident());
    size(lines, "RssAnon", memory.resident() - memory.residentShared());
    size(lines, "RssFile", memory.residentShared());
    size(lines, "RssShmem", 0);
    size(lines, "VmData", memory.data());
    size(lines, "VmStk", memory.stack());
    size(lines, "VmExe", memory.text());
    size(lines, "VmLib", 0);
    size(lines, "VmPTE", memory.pageTables());
    size(lines, "VmSwap", 0);
  }

  private static void size(Map<String, String> lines, String name, long bytes) {
    lines.put(name, "%8d kB".formatted(bytes / KIBIBYTE));
  }

  private void signals(Map<String, String> lines) {
    ProcessView.SignalSets signals = process.signals();
    lines.put("SigQ", "0/1024");
    lines.put("SigPnd", set(signals.pending()));
    lines.put("ShdPnd", set(signals.shared()));
    lines.put("SigBlk", set(signals.blocked()));
    lines.put("SigIgn", set(signals.ignored()));
    lines.put("SigCgt", set(signals.caught()));
  }

  private static String set(long signals) {
    return "%016x".formatted(signals);
  }

  private void harts(Map<String, String> lines) {
    int harts = system.harts().size();
    lines.put("Cpus_allowed", "%x".formatted(-1L >>> (Long.SIZE - harts)));
    lines.put("Cpus_allowed_list", harts == 1 ? "0" : "0-" + (harts - 1));
    lines.put("voluntary_ctxt_switches", Long.toString(process.switches().voluntary()));
    lines.put("nonvoluntary_ctxt_switches", Long.toString(process.switches().involuntary()));
  }
}
