package spool.tools.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spool.tools.bench.Suite;

/// `spool bench`.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures the machine, the kernel and the start of spool itself.")
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Counted runs of each benchmark; the median is shown (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Override
  public Integer call() throws InterruptedException {
    if (rounds < 1) {
      throw new Failure(ExitStatus.USAGE, "--rounds: " + rounds + " is not at least 1");
    }
    try {
      new Suite(rounds, System.out).run();
      return 0;
    } catch (IOException failure) {
      throw new Failure(ExitStatus.DEFECT, "bench: " + failure.getMessage());
    }
  }
}
