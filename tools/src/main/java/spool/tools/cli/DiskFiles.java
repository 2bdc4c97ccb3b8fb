package spool.tools.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.emulator.device.DiskDrive;
import spool.emulator.device.DiskTiming;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MechanicalTiming;
import spool.emulator.device.RevertibleImage;
import spool.emulator.machine.Machine;
import spool.tools.computer.FileImage;

/// The options that give a machine disks.
final class DiskFiles {
  private static final String READ_ONLY = ":ro";
  private static final String FLAT = "flat";

  private final Setting<List<String>> disks =
      Setting.list(
          String.class,
          OptionSpec.builder("--disk")
              .paramLabel("FILE[:ro]")
              .description(
                  "A raw disk image as the first disk, /dev/vda, written through unless ':ro'; up to"
                      + " eight."));

  private final Setting<String> timing =
      Setting.of(
          String.class,
          OptionSpec.builder("--disk-timing")
              .paramLabel("NAME")
              .defaultValue(FLAT)
              .description(
                  "How long disks take: flat, or as a drive does, hp97560 or ibm2314 (default:"
                      + " ${DEFAULT-VALUE})."));

  /// What [#addTo] has opened.
  private final List<FileImage> images = new ArrayList<>();

  /// The same as the machine has them.
  private final List<RevertibleImage> plugged = new ArrayList<>();

  /// Adds the options to `command`.
  void addTo(CommandSpec command) {
    Setting.addAll(command, disks, timing);
  }

  /// Has `machine` take the contents of its disks along when it is taken back.
  void keepHistory(Machine machine) {
    for (int number = 0; number < plugged.size(); number++) {
      machine.keep("history of disk" + number, plugged.get(number).history());
    }
  }

  /// Adds the disks to `builder`.
  void addTo(Machine.Options<?> builder) {
    Supplier<DiskTiming> timings = timings();
    disks.get().forEach(disk -> add(builder, disk, timings.get()));
  }

  private void add(Machine.Options<?> builder, String disk, DiskTiming diskTiming) {
    boolean isReadOnly = disk.endsWith(READ_ONLY);
    String name = isReadOnly ? disk.substring(0, disk.length() - READ_ONLY.length()) : disk;
    try {
      FileImage image = FileImage.open(Path.of(name), isReadOnly);
      images.add(image);
      plugged.add(new RevertibleImage(image));
      builder.disk(plugged.getLast(), diskTiming);
    } catch (IOException | InvalidPathException failure) {
      throw new Failure(ExitStatus.USAGE, "--disk: cannot open " + failure.getMessage());
    } catch (IllegalArgumentException unsuitable) {
      throw new Failure(ExitStatus.USAGE, "--disk: " + unsuitable.getMessage());
    }
  }

  private Supplier<DiskTiming> timings() {
    if (timing.get().equals(FLAT)) {
      return () -> FlatTiming.STANDARD;
    }
    Stream<String> known =
        Stream.concat(Stream.of(FLAT), DiskDrive.ALL.stream().map(DiskDrive::name));
    DiskDrive drive =
        DiskDrive.named(timing.get())
            .orElseThrow(() -> unknown("--disk-timing", timing.get(), known));
    return () -> new MechanicalTiming(drive);
  }

  /// Says in `description` which disks there are, and what is on them now.
  void describe(Map<String, String> description) {
    description.put("disk-timing", timing.get());
    description.put("disks", Integer.toString(disks.get().size()));
    for (int number = 0; number < disks.get().size(); number++) {
      description.put("disk" + number, absolute(disks.get().get(number)));
      description.put("disk" + number + "-contents", contents(number));
    }
  }

  private static String absolute(String disk) {
    boolean isReadOnly = disk.endsWith(READ_ONLY);
    String name = isReadOnly ? disk.substring(0, disk.length() - READ_ONLY.length()) : disk;
    return Path.of(name).toAbsolutePath() + (isReadOnly ? READ_ONLY : "");
  }

  private String contents(int number) {
    FileImage image = images.get(number);
    try {
      return "%d sectors %s %08x"
          .formatted(image.sectors(), image.isReadOnly() ? "ro" : "rw", image.checksum());
    } catch (IOException failure) {
      throw new Failure(ExitStatus.NOT_EXECUTABLE, "--disk: cannot read " + failure.getMessage());
    }
  }

  /// Takes the disks of a saved machine, where no others were named in their places.
  void adopt(Map<String, String> description) {
    timing.set(description.getOrDefault("disk-timing", timing.get()));
    List<String> saved = new ArrayList<>();
    for (int number = 0; description.containsKey("disk" + number); number++) {
      saved.add(description.getOrDefault("disk" + number, ""));
    }
    if (!disks.get().isEmpty() && disks.get().size() != saved.size()) {
      throw new Failure(
          ExitStatus.USAGE,
          "--restore: the saved machine has %d disks, not %d"
              .formatted(saved.size(), disks.get().size()));
    }
    if (disks.get().isEmpty()) {
      disks.set(saved);
    }
  }

  /// Makes sure that there is on every disk what was there when the machine was saved.
  void demandUnchanged(Map<String, String> description) {
    for (int number = 0; number < disks.get().size(); number++) {
      if (!contents(number).equals(description.get("disk" + number + "-contents"))) {
        throw new Failure(
            ExitStatus.NOT_EXECUTABLE,
            "--restore: %s is not what it was when the machine was saved"
                .formatted(disks.get().get(number)));
      }
    }
  }

  /// There is no `value` for `option`, only what is `known`.
  static Failure unknown(String option, String value, Stream<String> known) {
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
