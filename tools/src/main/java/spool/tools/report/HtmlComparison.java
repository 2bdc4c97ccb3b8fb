package spool.tools.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import spool.kernel.trace.HartTime;
import spool.kernel.trace.RunAccount;

/// The bars and the table that set runs side by side.
final class HtmlComparison {
  private static final int PERCENT = 100;

  private HtmlComparison() {}

  static String of(List<Run> runs) {
    return "<section id=\"comparison\"><h2>Comparison</h2>\n<div class=\"charts\">\n"
        + shares(runs)
        + milliseconds("Mean response", runs, account -> account.response().mean())
        + milliseconds("Mean turnaround", runs, account -> account.turnaround().mean())
        + overhead(runs)
        + "</div>\n"
        + table(runs)
        + "</section>\n";
  }

  private static String shares(List<Run> runs) {
    return chart(
        "Utilisation: what the harts’ time went into",
        "<p class=\"legend\">"
            + Html.key("user", "programs")
            + Html.key("kernel", "kernel")
            + Html.key("switching", "switching")
            + Html.key("idle", "idle")
            + "</p>\n",
        runs.stream().map(HtmlComparison::shares).collect(Collectors.joining()));
  }

  private static String shares(Run run) {
    RunAccount account = run.account();
    double whole = Math.max(1, account.sum(HartTime::total));
    String parts =
        part("user", account.utilisation())
            + part("kernel", account.kernelShare())
            + part("switching", account.switchOverhead())
            + part("idle", account.sum(HartTime::idle) / whole);
    return bar(run, parts, Decimal.percent(account.utilisation()));
  }

  private static String milliseconds(
      String title, List<Run> runs, ToDoubleFunction<RunAccount> value) {
    double most = runs.stream().map(Run::account).mapToDouble(value).max().orElse(0);
    return chart(
        title,
        "",
        runs.stream()
            .map(run -> bar(run, value, most, Decimal.milliseconds(of(run, value)) + " ms"))
            .collect(Collectors.joining()));
  }

  private static String overhead(List<Run> runs) {
    ToDoubleFunction<RunAccount> value = RunAccount::switchOverhead;
    double most = runs.stream().map(Run::account).mapToDouble(value).max().orElse(0);
    return chart(
        "Overhead: share of the harts’ time spent switching",
        "",
        runs.stream()
            .map(run -> bar(run, value, most, Decimal.fixed(of(run, value) * PERCENT, 2) + "%"))
            .collect(Collectors.joining()));
  }

  private static double of(Run run, ToDoubleFunction<RunAccount> value) {
    return value.applyAsDouble(run.account());
  }

  private static String bar(
      Run run, ToDoubleFunction<RunAccount> value, double most, String label) {
    return bar(run, part("value", most == 0 ? 0 : of(run, value) / most), label);
  }

  private static String chart(String title, String legend, String bars) {
    return "<figure><figcaption>%s</figcaption>\n%s<table class=\"bars\">\n%s</table></figure>\n"
        .formatted(Html.escape(title), legend, bars);
  }

  private static String bar(Run run, String parts, String label) {
    return """
        <tr><th scope="row"><b>%s</b> <span>%s</span></th><td class="bar"><div>%s</div></td><td>%s</td></tr>
        """
        .formatted(
            Html.escape(run.mode()), Html.breakable(variant(run)), parts, Html.escape(label));
  }

  private static String variant(Run run) {
    return run.harts() == 1 ? run.scheduler() : run.scheduler() + " ×" + run.harts();
  }

  private static String part(String kind, double share) {
    return "<i class=\"%s\" style=\"width:%s%%\"></i>"
        .formatted(kind, Decimal.fixed(share * PERCENT, 2));
  }

  private static String table(List<Run> runs) {
    List<String> columns =
        List.of(
            "mode",
            "scheduler",
            "harts",
            "elapsed",
            "user",
            "kernel",
            "switching",
            "finished",
            "per s",
            "response",
            "95 %",
            "waiting",
            "95 %",
            "turnaround",
            "95 %",
            "interaction",
            "fairness");
    return Html.table(
        "All runs. Times in milliseconds of virtual time; response, waiting, turnaround and"
            + " interaction are means, each with its 95th percentile.",
        2,
        columns,
        runs.stream().map(HtmlComparison::row).toList());
  }

  private static List<String> row(Run run) {
    RunAccount account = run.account();
    return List.of(
        run.mode(),
        run.scheduler(),
        Integer.toString(run.harts()),
        Decimal.milliseconds(account.elapsed()),
        Decimal.percent(account.utilisation()),
        Decimal.percent(account.kernelShare()),
        Decimal.fixed(account.switchOverhead() * PERCENT, 2) + "%",
        Integer.toString(account.finished().size()),
        Decimal.fixed(account.throughput(), 1),
        Decimal.milliseconds(account.response().mean()),
        Decimal.milliseconds(account.response().percentile95()),
        Decimal.milliseconds(account.waiting().mean()),
        Decimal.milliseconds(account.waiting().percentile95()),
        Decimal.milliseconds(account.turnaround().mean()),
        Decimal.milliseconds(account.turnaround().percentile95()),
        Decimal.milliseconds(account.interactions().mean()),
        Decimal.fixed(account.fairness(), 3));
  }
}
