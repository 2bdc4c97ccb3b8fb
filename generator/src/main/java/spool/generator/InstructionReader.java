package spool.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/// Reads the instruction that an annotated method describes.
final class InstructionReader {
  static final String PACKAGE = "spool.emulator.isa";

  private static final Set<String> PARAMETERS =
      Set.of(
          "cpu",
          "memory",
          "rs1",
          "rs2",
          "fs1",
          "fs2",
          "fs3",
          "imm",
          "rm",
          "csr",
          "shamt",
          "uimm",
          "rdNumber",
          "rs1Number",
          "rs2Number",
          "pc");

  private final Elements elements;
  private final Annotations annotations;

  InstructionReader(Elements elements) {
    this.elements = elements;
    this.annotations = new Annotations(elements);
  }

  /// The instruction of `method`. Throws [DescriptionError].
  Instruction read(ExecutableElement method) {
    if (!method.getModifiers().contains(Modifier.STATIC)) {
      throw new DescriptionError("an instruction's method must be static");
    }
    AnnotationMirror insn = annotations.require(method, PACKAGE + ".Insn");
    Encoding encoding = encoding(insn);
    return new Instruction(
        extension(owner(method)),
        semantics(method, annotations.constant(insn, "flow")),
        encoding,
        compressed(method),
        documentation(method));
  }

  private static TypeElement owner(Element method) {
    return (TypeElement) Objects.requireNonNull(method.getEnclosingElement());
  }

  private Instruction.Extension extension(TypeElement owner) {
    AnnotationMirror extension = annotations.require(owner, PACKAGE + ".Extension");
    return new Instruction.Extension(
        elements.getPackageOf(owner).getQualifiedName().toString(),
        owner.getSimpleName().toString(),
        annotations.string(extension, "value"),
        annotations.flag(extension, "common"));
  }

  private Encoding encoding(AnnotationMirror insn) {
    String bits = annotations.string(insn, "bits");
    return new Encoding(bits, 32, annotations.string(insn, "asm"), "", false);
  }

  private List<Encoding> compressed(Element method) {
    List<AnnotationMirror> forms = new ArrayList<>();
    annotations
        .find(method, PACKAGE + ".CompressedForms")
        .ifPresent(all -> forms.addAll(annotations.nested(all, "value")));
    annotations.find(method, PACKAGE + ".Compressed").ifPresent(forms::add);
    return forms.stream().map(this::compressed).toList();
  }

  private Encoding compressed(AnnotationMirror form) {
    return new Encoding(
        annotations.string(form, "bits"),
        16,
        annotations.string(form, "asm"),
        annotations.string(form, "implied"),
        annotations.flag(form, "unsigned"));
  }

  private static Instruction.Semantics semantics(ExecutableElement method, String flow) {
    List<String> parameters =
        method.getParameters().stream().map(p -> p.getSimpleName().toString()).toList();
    for (String parameter : parameters) {
      if (!PARAMETERS.contains(parameter)) {
        throw new DescriptionError("parameter '" + parameter + "' names no operand");
      }
    }
    String result = method.getReturnType().toString();
    requireResult(flow, result);
    return new Instruction.Semantics(method.getSimpleName().toString(), parameters, result, flow);
  }

  private static void requireResult(String flow, String result) {
    boolean fits =
        switch (flow) {
          case "BRANCH" -> result.equals("boolean");
          case "JUMP" -> result.equals("long");
          default -> result.equals("long") || result.equals("void");
        };
    if (!fits) {
      throw new DescriptionError("an instruction of flow " + flow + " cannot answer " + result);
    }
  }

  private String documentation(ExecutableElement method) {
    String comment = elements.getDocComment(method);
    if (comment == null) {
      throw new DescriptionError("an instruction needs a doc comment");
    }
    return comment.strip().replaceAll("\\s+", " ");
  }

  /// The methods of `round` in the order that opcodes are numbered in.
  static List<ExecutableElement> methods(Set<? extends Element> annotated) {
    return annotated.stream()
        .map(InstructionReader::owner)
        .distinct()
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .flatMap(owner -> owner.getEnclosedElements().stream())
        .filter(element -> element.getKind() == ElementKind.METHOD && annotated.contains(element))
        .map(ExecutableElement.class::cast)
        .toList();
  }
}
