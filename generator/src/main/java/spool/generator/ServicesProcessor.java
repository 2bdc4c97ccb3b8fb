package spool.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.StandardLocation;

/// Writes what `module-info.java` provides into `META-INF/services` too, where programs on the
/// class path look for it, the packaged `spool.jar` among them.
@SupportedAnnotationTypes("*")
public final class ServicesProcessor extends AbstractProcessor {
  private static final String FOLDER = "META-INF/services/";

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    ElementFilter.modulesIn(round.getRootElements()).stream()
        .flatMap(module -> ElementFilter.providesIn(module.getDirectives()).stream())
        .forEach(this::write);
    return false;
  }

  private void write(ModuleElement.ProvidesDirective provision) {
    String providers =
        provision.getImplementations().stream()
            .map(this::name)
            .collect(Collectors.joining("\n", "", "\n"));
    try (Writer file = create(FOLDER + name(provision.getService()))) {
      file.write(providers);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Writer create(String name) throws IOException {
    return processingEnv
        .getFiler()
        .createResource(StandardLocation.CLASS_OUTPUT, "", name)
        .openWriter();
  }

  private String name(TypeElement type) {
    return processingEnv.getElementUtils().getBinaryName(type).toString();
  }
}
