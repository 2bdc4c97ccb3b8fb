package spool.generator;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.Elements;

/// A system call as its annotated method describes it. `parameters` are those after the task, each
/// as its type (`int`, `long`), a blank and its name.
record SystemCallMethod(
    int number,
    String name,
    boolean restarts,
    String owner,
    String method,
    List<String> parameters,
    String documentation) {
  /// Where the calling convention has the first argument: `a0`.
  private static final int FIRST_ARGUMENT = 10;

  static SystemCallMethod of(ExecutableElement method, Elements elements) {
    Map<String, Object> values = values(method, elements);
    return new SystemCallMethod(
        (Integer) Objects.requireNonNull(values.get("number")),
        (String) Objects.requireNonNull(values.get("name")),
        (Boolean) Objects.requireNonNull(values.get("restarts")),
        Objects.requireNonNull(method.getEnclosingElement()).getSimpleName().toString(),
        method.getSimpleName().toString(),
        method.getParameters().stream()
            .skip(1)
            .map(parameter -> parameter.asType() + " " + parameter.getSimpleName())
            .toList(),
        Objects.requireNonNullElse(elements.getDocComment(method), ""));
  }

  private static Map<String, Object> values(ExecutableElement method, Elements elements) {
    return method.getAnnotationMirrors().stream()
        .filter(
            mirror -> mirror.getAnnotationType().toString().equals(SystemCallProcessor.ANNOTATION))
        .flatMap(mirror -> elements.getElementValuesWithDefaults(mirror).entrySet().stream())
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().getSimpleName().toString(),
                entry -> ((AnnotationValue) entry.getValue()).getValue()));
  }

  /// The field of the table that holds the owner: its name in lower camel case.
  String field() {
    return Character.toLowerCase(owner.charAt(0)) + owner.substring(1);
  }

  /// The call of the method, its arguments taken from the registers `x`.
  String invocation() {
    String arguments =
        IntStream.range(0, parameters.size())
            .mapToObj(index -> ", " + argument(index))
            .collect(Collectors.joining());
    return field() + "." + method + "(task" + arguments + ")";
  }

  private String argument(int index) {
    String register = "x[" + (FIRST_ARGUMENT + index) + "]";
    return parameters.get(index).startsWith("int ") ? "(int) " + register : register;
  }

  /// The line of `table.tsv`: number, name, argument count, parameters, owner, documentation.
  String row() {
    return String.join(
            "\t",
            Integer.toString(number),
            name,
            Integer.toString(parameters.size()),
            String.join(", ", parameters),
            owner,
            documentation.strip().replaceAll("\\s+", " "))
        + "\n";
  }
}
