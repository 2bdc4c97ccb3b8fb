package spool.tools.report;

import java.util.List;
import java.util.function.Consumer;
import spool.kernel.trace.Durations;
import spool.kernel.trace.HartTime;
import spool.kernel.trace.JobAccount;
import spool.kernel.trace.ProcessAccount;
import spool.kernel.trace.RunAccount;
import spool.kernel.trace.Service;
import spool.kernel.trace.Statistics;

/// Writes runs in the form that `docs/compare-schema.md` describes.
final class JsonReport {
  private static final int VERSION = 1;

  private final JsonWriter json = new JsonWriter();

  private JsonReport() {}

  static String of(List<Run> runs) {
    JsonReport report = new JsonReport();
    report.json.array(
        () -> runs.forEach(run -> report.json.element().object(() -> report.run(run))));
    return report.json + "\n";
  }

  private void run(Run run) {
    RunAccount account = run.account();
    json.member("version", VERSION);
    json.member("mode", run.mode());
    json.member("scheduler", run.scheduler());
    json.member("harts", run.harts());
    json.member("seed", run.seed());
    json.member("elapsed", account.elapsed());
    json.member("utilisation", account.utilisation());
    json.member("busy", account.busy());
    json.member("kernel", account.kernelShare());
    json.member("overhead", account.switchOverhead());
    json.member("finished", account.finished().size());
    json.member("throughput", account.throughput());
    json.member("fairness", account.fairness());
    statistics("response", account.response());
    statistics("waiting", account.waiting());
    statistics("turnaround", account.turnaround());
    durations("interactions", account.interactions());
    array("hartTimes", account.harts(), this::hart);
    array("jobs", account.jobs(), this::job);
    List<ProcessAccount> others =
        account.processes().stream().filter(process -> process.job().isEmpty()).toList();
    array("processes", others, this::process);
  }

  private <T> void array(String name, List<T> elements, Consumer<T> writer) {
    json.name(name)
        .array(() -> elements.forEach(each -> json.element().object(() -> writer.accept(each))));
  }

  private void statistics(String name, Statistics statistics) {
    json.name(name)
        .object(
            () -> {
              json.member("count", statistics.count());
              json.member("mean", statistics.mean());
              json.member("median", statistics.median());
              json.member("p95", statistics.percentile95());
              json.member("max", statistics.most());
            });
  }

  private void durations(String name, Durations durations) {
    json.name(name)
        .object(
            () -> {
              json.member("count", durations.count());
              json.member("mean", durations.mean());
              json.member("max", durations.longest());
            });
  }

  private void hart(HartTime hart) {
    json.member("hart", hart.hart());
    json.member("user", hart.user());
    json.member("kernel", hart.kernel());
    json.member("switching", hart.switching());
    json.member("idle", hart.idle());
    json.member("switches", hart.switches());
  }

  private void job(JobAccount job) {
    json.member("number", job.number());
    json.member("name", job.name());
    json.member("pid", job.pid());
    json.member("result", job.result());
    json.member("admission", job.admission());
    service(job.service());
  }

  private void process(ProcessAccount process) {
    json.member("pid", process.pid());
    json.member("parent", process.parent());
    json.member("name", process.name());
    json.member("status", process.status());
    service(process.service());
  }

  private void service(Service service) {
    json.member("arrival", service.arrival());
    json.member("start", service.start());
    json.member("finish", service.finish());
    json.member("cpu", service.cpu());
    json.member("user", service.user());
    json.member("kernel", service.kernel());
    json.member("waiting", service.waiting());
    json.member("blocked", service.blocked());
    json.member("response", service.response());
    json.member("turnaround", service.turnaround());
    json.member("voluntarySwitches", service.voluntarySwitches());
    json.member("involuntarySwitches", service.involuntarySwitches());
    durations("bursts", service.bursts());
    durations("interactions", service.interactions());
  }
}
