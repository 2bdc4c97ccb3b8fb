package spool.tools.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import spool.kernel.sched.Parameter;
import spool.kernel.sched.Scheduler;

/// `spool schedulers`.
@Command(
    name = "schedulers",
    mixinStandardHelpOptions = true,
    description =
        "Lists the schedulers that --scheduler can choose, each with its parameters, their standard"
            + " values and what they mean.")
final class SchedulersCommand implements Callable<Integer> {
  @Mixin private SchedulerOptions.ClassPath classPath = new SchedulerOptions.ClassPath();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (Scheduler each : classPath.policies().all()) {
      out.printf("%-9s %s%n", each.name(), each.description());
      each.parameters().forEach(parameter -> show(parameter, out));
    }
    out.flush();
    return 0;
  }

  private static void show(Parameter parameter, PrintWriter out) {
    String setting = parameter.name() + "=" + parameter.standard();
    out.printf("    %-18s %s%n", setting, parameter.description());
  }
}
