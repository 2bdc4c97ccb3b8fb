package spool.tools.cli;

import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import spool.kernel.driver.DiskScheduling;
import spool.tools.computer.Computer;

/// The options about disks, and how the kernel drives them.
final class DiskOptions {
  @Mixin private DiskFiles files = new DiskFiles();

  @Option(
      names = "--disk-order",
      paramLabel = "ORDER",
      defaultValue = "fcfs",
      description =
          "In which order disks serve what waits: fcfs, sstf, scan, clook (default:"
              + " ${DEFAULT-VALUE}).")
  private String order = "fcfs";

  /// Adds the disks to `builder`.
  void addTo(Computer.Builder builder) {
    builder.diskScheduling(scheduling());
    files.addTo(builder);
  }

  private DiskScheduling scheduling() {
    return Stream.of(DiskScheduling.values())
        .filter(each -> each.toString().equals(order))
        .findFirst()
        .orElseThrow(
            () ->
                DiskFiles.unknown(
                    "--disk-order",
                    order,
                    Stream.of(DiskScheduling.values()).map(DiskScheduling::toString)));
  }

  /// Closes the images.
  void finish() {
    files.finish();
  }
}
