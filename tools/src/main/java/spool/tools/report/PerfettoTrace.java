package spool.tools.report;

import java.math.BigDecimal;
import java.util.List;
import spool.kernel.trace.Activity;
import spool.kernel.trace.Chart;
import spool.kernel.trace.Chart.Bar;
import spool.kernel.trace.Chart.Unit;
import spool.kernel.trace.Condition;
import spool.kernel.trace.Timeline.Phase;

/// Writes a run for ui.perfetto.dev and chrome://tracing (Trace Event Format, JSON): the harts as
/// threads of one process, the jobs or processes as those of another. Times are in microseconds.
final class PerfettoTrace {
  private static final int HARTS = 1;
  private static final int UNITS = 2;
  private static final int DECIMALS_OF_MICROSECOND = 3;

  private final Chart chart;
  private final StringBuilder out = new StringBuilder();
  private String separator = "";

  private PerfettoTrace(Chart chart) {
    this.chart = chart;
  }

  static String of(Run run) {
    return new PerfettoTrace(Chart.of(run.account(), run.timeline())).write(run);
  }

  private String write(Run run) {
    out.append("{\"displayTimeUnit\": \"ns\", \"traceEvents\": [");
    name("process_name", HARTS, 0, "harts");
    name("process_name", UNITS, 0, run.account().jobs().isEmpty() ? "processes" : "jobs");
    for (int hart = 0; hart < chart.harts().size(); hart++) {
      name("thread_name", HARTS, hart, "hart " + hart);
      hart(hart, chart.harts().get(hart));
    }
    for (int index = 0; index < chart.units().size(); index++) {
      Unit unit = chart.units().get(index);
      name("thread_name", UNITS, index, label(unit));
      unit(index, unit);
    }
    return out.append("\n]}\n").toString();
  }

  private static String label(Unit unit) {
    return unit.number() + " " + unit.name();
  }

  private void hart(int hart, List<Bar> bars) {
    for (Bar bar : bars) {
      if (bar.activity() != Activity.IDLE) {
        slice(HARTS, hart, label(bar), bar.from(), bar.to());
      }
    }
  }

  private String label(Bar bar) {
    return switch (bar.activity()) {
      case SWITCH -> "switching";
      case USER -> bar.unit() == Bar.NO_UNIT ? "system" : label(chart.units().get(bar.unit()));
      default -> "kernel";
    };
  }

  private void unit(int index, Unit unit) {
    for (Phase phase : unit.phases()) {
      if (phase.condition() != Condition.ABSENT) {
        slice(UNITS, index, label(phase.condition()), phase.from(), phase.to());
      }
    }
  }

  private static String label(Condition condition) {
    return switch (condition) {
      case RUNNING -> "runs";
      case READY -> "waits for a hart";
      case BLOCKED -> "blocked";
      case ABSENT -> "";
    };
  }

  private void slice(int process, int thread, String name, long from, long to) {
    begin(name, "X", process, thread);
    out.append(", \"ts\": ").append(microseconds(from));
    out.append(", \"dur\": ").append(microseconds(to - from)).append('}');
  }

  private void name(String kind, int process, int thread, String name) {
    begin(kind, "M", process, thread);
    out.append(", \"args\": {\"name\": ").append(JsonWriter.quoted(name)).append("}}");
  }

  private void begin(String name, String phase, int process, int thread) {
    out.append(separator).append("\n{\"name\": ").append(JsonWriter.quoted(name));
    out.append(", \"ph\": \"").append(phase).append("\", \"pid\": ").append(process);
    out.append(", \"tid\": ").append(thread);
    separator = ",";
  }

  private static String microseconds(long cycles) {
    return BigDecimal.valueOf(cycles, DECIMALS_OF_MICROSECOND).toPlainString();
  }
}
