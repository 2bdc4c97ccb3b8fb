package spool.tools.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is known of the host: what figures depend on.
final class Host {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Host() {}

  /// Its description, with the date.
  static Map<String, String> describe() throws IOException {
    Map<String, String> host = new LinkedHashMap<>();
    host.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    host.put("processor", processor());
    host.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    host.put("system", property("os.name") + " " + property("os.version"));
    host.put("java", property("java.vm.name") + " " + property("java.vm.version"));
    host.put("load at the start", load());
    return host;
  }

  /// The load, as far as the host tells.
  static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load);
  }

  private static String processor() throws IOException {
    Optional<String> model = Optional.empty();
    if (Files.isReadable(PROCESSORS)) {
      model =
          Files.readAllLines(PROCESSORS).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst();
    }
    return model.map(name -> name + ", ").orElse("") + property("os.arch");
  }

  private static String property(String name) {
    return System.getProperty(name);
  }
}
