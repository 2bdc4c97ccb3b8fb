package spool.generator;

import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/// Reads annotations by name, because the generator is compiled before the classes that declare
/// them.
final class Annotations {
  private final Elements elements;

  Annotations(Elements elements) {
    this.elements = elements;
  }

  /// The annotation of type `name` on `element`.
  Optional<AnnotationMirror> find(Element element, String name) {
    return element.getAnnotationMirrors().stream()
        .map(AnnotationMirror.class::cast)
        .filter(mirror -> mirror.getAnnotationType().toString().equals(name))
        .findFirst();
  }

  /// As [#find], for an annotation that must be there.
  AnnotationMirror require(Element element, String name) {
    return find(element, name)
        .orElseThrow(() -> new DescriptionError(element + " has no @" + name));
  }

  String string(AnnotationMirror mirror, String member) {
    return (String) value(mirror, member).getValue();
  }

  boolean flag(AnnotationMirror mirror, String member) {
    return (Boolean) value(mirror, member).getValue();
  }

  /// The name of an enum constant.
  String constant(AnnotationMirror mirror, String member) {
    return ((VariableElement) value(mirror, member).getValue()).getSimpleName().toString();
  }

  /// Annotations inside an annotation.
  List<AnnotationMirror> nested(AnnotationMirror mirror, String member) {
    return ((List<?>) value(mirror, member).getValue())
        .stream().map(value -> (AnnotationMirror) ((AnnotationValue) value).getValue()).toList();
  }

  private AnnotationValue value(AnnotationMirror mirror, String member) {
    return elements.getElementValuesWithDefaults(mirror).entrySet().stream()
        .filter(entry -> entry.getKey().getSimpleName().contentEquals(member))
        .findFirst()
        .orElseThrow(() -> new DescriptionError(mirror + " has no " + member))
        .getValue();
  }
}
