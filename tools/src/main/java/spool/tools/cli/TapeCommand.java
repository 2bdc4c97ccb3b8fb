package spool.tools.cli;

import picocli.CommandLine.Command;

/// `spool tape`.
@Command(
    name = "tape",
    mixinStandardHelpOptions = true,
    description = "Makes and reads tape images in SIMH's .tap format.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TapePackCommand.class,
      TapeListCommand.class,
      TapeExtractCommand.class,
      TapeCopyCommand.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:a file cannot be read, written or put on a tape, or an image is damaged",
      "2:the command line is wrong"
    })
final class TapeCommand {
  /// The status of what goes wrong with files.
  static final int FAILED = 1;
}
