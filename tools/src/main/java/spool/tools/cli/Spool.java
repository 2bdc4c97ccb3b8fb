package spool.tools.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The `spool` command.
public final class Spool {
  /// Runs the command that `arguments` name and ends the JVM with its status.
  public static void main(String[] arguments) {
    // What no option's value is of. picocli looks for each such type by its name, at each start.
    System.setProperty("picocli.converters.excludes", "java.(time|sql).*");
    System.exit(execute(arguments));
  }

  /// Runs the command that `arguments` name and answers its status.
  public static int execute(String... arguments) {
    return commandLine(Subcommand.neededFor(arguments)).execute(arguments);
  }

  /// The command with these subcommands.
  static CommandLine commandLine(List<Subcommand> subcommands) {
    CommandLine spool = new CommandLine(specification());
    for (Subcommand each : subcommands) {
      CommandLine command = new CommandLine(each.make());
      command.setStopAtPositional(each.stopsAtPositional());
      spool.addSubcommand(each.word(), command);
    }
    spool.setCaseInsensitiveEnumValuesAllowed(true);
    return spool
        .setParameterExceptionHandler(Spool::reject)
        .setExecutionExceptionHandler(Spool::fail);
  }

  private static CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            new Object(), "spool", "A RISC-V computer and the operating system that runs on it.");
    command.versionProvider(new Version()).usageMessage().synopsisSubcommandLabel("COMMAND");
    Commands.explainStatuses(
        command,
        "0..255:what the program, or the last command of a script, ended with; 128+n after signal n",
        "2:the command line is wrong",
        "70:the machine stopped because of a defect of Spool's",
        "75:every process waits for something that cannot come, or a deadlock stopped the run",
        "126:the program cannot be executed",
        "127:the program was not found");
    return command;
  }

  private static int reject(ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println("spool: " + exception.getMessage() + "; see '" + name + " --help'");
    return ExitStatus.USAGE;
  }

  private static int fail(Exception exception, CommandLine command, ParseResult parsed)
      throws Exception {
    if (exception instanceof Failure failure) {
      command.getErr().println("spool: " + failure.getMessage());
      return failure.status();
    }
    throw exception;
  }
}
