package spool.tools.report;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import spool.kernel.trace.JobAccount;
import spool.kernel.trace.ProcessAccount;
import spool.kernel.trace.RunAccount;
import spool.kernel.trace.Service;
import spool.kernel.trace.Statistics;

/// Writes runs as comma-separated values (RFC 4180): a header line, lines that end with CRLF, and
/// empty fields for what there is not. Durations are in cycles.
final class CsvReport {
  private static final List<String> KEY = List.of("mode", "scheduler", "harts", "seed");

  private static final List<String> RUN =
      List.of(
          "elapsed",
          "utilisation",
          "busy",
          "kernel",
          "overhead",
          "finished",
          "throughput",
          "fairness",
          "response_mean",
          "response_median",
          "response_p95",
          "waiting_mean",
          "waiting_median",
          "waiting_p95",
          "turnaround_mean",
          "turnaround_median",
          "turnaround_p95",
          "interactions",
          "interaction_mean",
          "interaction_max");

  private static final List<String> JOB =
      List.of(
          "kind",
          "number",
          "name",
          "result",
          "arrival",
          "start",
          "finish",
          "cpu",
          "user",
          "kernel",
          "waiting",
          "admission",
          "blocked",
          "response",
          "turnaround",
          "voluntary_switches",
          "involuntary_switches",
          "bursts",
          "burst_mean",
          "burst_max",
          "interactions",
          "interaction_mean",
          "interaction_max");

  private CsvReport() {}

  /// A row for each run.
  static String runs(List<Run> runs) {
    Stream<Stream<?>> rows =
        runs.stream().map(run -> Stream.concat(key(run), figures(run.account())));
    return table(RUN, rows);
  }

  /// A row for each job of each run, or for each process of a run without jobs.
  static String jobs(List<Run> runs) {
    Stream<Stream<?>> rows =
        runs.stream().flatMap(run -> jobs(run.account()).map(job -> Stream.concat(key(run), job)));
    return table(JOB, rows);
  }

  private static String table(List<String> columns, Stream<Stream<?>> rows) {
    Stream<?> header = Stream.concat(KEY.stream(), columns.stream());
    return Stream.concat(Stream.of(header), rows)
        .map(row -> row.map(CsvReport::field).collect(Collectors.joining(",", "", "\r\n")))
        .collect(Collectors.joining());
  }

  private static String field(Object value) {
    String text =
        switch (value) {
          case OptionalLong number -> number.isPresent() ? Long.toString(number.getAsLong()) : "";
          case Double number -> Decimal.plain(number);
          default -> value.toString();
        };
    boolean isPlain = text.chars().noneMatch(each -> ",\"\r\n".indexOf(each) >= 0);
    return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static Stream<?> key(Run run) {
    return Stream.of(run.mode(), run.scheduler(), run.harts(), run.seed());
  }

  private static Stream<?> figures(RunAccount account) {
    Stream<?> whole =
        Stream.of(
            account.elapsed(),
            account.utilisation(),
            account.busy(),
            account.kernelShare(),
            account.switchOverhead(),
            account.finished().size(),
            account.throughput(),
            account.fairness());
    Stream<?> statistics =
        Stream.of(account.response(), account.waiting(), account.turnaround())
            .flatMap(CsvReport::figures);
    Stream<?> interactions =
        Stream.of(
            account.interactions().count(),
            account.interactions().mean(),
            account.interactions().longest());
    return Stream.of(whole, statistics, interactions).flatMap(part -> part);
  }

  private static Stream<?> figures(Statistics statistics) {
    return Stream.of(statistics.mean(), statistics.median(), statistics.percentile95());
  }

  private static Stream<Stream<?>> jobs(RunAccount account) {
    return account.jobs().isEmpty()
        ? account.processes().stream().map(CsvReport::process)
        : account.jobs().stream().map(CsvReport::job);
  }

  private static Stream<?> job(JobAccount job) {
    Stream<?> name = Stream.of("job", job.number(), job.name(), job.result());
    return Stream.concat(name, service(job.service(), job.admission()));
  }

  private static Stream<?> process(ProcessAccount process) {
    String status = process.status().isPresent() ? "" + process.status().getAsInt() : "";
    Stream<?> name = Stream.of("process", process.pid(), process.name(), status);
    return Stream.concat(name, service(process.service(), 0));
  }

  private static Stream<?> service(Service service, long admission) {
    return Stream.of(
        service.arrival(),
        service.start(),
        service.finish(),
        service.cpu(),
        service.user(),
        service.kernel(),
        service.waiting(),
        admission,
        service.blocked(),
        service.response(),
        service.turnaround(),
        service.voluntarySwitches(),
        service.involuntarySwitches(),
        service.bursts().count(),
        service.bursts().mean(),
        service.bursts().longest(),
        service.interactions().count(),
        service.interactions().mean(),
        service.interactions().longest());
  }
}
