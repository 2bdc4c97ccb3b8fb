package spool.tools.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import spool.emulator.device.DiskDrive;
import spool.emulator.device.DiskTiming;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MechanicalTiming;
import spool.kernel.driver.DiskScheduling;
import spool.tools.computer.Computer;
import spool.tools.computer.FileImage;

/// The options about disks.
final class DiskOptions {
  private static final String READ_ONLY = ":ro";
  private static final String FLAT = "flat";

  @Option(
      names = "--disk",
      paramLabel = "FILE[:ro]",
      description =
          "A raw disk image as /dev/vda, written through unless ':ro'; up to eight, the next is"
              + " /dev/vdb.")
  private List<String> disks = List.of();

  @Option(
      names = "--disk-timing",
      paramLabel = "NAME",
      defaultValue = FLAT,
      description =
          "How long disks take: flat, or as a drive does, hp97560 or ibm2314 (default:"
              + " ${DEFAULT-VALUE}).")
  private String timing = FLAT;

  @Option(
      names = "--disk-order",
      paramLabel = "ORDER",
      defaultValue = "fcfs",
      description =
          "In which order disks serve what waits: fcfs, sstf, scan, clook (default:"
              + " ${DEFAULT-VALUE}).")
  private String order = "fcfs";

  /// What [#addTo] has opened.
  private final List<FileImage> images = new ArrayList<>();

  /// Adds the disks to `builder`.
  void addTo(Computer.Builder builder) {
    builder.diskScheduling(scheduling());
    Supplier<DiskTiming> timings = timings();
    disks.forEach(disk -> add(builder, disk, timings.get()));
  }

  private void add(Computer.Builder builder, String disk, DiskTiming diskTiming) {
    boolean isReadOnly = disk.endsWith(READ_ONLY);
    String name = isReadOnly ? disk.substring(0, disk.length() - READ_ONLY.length()) : disk;
    try {
      FileImage image = FileImage.open(Path.of(name), isReadOnly);
      images.add(image);
      builder.disk(image, diskTiming);
    } catch (IOException | InvalidPathException failure) {
      throw new Failure(ExitStatus.USAGE, "--disk: cannot open " + failure.getMessage());
    } catch (IllegalArgumentException unsuitable) {
      throw new Failure(ExitStatus.USAGE, "--disk: " + unsuitable.getMessage());
    }
  }

  private Supplier<DiskTiming> timings() {
    if (timing.equals(FLAT)) {
      return () -> FlatTiming.STANDARD;
    }
    Stream<String> known =
        Stream.concat(Stream.of(FLAT), DiskDrive.ALL.stream().map(DiskDrive::name));
    DiskDrive drive =
        DiskDrive.named(timing).orElseThrow(() -> unknown("--disk-timing", timing, known));
    return () -> new MechanicalTiming(drive);
  }

  private DiskScheduling scheduling() {
    return Stream.of(DiskScheduling.values())
        .filter(each -> each.toString().equals(order))
        .findFirst()
        .orElseThrow(
            () ->
                unknown(
                    "--disk-order",
                    order,
                    Stream.of(DiskScheduling.values()).map(DiskScheduling::toString)));
  }

  private static Failure unknown(String option, String value, Stream<String> known) {
    return new Failure(
        ExitStatus.USAGE,
        "%s: there is no '%s'; known: %s"
            .formatted(option, value, known.collect(Collectors.joining(", "))));
  }

  /// Closes the images.
  void finish() {
    try {
      for (FileImage image : images) {
        image.close();
      }
    } catch (IOException failure) {
      throw new Failure(ExitStatus.DEFECT, "--disk: " + failure.getMessage());
    }
  }
}
