package spool.tools.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import spool.kernel.sched.Parameter;
import spool.kernel.sched.Scheduler;

/// `spool schedulers`.
final class SchedulersCommand implements Callable<Integer> {
  private final SchedulerOptions.ClassPath classPath = new SchedulerOptions.ClassPath();

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this,
            "schedulers",
            "Lists the schedulers that --scheduler can choose, each with its parameters, their standard"
                + " values and what they mean.");
    classPath.addTo(command);
    return command;
  }

  @Override
  public Integer call() {
    for (Scheduler each : classPath.policies().all()) {
      System.out.printf("%-9s %s%n", each.name(), each.description());
      each.parameters().forEach(SchedulersCommand::show);
    }
    return 0;
  }

  private static void show(Parameter parameter) {
    String setting = parameter.name() + "=" + parameter.standard();
    System.out.printf("    %-18s %s%n", setting, parameter.description());
  }
}
