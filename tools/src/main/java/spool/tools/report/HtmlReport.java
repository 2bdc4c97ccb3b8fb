package spool.tools.report;

import java.util.List;
import java.util.OptionalLong;
import spool.kernel.trace.HartTime;
import spool.kernel.trace.JobAccount;
import spool.kernel.trace.ProcessAccount;
import spool.kernel.trace.RunAccount;
import spool.kernel.trace.Service;
import spool.kernel.trace.Statistics;

/// Writes runs as a page that needs no other file: the comparison, and for each run its timeline
/// and its tables.
///
/// However large the runs, the page stays below some 2 MB: the bars of all timelines together, and
/// the rows of all tables, have a limit, and the page says what is left out.
final class HtmlReport {
  private static final int MOST_BARS = 60_000;
  private static final int MOST_ROWS = 2_000;
  private static final int MOST_ROWS_OF_A_RUN = 1_000;
  private static final int MOST_OPEN_ROWS = 20;

  private final List<Run> runs;

  private HtmlReport(List<Run> runs) {
    this.runs = runs;
  }

  static String of(List<Run> runs) {
    return new HtmlReport(runs).page();
  }

  private String page() {
    boolean isAlone = runs.size() == 1;
    String title = isAlone ? runs.getFirst().title() : runs.size() + " runs compared";
    StringBuilder body = new StringBuilder();
    if (!isAlone) {
      body.append(contents()).append(HtmlComparison.of(runs));
    }
    for (int index = 0; index < runs.size(); index++) {
      body.append(section(index, runs.get(index)));
    }
    return """
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>Spool: %s</title>
        <style>
        %s</style>
        </head>
        <body>
        <header><h1>%s</h1></header>
        <main>
        %s</main>
        <div id="hint" hidden="hidden"></div>
        <script>
        //<![CDATA[
        %s//]]>
        </script>
        </body>
        </html>
        """
        .formatted(
            Html.escape(title),
            Html.resource("report.css"),
            Html.escape(title),
            body,
            Html.resource("report.js"));
  }

  private String contents() {
    StringBuilder out = new StringBuilder("<nav aria-label=\"Runs\"><ol>");
    for (int index = 0; index < runs.size(); index++) {
      out.append(
          "<li><a href=\"#run%d\">%s</a></li>"
              .formatted(index + 1, Html.escape(runs.get(index).title())));
    }
    return out.append("</ol></nav>\n").toString();
  }

  private String section(int index, Run run) {
    int most = Math.min(MOST_ROWS_OF_A_RUN, MOST_ROWS / runs.size());
    String heading = runs.size() == 1 ? "" : "<h2>" + Html.escape(run.title()) + "</h2>\n";
    return "<section id=\"run%d\">%s%s%s%s</section>\n"
        .formatted(
            index + 1,
            heading,
            summary(run.account()),
            HtmlTimeline.of(run, MOST_BARS / runs.size(), most),
            tables(run.account(), most));
  }

  private static String summary(RunAccount account) {
    return """
        <dl>
        <div><dt>virtual time</dt><dd>%s ms</dd></div>
        <div><dt>programs</dt><dd>%s</dd></div>
        <div><dt>kernel</dt><dd>%s</dd></div>
        <div><dt>switching</dt><dd>%s%%</dd></div>
        <div><dt>idle</dt><dd>%s</dd></div>
        <div><dt>finished</dt><dd>%d</dd></div>
        <div><dt>per second</dt><dd>%s</dd></div>
        <div><dt>fairness</dt><dd>%s</dd></div>
        </dl>
        """
        .formatted(
            Decimal.milliseconds(account.elapsed()),
            Decimal.percent(account.utilisation()),
            Decimal.percent(account.kernelShare()),
            Decimal.fixed(account.switchOverhead() * 100, 2),
            Decimal.percent(1 - account.busy()),
            account.finished().size(),
            Decimal.fixed(account.throughput(), 1),
            Decimal.fixed(account.fairness(), 3));
  }

  private static String tables(RunAccount account, int most) {
    boolean hasJobs = !account.jobs().isEmpty();
    List<List<String>> rows =
        hasJobs
            ? account.jobs().stream().map(HtmlReport::job).toList()
            : account.processes().stream().map(HtmlReport::process).toList();
    String kind = hasJobs ? "Jobs" : "Processes";
    String shown = rows.size() <= most ? "" : "the first %d of ".formatted(most);
    return """
        <details%s><summary>%s (%s%d), harts and statistics</summary>
        %s%s%s</details>
        """
        .formatted(
            rows.size() <= MOST_OPEN_ROWS ? " open=\"open\"" : "",
            kind,
            shown,
            rows.size(),
            Html.table(
                kind + ". Times in milliseconds of virtual time.",
                2,
                SERVICE,
                rows.subList(0, Math.min(most, rows.size()))),
            statistics(account),
            harts(account));
  }

  private static final List<String> SERVICE =
      List.of(
          "name",
          "result",
          "number",
          "arrival",
          "start",
          "finish",
          "CPU",
          "waiting",
          "blocked",
          "response",
          "turnaround",
          "voluntary",
          "forced",
          "bursts",
          "mean",
          "longest");

  private static List<String> job(JobAccount job) {
    return service(job.name(), job.result(), job.number(), job.service());
  }

  private static List<String> process(ProcessAccount process) {
    String status =
        process.status().isPresent() ? Integer.toString(process.status().getAsInt()) : "";
    return service(process.name(), status, process.pid(), process.service());
  }

  private static List<String> service(String name, String result, int number, Service service) {
    return List.of(
        name,
        result,
        Integer.toString(number),
        Decimal.milliseconds(service.arrival()),
        optional(service.start()),
        optional(service.finish()),
        Decimal.milliseconds(service.cpu()),
        Decimal.milliseconds(service.waiting()),
        Decimal.milliseconds(service.blocked()),
        optional(service.response()),
        optional(service.turnaround()),
        Long.toString(service.voluntarySwitches()),
        Long.toString(service.involuntarySwitches()),
        Long.toString(service.bursts().count()),
        Decimal.milliseconds(service.bursts().mean()),
        Decimal.milliseconds(service.bursts().longest()));
  }

  private static String optional(OptionalLong cycles) {
    return cycles.isPresent() ? Decimal.milliseconds(cycles.getAsLong()) : "–";
  }

  private static String statistics(RunAccount account) {
    return Html.table(
        "Statistics. Times in milliseconds of virtual time.",
        1,
        List.of("", "mean", "median", "95 %", "most"),
        List.of(
            statistics("response", account.response()),
            statistics("waiting", account.waiting()),
            statistics("turnaround", account.turnaround())));
  }

  private static List<String> statistics(String name, Statistics statistics) {
    return List.of(
        name,
        Decimal.milliseconds(statistics.mean()),
        Decimal.milliseconds(statistics.median()),
        Decimal.milliseconds(statistics.percentile95()),
        Decimal.milliseconds(statistics.most()));
  }

  private static String harts(RunAccount account) {
    return Html.table(
        "Harts. Times in milliseconds of virtual time.",
        1,
        List.of("hart", "programs", "kernel", "switching", "idle", "total", "switches"),
        account.harts().stream().map(HtmlReport::hart).toList());
  }

  private static List<String> hart(HartTime hart) {
    return List.of(
        Integer.toString(hart.hart()),
        Decimal.milliseconds(hart.user()),
        Decimal.milliseconds(hart.kernel()),
        Decimal.milliseconds(hart.switching()),
        Decimal.milliseconds(hart.idle()),
        Decimal.milliseconds(hart.total()),
        Long.toString(hart.switches()));
  }
}
