package spool.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spool.tools.bench.Bench;
import spool.tools.bench.BenchException;
import spool.tools.bench.Results;
import spool.tools.report.JsonException;

/// `spool bench`.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures the interpreter, the operations of the kernel, the start of spool itself, and"
            + " workloads against qemu-riscv64 and the host; then says which goals are met.",
    footer = {
      "",
      "There are: mix sieve integer chase branches matrix copy hash sort compress interpret (integers),"
          + " linear nbody fft (doubles), getppid fork spawn thread pingpong pipe futex message lock"
          + " handover queue (system calls), pair (two harts), start.",
      "",
      "docs/performance.md explains what they do, and has results."
    })
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Counted runs of each benchmark; the median is shown (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--quick",
      description = "Do a tenth of the work: one or two minutes, in which start-up weighs more.")
  private boolean isQuick;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      arity = "1..*",
      split = ",",
      description = "Measure these only.")
  private List<String> only = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--compare",
      paramLabel = "OLD.json",
      description = "Say what became better or worse since these results, beyond the noise.")
  private Optional<Path> old = Optional.empty();

  @Option(
      names = "--chart",
      paramLabel = "FILE.svg",
      description = "Write a chart of the workloads' speed.")
  private Optional<Path> chart = Optional.empty();

  @Option(
      names = "--show",
      paramLabel = "OLD.json",
      description = "Measure nothing, show these results.")
  private Optional<Path> shown = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    if (rounds < 1) {
      throw new Failure(ExitStatus.USAGE, "--rounds: " + rounds + " is not at least 1");
    }
    Set<String> chosen = chosen();
    Optional<Results> before = old.map(file -> read("--compare", file));
    Optional<Results> given = shown.map(file -> read("--show", file));
    Results results = given.isPresent() ? given.get() : run(chosen);
    System.out.print(results.text(Screen.width()));
    before.ifPresent(then -> System.out.print(results.changes(then, Screen.width())));
    json.ifPresent(file -> ReportOptions.write("--json", file, results.json()));
    chart.ifPresent(file -> ReportOptions.write("--chart", file, results.chart()));
    return 0;
  }

  private Set<String> chosen() {
    Set<String> names = Bench.names();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new Failure(
            ExitStatus.USAGE,
            "--only: there is no '%s'; there are %s".formatted(name, String.join(" ", names)));
      }
    }
    return new LinkedHashSet<>(only);
  }

  private static Results read(String option, Path file) {
    try {
      return Results.parse(Files.readString(file, UTF_8));
    } catch (IOException failure) {
      throw new Failure(ExitStatus.USAGE, option + ": cannot read " + failure.getMessage());
    } catch (JsonException malformed) {
      throw new Failure(
          ExitStatus.USAGE,
          "%s: %s has no results of spool bench: %s"
              .formatted(option, file, malformed.getMessage()));
    }
  }

  private Results run(Set<String> chosen) throws InterruptedException {
    StatusLine status = new StatusLine();
    try {
      return new Bench(rounds, isQuick, chosen, status::show).run();
    } catch (BenchException failure) {
      throw new Failure(ExitStatus.DEFECT, failure);
    } finally {
      status.end();
    }
  }
}
