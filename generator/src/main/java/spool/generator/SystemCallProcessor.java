package spool.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/// Turns the methods annotated with `spool.kernel.syscall.SystemCall` into the class
/// `SystemCallTable`, which dispatches by number, and the resource `table.tsv`, which describes the
/// calls to strace and to the documentation.
@SupportedAnnotationTypes(SystemCallProcessor.ANNOTATION)
public final class SystemCallProcessor extends AbstractProcessor {
  static final String PACKAGE = "spool.kernel.syscall";
  static final String ANNOTATION = PACKAGE + ".SystemCall";
  private static final String TASK = "spool.kernel.process.Task";
  private static final int MOST_ARGUMENTS = 6;

  private final TreeMap<Integer, SystemCallMethod> calls = new TreeMap<>();

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      round.getElementsAnnotatedWith(annotation).forEach(this::collect);
      write();
    }
    return false;
  }

  private void collect(Element element) {
    ExecutableElement method = (ExecutableElement) element;
    if (!isHandler(method)) {
      report(method, "a system call is: long name(Task task, up to six int or long parameters)");
      return;
    }
    SystemCallMethod call = SystemCallMethod.of(method, processingEnv.getElementUtils());
    SystemCallMethod other = calls.put(call.number(), call);
    if (other != null) {
      report(method, "system call " + call.number() + " is " + other.name() + " already");
    }
  }

  private static boolean isHandler(ExecutableElement method) {
    List<String> types =
        method.getParameters().stream().map(parameter -> parameter.asType().toString()).toList();
    return method.getReturnType().getKind() == TypeKind.LONG
        && !method.getModifiers().contains(Modifier.PRIVATE)
        && !types.isEmpty()
        && types.getFirst().equals(TASK)
        && types.size() <= MOST_ARGUMENTS + 1
        && types.stream().skip(1).allMatch(type -> type.equals("int") || type.equals("long"));
  }

  private void report(Element element, String message) {
    processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, element);
  }

  private void write() {
    try {
      writeClass();
      writeResource();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void writeClass() throws IOException {
    String name = PACKAGE + ".SystemCallTable";
    try (Writer out = processingEnv.getFiler().createSourceFile(name).openWriter()) {
      out.write(SystemCallTableSource.of(List.copyOf(calls.values())));
    }
  }

  private void writeResource() throws IOException {
    String path = PACKAGE.replace('.', '/') + "/table.tsv";
    try (Writer out =
        processingEnv
            .getFiler()
            .createResource(StandardLocation.CLASS_OUTPUT, "", path)
            .openWriter()) {
      out.write(calls.values().stream().map(SystemCallMethod::row).collect(Collectors.joining()));
    }
  }
}
