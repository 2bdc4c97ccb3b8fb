package spool.tools.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `spool tape`.
final class TapeCommand {
  /// The status of what goes wrong with files.
  static final int FAILED = 1;

  /// The parameter at `index` that names an image.
  static Setting<Path> image(int index, String label, String description) {
    return Setting.parameter(
        Path.class,
        PositionalParamSpec.builder()
            .index(Integer.toString(index))
            .paramLabel(label)
            .description(description));
  }

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(this, "tape", "Makes and reads tape images in SIMH's .tap format.");
    command.usageMessage().synopsisSubcommandLabel("COMMAND");
    Commands.explainStatuses(
        command,
        "0:done",
        "1:a file cannot be read, written or put on a tape, or an image is damaged",
        "2:the command line is wrong");
    return command
        .addSubcommand("pack", new TapePackCommand().specification())
        .addSubcommand("list", new TapeListCommand().specification())
        .addSubcommand("extract", new TapeExtractCommand().specification())
        .addSubcommand("copy", new TapeCopyCommand().specification());
  }
}
