package spool.tools.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.emulator.device.TapeImage;
import spool.tools.computer.Computer;
import spool.tools.tape.TapeFile;

/// The options that give a machine tapes and paper.
final class PeripheralOptions {
  private static final String READ_ONLY = ":ro";

  private final Setting<Optional<String>> tape0 =
      Setting.optional(
          String.class,
          OptionSpec.builder("--tape0")
              .paramLabel("FILE[:ro]")
              .description(
                  "Load tape drive 0 (/dev/nst0) with this image. What is written is saved at the end,"
                      + " unless ':ro' protects the tape."));

  private final Setting<Optional<String>> tape1 =
      Setting.optional(
          String.class,
          OptionSpec.builder("--tape1")
              .paramLabel("FILE[:ro]")
              .description("Load tape drive 1 (/dev/nst1)."));

  private final Setting<Optional<String>> printer =
      Setting.optional(
          String.class,
          OptionSpec.builder("--printer")
              .paramLabel("FILE")
              .description("Where the line printer (/dev/lp0) prints, '-' for standard output."));

  private record Loaded(Path file, TapeImage image) {}

  private final List<Loaded> loaded = new ArrayList<>();
  private Optional<OutputStream> paper = Optional.empty();

  /// Adds the options to `command`.
  void addTo(CommandSpec command) {
    Setting.addAll(command, tape0, tape1, printer);
  }

  /// Adds the tapes and the paper to `builder`.
  void addTo(Computer.Builder builder) {
    load(builder, 0, tape0.get());
    load(builder, 1, tape1.get());
    if (printer.get().isPresent()) {
      OutputStream out = open(printer.get().get());
      paper = Optional.of(out);
      builder.printer(Session.sink(out));
    }
  }

  private void load(Computer.Builder builder, int drive, Optional<String> option) {
    if (option.isEmpty()) {
      return;
    }
    boolean writable = !option.get().endsWith(READ_ONLY);
    String name = writable ? option.get() : removeEnd(option.get());
    try {
      Loaded tape = new Loaded(Path.of(name), TapeFile.read(Path.of(name)));
      loaded.add(tape);
      builder.tape(drive, tape.image, writable);
    } catch (IOException | InvalidPathException failure) {
      throw new Failure(ExitStatus.USAGE, "--tape" + drive + ": " + failure.getMessage());
    }
  }

  private static String removeEnd(String name) {
    return name.substring(0, name.length() - READ_ONLY.length());
  }

  private static OutputStream open(String name) {
    try {
      OutputStream out =
          name.equals("-")
              ? new FileOutputStream(FileDescriptor.out)
              : Files.newOutputStream(Path.of(name));
      return new BufferedOutputStream(out);
    } catch (IOException | InvalidPathException failure) {
      throw new Failure(ExitStatus.USAGE, "--printer: cannot write " + failure.getMessage());
    }
  }

  /// Saves the tapes that were written.
  void finish() {
    try {
      for (Loaded tape : loaded) {
        if (tape.image.isChanged()) {
          TapeFile.write(tape.file, tape.image);
        }
      }
      if (paper.isPresent()) {
        paper.get().close();
      }
    } catch (IOException failure) {
      throw new Failure(ExitStatus.DEFECT, failure);
    }
  }
}
