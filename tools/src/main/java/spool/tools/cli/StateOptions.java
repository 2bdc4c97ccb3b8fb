package spool.tools.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.emulator.machine.Machine;
import spool.emulator.state.StateException;
import spool.emulator.state.StateFile;

/// The options by which a machine goes to a file and comes back.
final class StateOptions {
  /// What a saved machine brings along.
  private static final List<String> SETTLED =
      List.of(
          "--bios",
          "--kernel",
          "--initrd",
          "--append",
          "--harts",
          "--memory",
          "--seed",
          "--entropy",
          "--virtio-console",
          "--disk-timing",
          "--dump-dtb");

  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(s|ms|us|ns)");
  private static final Map<String, Long> UNITS =
      Map.of("s", 1_000_000_000L, "ms", 1_000_000L, "us", 1_000L, "ns", 1L);

  private final Setting<Optional<String>> file =
      Setting.optional(
          String.class,
          OptionSpec.builder("--save")
              .paramLabel("FILE")
              .description(
                  "Where Ctrl-A s and --save-at save the machine. Disks are not in it: to go on, they have"
                      + " to be as they were then."));

  private final Setting<Optional<String>> time =
      Setting.optional(
          String.class,
          OptionSpec.builder("--save-at")
              .paramLabel("TIME")
              .description(
                  "Save the machine at this virtual time, such as 2s or 1500ms, and end. The console is"
                      + " standard input and output."));

  private final Setting<Optional<String>> saved =
      Setting.optional(
          String.class,
          OptionSpec.builder("--restore")
              .paramLabel("FILE")
              .description(
                  "Go on with a saved machine, as it would have gone on. Its disks have to be where they"
                      + " were, or to be named by --disk, with the same contents."));

  /// Whose options they are.
  private CommandSpec command = CommandSpec.create();

  /// Adds the options to `mixee`.
  void addTo(CommandSpec mixee) {
    command = mixee;
    Setting.addAll(command, file, time, saved);
  }

  /// Whether the machine is one that was saved.
  boolean isRestored() {
    return saved.get().isPresent();
  }

  /// Throws [Failure] if the machine is to be saved, which it cannot be under `option`.
  void refuseSaving(String option) {
    if (file.get().isPresent() || time.get().isPresent()) {
      throw new Failure(ExitStatus.USAGE, "--save: no machine is saved under " + option);
    }
  }

  /// When to save and end.
  OptionalLong time() {
    if (time.get().isPresent() && file.get().isEmpty()) {
      throw new Failure(ExitStatus.USAGE, "--save-at needs --save FILE");
    }
    return time.get().map(text -> OptionalLong.of(cycles(text))).orElse(OptionalLong.empty());
  }

  private static long cycles(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new Failure(
          ExitStatus.USAGE, "--save-at: '" + text + "' is no time such as 2s, 1.5s or 300ms");
    }
    long unit = UNITS.getOrDefault(matcher.group(3), 1L);
    String decimals = Optional.ofNullable(matcher.group(2)).orElse("0");
    double fraction = Double.parseDouble("0." + decimals);
    return Long.parseLong(matcher.group(1)) * unit + Math.round(fraction * unit);
  }

  /// The machine to go on with, if it is not to be a new one.
  Optional<StateFile> saved() {
    return saved.get().map(this::read);
  }

  private StateFile read(String name) {
    demandNothingSettled();
    try {
      return StateFile.read(Files.readAllBytes(Path.of(name)));
    } catch (IOException | InvalidPathException failure) {
      throw new Failure(
          ExitStatus.NOT_EXECUTABLE, "--restore: cannot read " + failure.getMessage());
    } catch (StateException defect) {
      throw new Failure(
          ExitStatus.NOT_EXECUTABLE, "--restore: " + name + ": " + defect.getMessage());
    }
  }

  private void demandNothingSettled() {
    for (String option : SETTLED) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new Failure(
            ExitStatus.USAGE,
            "--restore: the saved machine has its own; leave " + option + " away");
      }
    }
  }

  /// Puts `machine`, made as the saved one was, into its state.
  static void restore(Machine machine, StateFile file) {
    try {
      machine.restore(file.state());
    } catch (StateException unsuitable) {
      throw new Failure(ExitStatus.NOT_EXECUTABLE, "--restore: " + unsuitable.getMessage());
    }
  }

  /// Saves `machine`, which stands.
  void save(Machine machine, Map<String, String> description) {
    String name =
        file.get()
            .orElseThrow(
                () -> new Failure(ExitStatus.USAGE, "there is no file: name one by --save"));
    try {
      Path target = Path.of(name).toAbsolutePath();
      Path part = target.resolveSibling(target.getFileName() + ".part");
      try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(part))) {
        new StateFile(description, machine.save()).write(output);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | InvalidPathException failure) {
      throw new Failure(ExitStatus.USAGE, "--save: cannot write " + failure.getMessage());
    } catch (StateException unsuitable) {
      throw new Failure(ExitStatus.USAGE, "--save: " + unsuitable.getMessage());
    }
  }

  /// As [#save], and answers what to tell the user of it.
  String saveAndTell(Machine machine, Map<String, String> description) {
    try {
      save(machine, description);
      return "saved to " + file.get().orElseThrow();
    } catch (Failure failure) {
      return "not saved: " + failure.getMessage();
    }
  }
}
