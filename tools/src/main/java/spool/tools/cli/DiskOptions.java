package spool.tools.cli;

import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.kernel.driver.DiskScheduling;
import spool.tools.computer.Computer;

/// The options about disks, and how the kernel drives them.
final class DiskOptions {
  private final DiskFiles files = new DiskFiles();

  private final Setting<String> order =
      Setting.of(
          String.class,
          OptionSpec.builder("--disk-order")
              .paramLabel("ORDER")
              .defaultValue("fcfs")
              .description(
                  "In which order disks serve what waits: fcfs, sstf, scan, clook (default:"
                      + " ${DEFAULT-VALUE})."));

  /// Adds the options to `command`.
  void addTo(CommandSpec command) {
    files.addTo(command);
    Setting.addAll(command, order);
  }

  /// Adds the disks to `builder`.
  void addTo(Computer.Builder builder) {
    builder.diskScheduling(scheduling());
    files.addTo(builder);
  }

  private DiskScheduling scheduling() {
    return Stream.of(DiskScheduling.values())
        .filter(each -> each.toString().equals(order.get()))
        .findFirst()
        .orElseThrow(
            () ->
                DiskFiles.unknown(
                    "--disk-order",
                    order.get(),
                    Stream.of(DiskScheduling.values()).map(DiskScheduling::toString)));
  }

  /// Closes the images.
  void finish() {
    files.finish();
  }
}
