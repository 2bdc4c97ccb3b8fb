package spool.tools.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// What all commands have in common.
final class Commands {
  private Commands() {}

  /// The beginning of the model of the command `name`, which `command` carries out.
  static CommandSpec specification(Object command, String name, String description) {
    CommandSpec specification = CommandSpec.wrapWithoutInspection(command).name(name);
    specification.usageMessage().description(description);
    return specification
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }

  /// Has the help of `command` say what its statuses mean, each as `status:meaning`.
  static void explainStatuses(CommandSpec command, String... statuses) {
    command
        .usageMessage()
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(UsageMessageSpec.keyValuesMap(statuses));
  }
}
