package spool.tools.report;

import java.util.OptionalLong;
import spool.kernel.trace.HartTime;
import spool.kernel.trace.JobAccount;
import spool.kernel.trace.ProcessAccount;
import spool.kernel.trace.RunAccount;
import spool.kernel.trace.Service;
import spool.kernel.trace.Statistics;

/// The account of one run as text.
final class AccountText {
  private AccountText() {}

  static String of(Run run, int width) {
    RunAccount account = run.account();
    return String.join(
        "\n",
        heading(run),
        harts(account, width),
        account.jobs().isEmpty() ? processes(account, width) : jobs(account, width),
        statistics(account, width));
  }

  private static String heading(Run run) {
    RunAccount account = run.account();
    return """
        %s
        %s ms of virtual time; times are in ms
        %s, %s, %s, %s
        %s finished, %s per second; fairness %s
        """
        .formatted(
            run.title(),
            Decimal.milliseconds(account.elapsed()),
            Decimal.percent(account.utilisation()) + " user",
            Decimal.percent(account.kernelShare()) + " kernel",
            Decimal.percent(account.switchOverhead()) + " switching",
            Decimal.percent(1 - account.busy()) + " idle",
            account.finished().size(),
            Decimal.fixed(account.throughput(), 1),
            Decimal.fixed(account.fairness(), 3));
  }

  private static String harts(RunAccount account, int width) {
    TextTable table =
        new TextTable()
            .text("hart")
            .number("user")
            .number("kernel")
            .number("switching")
            .number("idle")
            .number("total")
            .number("switches");
    for (HartTime hart : account.harts()) {
      table.row(
          Integer.toString(hart.hart()),
          Decimal.milliseconds(hart.user()),
          Decimal.milliseconds(hart.kernel()),
          Decimal.milliseconds(hart.switching()),
          Decimal.milliseconds(hart.idle()),
          Decimal.milliseconds(hart.total()),
          Long.toString(hart.switches()));
    }
    return table.toString(width);
  }

  private static String jobs(RunAccount account, int width) {
    TextTable table = services("job");
    for (JobAccount job : account.jobs()) {
      add(table, Integer.toString(job.number()), job.name(), job.result(), job.service());
    }
    return table.toString(width);
  }

  private static String processes(RunAccount account, int width) {
    TextTable table = services("pid");
    for (ProcessAccount process : account.processes()) {
      String status =
          process.status().isPresent() ? Integer.toString(process.status().getAsInt()) : "";
      add(table, Integer.toString(process.pid()), process.name(), status, process.service());
    }
    return table.toString(width);
  }

  private static TextTable services(String number) {
    return new TextTable()
        .number(number)
        .text("name")
        .number("arrival")
        .number("cpu")
        .number("waiting")
        .number("blocked")
        .number("response")
        .number("turnaround")
        .text("result")
        .optional("start")
        .optional("finish")
        .optional("vol")
        .optional("invol")
        .optional("bursts")
        .optional("burst mean")
        .optional("burst max")
        .optional("interaction");
  }

  private static void add(
      TextTable table, String number, String name, String result, Service service) {
    table.row(
        number,
        name,
        Decimal.milliseconds(service.arrival()),
        Decimal.milliseconds(service.cpu()),
        Decimal.milliseconds(service.waiting()),
        Decimal.milliseconds(service.blocked()),
        optional(service.response()),
        optional(service.turnaround()),
        result,
        optional(service.start()),
        optional(service.finish()),
        Long.toString(service.voluntarySwitches()),
        Long.toString(service.involuntarySwitches()),
        Long.toString(service.bursts().count()),
        Decimal.milliseconds(service.bursts().mean()),
        Decimal.milliseconds(service.bursts().longest()),
        Decimal.milliseconds(service.interactions().mean()));
  }

  private static String optional(OptionalLong cycles) {
    return cycles.isPresent() ? Decimal.milliseconds(cycles.getAsLong()) : "-";
  }

  private static String statistics(RunAccount account, int width) {
    TextTable table =
        new TextTable()
            .text(account.jobs().isEmpty() ? "of processes" : "of jobs")
            .number("mean")
            .number("median")
            .number("95 %")
            .number("most");
    add(table, "response", account.response());
    add(table, "waiting", account.waiting());
    add(table, "turnaround", account.turnaround());
    return table.toString(width);
  }

  private static void add(TextTable table, String name, Statistics statistics) {
    table.row(
        name,
        Decimal.milliseconds(statistics.mean()),
        Decimal.milliseconds(statistics.median()),
        Decimal.milliseconds(statistics.percentile95()),
        Decimal.milliseconds(statistics.most()));
  }
}
