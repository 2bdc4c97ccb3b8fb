package spool.tools.report;

import java.util.List;
import spool.kernel.trace.RunAccount;

/// The table that sets runs side by side.
final class ComparisonText {
  private ComparisonText() {}

  static String of(List<Run> runs, int width) {
    TextTable table =
        new TextTable()
            .text("mode")
            .text("scheduler")
            .number("harts")
            .number("user")
            .number("switch")
            .number("jobs/s")
            .number("response")
            .number("turnaround")
            .optional("interaction")
            .optional("waiting")
            .optional("fairness")
            .optional("response p95")
            .optional("turnaround p95");
    runs.forEach(run -> add(table, run));
    return table.toString(width)
        + "user, switch: shares of hart time; response, turnaround: means in ms\n";
  }

  /// To two decimals: what switching costs is small.
  private static String percent(double share) {
    return Decimal.fixed(100 * share, 2) + "%";
  }

  private static void add(TextTable table, Run run) {
    RunAccount account = run.account();
    table.row(
        run.mode(),
        run.scheduler(),
        Integer.toString(run.harts()),
        percent(account.utilisation()),
        percent(account.switchOverhead()),
        Decimal.fixed(account.throughput(), 1),
        Decimal.milliseconds(account.response().mean()),
        Decimal.milliseconds(account.turnaround().mean()),
        Decimal.milliseconds(account.interactions().mean()),
        Decimal.milliseconds(account.waiting().mean()),
        Decimal.fixed(account.fairness(), 3),
        Decimal.milliseconds(account.response().percentile95()),
        Decimal.milliseconds(account.turnaround().percentile95()));
  }
}
