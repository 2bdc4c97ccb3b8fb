package spool.kernel.sched.kit.planted;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs a property that has to fail.
public final class PropertyRun {
  private static final int MOST_RUNS = 10;

  private PropertyRun() {}

  /// The message with which a property fails. Workloads are drawn anew in every run, and those on
  /// which a subtle bug shows may not be among those of the first.
  public static String failure(Class<?> contract, String property, Path folder) {
    Class<?>[] parameters =
        Stream.<Class<?>>iterate(contract, Class::getSuperclass)
            .takeWhile(type -> type != Object.class)
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(method -> method.getName().equals(property))
            .findFirst()
            .orElseThrow()
            .getParameterTypes();
    Map<String, Throwable> failures = new LinkedHashMap<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectMethod(contract, property, parameters))
            .configurationParameter("jqwik.reporting.usejunitplatformreporter", "true")
            .configurationParameter("jqwik.database", folder.resolve("database").toString())
            .build();
    for (int run = 0; failures.isEmpty() && run < MOST_RUNS; run++) {
      LauncherFactory.create().execute(request, listener(failures));
    }
    if (failures.isEmpty()) {
      throw new AssertionError(contract + "#" + property + " found nothing");
    }
    return String.valueOf(failures.values().iterator().next().getMessage());
  }

  private static TestExecutionListener listener(Map<String, Throwable> failures) {
    return new TestExecutionListener() {
      @Override
      public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        result.getThrowable().ifPresent(failure -> failures.put(test.getUniqueId(), failure));
      }
    };
  }
}
