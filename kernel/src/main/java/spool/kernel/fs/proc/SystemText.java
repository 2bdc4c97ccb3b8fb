package spool.kernel.fs.proc;

import java.util.List;
import java.util.Locale;
import spool.kernel.abi.DeviceNumber;
import spool.kernel.fs.proc.SystemView.DiskUse;
import spool.kernel.fs.proc.SystemView.HartTicks;

/// The files of /proc about the whole system, in the formats of proc(5).
final class SystemText {
  private static final long KIBIBYTE = 1024;
  private static final long MILLISECOND = 1_000_000;
  private static final double NANOSECONDS = 1e9;
  private static final double TICKS = 100;

  private final SystemView system;

  SystemText(SystemView system) {
    this.system = system;
  }

  String cpuinfo() {
    StringBuilder text = new StringBuilder();
    for (int hart = 0; hart < system.harts().size(); hart++) {
      text.append("processor\t: %d\nhart\t\t: %d\n".formatted(hart, hart))
          .append("isa\t\t: rv64imafdc_zicsr_zifencei\nmmu\t\t: sv39\n")
          .append("uarch\t\t: spool\n\n");
    }
    return text.toString();
  }

  /// Linux: Documentation/admin-guide/iostats.rst. Nothing is merged, and nothing discarded.
  String diskstats() {
    StringBuilder text = new StringBuilder();
    for (DiskUse disk : system.disks()) {
      text.append(
          "%4d %7d %s %s %s %d %d %d 0 0 0 0 %d %d\n"
              .formatted(
                  DeviceNumber.major(disk.device()),
                  DeviceNumber.minor(disk.device()),
                  disk.name(),
                  transfers(disk.reads()),
                  transfers(disk.writes()),
                  disk.inFlight(),
                  milliseconds(disk.busyTime()),
                  milliseconds(disk.weightedTime()),
                  disk.flushes().count(),
                  milliseconds(disk.flushes().time())));
    }
    return text.toString();
  }

  private static String transfers(DiskUse.Transfers transfers) {
    return "%d 0 %d %d"
        .formatted(transfers.count(), transfers.sectors(), milliseconds(transfers.time()));
  }

  private static long milliseconds(long nanoseconds) {
    return nanoseconds / MILLISECOND;
  }

  String filesystems() {
    return "nodev\ttmpfs\nnodev\tproc\nnodev\tsysfs\nnodev\tdevtmpfs\nnodev\tmqueue\n";
  }

  String loadavg() {
    List<Double> loads = system.loadAverages();
    return String.format(
        Locale.ROOT,
        "%.2f %.2f %.2f %d/%d %d\n",
        loads.get(0),
        loads.get(1),
        loads.get(2),
        system.runnable(),
        system.tasks(),
        system.lastPid());
  }

  String meminfo() {
    SystemView.Memory memory = system.memory();
    return line("MemTotal", memory.total())
        + line("MemFree", memory.free())
        + line("MemAvailable", memory.free() + memory.cached())
        + line("Buffers", 0)
        + line("Cached", memory.cached())
        + line("SwapCached", 0)
        + line("Active", 0)
        + line("Inactive", 0)
        + line("SwapTotal", 0)
        + line("SwapFree", 0)
        + line("Shmem", 0)
        + line("Slab", 0)
        + line("SReclaimable", 0);
  }

  private static String line(String name, long bytes) {
    return String.format(Locale.ROOT, "%-16s%8d kB\n", name + ":", bytes / KIBIBYTE);
  }

  String stat() {
    List<HartTicks> harts = system.harts();
    StringBuilder text = new StringBuilder("cpu " + ticks(sum(harts)));
    for (int hart = 0; hart < harts.size(); hart++) {
      text.append("cpu").append(hart).append(ticks(harts.get(hart)));
    }
    text.append("intr 0\nctxt %d\nbtime %d\n".formatted(system.switches(), system.bootTime()))
        .append("processes %d\nprocs_running %d\n".formatted(system.created(), system.runnable()))
        .append("procs_blocked 0\n");
    return text.toString();
  }

  private static HartTicks sum(List<HartTicks> harts) {
    return new HartTicks(
        harts.stream().mapToLong(HartTicks::user).sum(),
        harts.stream().mapToLong(HartTicks::system).sum(),
        harts.stream().mapToLong(HartTicks::idle).sum());
  }

  private static String ticks(HartTicks ticks) {
    return " %d 0 %d %d 0 0 0 0 0 0\n".formatted(ticks.user(), ticks.system(), ticks.idle());
  }

  String uptime() {
    double idle = sum(system.harts()).idle() / TICKS;
    return String.format(Locale.ROOT, "%.2f %.2f\n", system.uptime() / NANOSECONDS, idle);
  }

  String version() {
    return "Linux version %s (spool) %s\n".formatted(system.release(), system.version());
  }
}
