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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.tools.bench.Bench;
import spool.tools.bench.BenchException;
import spool.tools.bench.Results;
import spool.tools.report.JsonException;

/// `spool bench`.
final class BenchCommand implements Callable<Integer> {
  private final Setting<Integer> rounds =
      Setting.of(
          int.class,
          OptionSpec.builder("--rounds")
              .paramLabel("N")
              .defaultValue("3")
              .description(
                  "Counted runs of each benchmark; the median is shown (default: ${DEFAULT-VALUE})."));

  private final Setting<Boolean> isQuick =
      Setting.flag(
          OptionSpec.builder("--quick")
              .description(
                  "Do a tenth of the work: one or two minutes, in which start-up weighs more."));

  private final Setting<List<String>> only =
      Setting.list(
          String.class,
          OptionSpec.builder("--only")
              .paramLabel("NAME")
              .arity("1..*")
              .splitRegex(",")
              .description("Measure these only."));

  private final Setting<Optional<Path>> json =
      Setting.optional(
          Path.class,
          OptionSpec.builder("--json")
              .paramLabel("FILE")
              .description("Write the results as JSON."));

  private final Setting<Optional<Path>> old =
      Setting.optional(
          Path.class,
          OptionSpec.builder("--compare")
              .paramLabel("OLD.json")
              .description(
                  "Say what became better or worse since these results, beyond the noise."));

  private final Setting<Optional<Path>> chart =
      Setting.optional(
          Path.class,
          OptionSpec.builder("--chart")
              .paramLabel("FILE.svg")
              .description("Write a chart of the workloads' speed."));

  private final Setting<Optional<Path>> shown =
      Setting.optional(
          Path.class,
          OptionSpec.builder("--show")
              .paramLabel("OLD.json")
              .description("Measure nothing, show these results."));

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this,
            "bench",
            "Measures the interpreter, the operations of the kernel, the start of spool itself, and"
                + " workloads against qemu-riscv64 and the host; then says which goals are met.");
    Setting.addAll(command, rounds, isQuick, only, json, old, chart, shown);
    command
        .usageMessage()
        .footer(
            "",
            "There are: mix sieve integer chase branches matrix copy hash sort compress interpret (integers),"
                + " linear nbody fft (doubles), getppid fork spawn thread pingpong pipe futex message lock"
                + " handover queue (system calls), pair (two harts), start.",
            "",
            "docs/performance.md explains what they do, and has results.");
    return command;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (rounds.get() < 1) {
      throw new Failure(ExitStatus.USAGE, "--rounds: " + rounds.get() + " is not at least 1");
    }
    Set<String> chosen = chosen();
    Optional<Results> before = old.get().map(file -> read("--compare", file));
    Optional<Results> given = shown.get().map(file -> read("--show", file));
    Results results = given.isPresent() ? given.get() : run(chosen);
    System.out.print(results.text(Screen.width()));
    before.ifPresent(then -> System.out.print(results.changes(then, Screen.width())));
    json.get().ifPresent(file -> ReportOptions.write("--json", file, results.json()));
    chart.get().ifPresent(file -> ReportOptions.write("--chart", file, results.chart()));
    return 0;
  }

  private Set<String> chosen() {
    Set<String> names = Bench.names();
    for (String name : only.get()) {
      if (!names.contains(name)) {
        throw new Failure(
            ExitStatus.USAGE,
            "--only: there is no '%s'; there are %s".formatted(name, String.join(" ", names)));
      }
    }
    return new LinkedHashSet<>(only.get());
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
      return new Bench(rounds.get(), isQuick.get(), chosen, status::show).run();
    } catch (BenchException failure) {
      throw new Failure(ExitStatus.DEFECT, failure);
    } finally {
      status.end();
    }
  }
}
