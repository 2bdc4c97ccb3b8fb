package spool.tools.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import spool.tools.report.JsonException;

/// What a run of the benchmarks gave.
///
/// @param host what is known of the host and of the run, by name, in the order in which it is shown
/// @param notes what could not be measured, and why
/// @param figures the figures that are no workloads' times
/// @param measurements the times of all workloads
public record Results(
    Map<String, String> host,
    List<String> notes,
    List<Figure> figures,
    List<Measurement> measurements) {
  /// Reads what [#json] wrote.
  ///
  /// @throws JsonException if it is something else, with the reason in one line
  public static Results parse(String json) throws JsonException {
    return ResultsJson.read(json);
  }

  /// As JSON.
  public String json() {
    return ResultsJson.write(this);
  }

  /// As a chart of the workloads (SVG).
  public String chart() {
    return ResultsChart.of(this);
  }

  /// As tables for a terminal of this width.
  public String text(int width) {
    return ResultsText.of(this, width);
  }

  /// What changed since `before`, for a terminal of this width.
  public String changes(Results before, int width) {
    return ComparisonText.of(Comparison.of(before, this), width);
  }

  /// The figure of this name.
  Optional<Figure> figure(String name) {
    return figures.stream().filter(figure -> figure.name().equals(name)).findFirst();
  }

  /// What this contender took for this workload.
  Optional<Measurement> measurement(String workload, String contender) {
    return measurements.stream()
        .filter(each -> each.workload().equals(workload) && each.contender().equals(contender))
        .findFirst();
  }

  /// How many times as fast `contender` is as `other`, by the time of processors.
  Optional<Double> ratio(String workload, String contender, String other) {
    Optional<Measurement> one = measurement(workload, contender);
    return one.flatMap(
        mine -> measurement(workload, other).map(theirs -> theirs.each() / mine.each()));
  }

  /// Whether `contender` ran every workload of these kinds.
  boolean hasAll(Set<Workload.Kind> kinds, String contender) {
    return Workload.ALL.stream()
        .filter(workload -> kinds.contains(workload.kind()))
        .allMatch(workload -> measurement(workload.name(), contender).isPresent());
  }

  /// The geometric mean of these ratios over the workloads of these kinds that have one.
  Optional<Double> meanRatio(Set<Workload.Kind> kinds, String contender, String other) {
    List<Double> ratios =
        Workload.ALL.stream()
            .filter(workload -> kinds.contains(workload.kind()))
            .flatMap(workload -> ratio(workload.name(), contender, other).stream())
            .toList();
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Series.geometricMean(ratios));
  }
}
