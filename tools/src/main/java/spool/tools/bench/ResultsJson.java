package spool.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import spool.tools.report.JsonException;
import spool.tools.report.JsonValue;
import spool.tools.report.JsonWriter;

/// Results as JSON, which `--compare` reads again. Goals are in it for whoever reads it; what is
/// read of them is nothing.
final class ResultsJson {
  private static final int VERSION = 1;

  private final JsonWriter json = new JsonWriter();

  private ResultsJson() {}

  /// `results` as JSON.
  static String write(Results results) {
    ResultsJson writer = new ResultsJson();
    writer.json.object(() -> writer.members(results));
    return writer.json + "\n";
  }

  private void members(Results results) {
    json.member("version", VERSION);
    json.name("host").object(() -> results.host().forEach(json::member));
    json.texts("notes", results.notes());
    objects("goals", Goal.ALL, goal -> goal(goal, results));
    objects("figures", results.figures(), this::figure);
    objects("measurements", results.measurements(), this::measurement);
  }

  private <T> void objects(String name, List<T> elements, Consumer<T> writer) {
    json.name(name)
        .array(() -> elements.forEach(each -> json.element().object(() -> writer.accept(each))));
  }

  private void goal(Goal goal, Results results) {
    json.member("what", goal.what());
    json.member(goal.isLeast() ? "atLeast" : "atMost", goal.bound());
    json.member("unit", goal.unit().strip());
    Optional<Double> value = goal.value().apply(results);
    value.ifPresent(reached -> json.member("value", reached));
    json.member("verdict", goal.verdict(results).toString());
  }

  private void figure(Figure figure) {
    json.member("name", figure.name());
    json.member("unit", figure.unit());
    json.member("isBetterIfMore", figure.isBetterIfMore());
    json.numbers("values", figure.values().values());
  }

  private void measurement(Measurement measurement) {
    json.member("workload", measurement.workload());
    json.member("contender", measurement.contender());
    json.member("times", measurement.times());
    json.numbers("processor", measurement.processor().values());
    json.numbers("elapsed", measurement.elapsed().values());
  }

  /// The results in `text`.
  ///
  /// @throws JsonException if there are none, saying why in one line
  static Results read(String text) throws JsonException {
    JsonValue root = JsonValue.parse(text);
    if (root.member("version").number() != VERSION) {
      throw new JsonException("version is not " + VERSION);
    }
    List<String> notes = new ArrayList<>();
    for (JsonValue note : root.member("notes").elements()) {
      notes.add(note.text());
    }
    List<Figure> figures = new ArrayList<>();
    for (JsonValue figure : root.member("figures").elements()) {
      figures.add(figure(figure));
    }
    List<Measurement> measurements = new ArrayList<>();
    for (JsonValue measurement : root.member("measurements").elements()) {
      measurements.add(measurement(measurement));
    }
    return new Results(root.member("host").texts(), notes, figures, measurements);
  }

  private static Figure figure(JsonValue figure) throws JsonException {
    return new Figure(
        figure.member("name").text(),
        figure.member("unit").text(),
        figure.member("isBetterIfMore").flag(),
        series(figure.member("values")));
  }

  private static Measurement measurement(JsonValue measurement) throws JsonException {
    int times = (int) measurement.member("times").number();
    if (times < 1) {
      throw new JsonException(measurement.place() + ".times is not at least 1");
    }
    return new Measurement(
        measurement.member("workload").text(),
        measurement.member("contender").text(),
        times,
        series(measurement.member("processor")),
        series(measurement.member("elapsed")));
  }

  private static Series series(JsonValue array) throws JsonException {
    List<Double> values = new ArrayList<>();
    for (JsonValue element : array.elements()) {
      values.add(element.number());
    }
    if (values.isEmpty()) {
      throw new JsonException(array.place() + " has no values");
    }
    return new Series(values);
  }
}
