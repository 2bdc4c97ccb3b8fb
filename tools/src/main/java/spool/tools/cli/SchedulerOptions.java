package spool.tools.cli;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.kernel.sched.Policies;
import spool.kernel.sched.RoundRobin;
import spool.kernel.sched.SchedulerChoice;
import spool.kernel.sched.SchedulerChoice.Queues;
import spool.kernel.sched.Settings;

/// The options that choose how tasks are scheduled.
final class SchedulerOptions {
  /// Where a policy of the user's is looked for.
  static final class ClassPath {
    private final Setting<List<Path>> entries =
        Setting.list(
            Path.class,
            OptionSpec.builder("--classpath")
                .paramLabel("PATH")
                .splitRegex("${sys:path.separator}")
                .description("Jars and folders of classes with schedulers of your own."));

    private Optional<Policies> found = Optional.empty();

    /// Adds the option to `command`.
    void addTo(CommandSpec command) {
      Setting.addAll(command, entries);
    }

    /// Whether there is none.
    boolean isEmpty() {
      return entries.get().isEmpty();
    }

    /// The policies there are, looked for once. A wrong class path is a [Failure].
    Policies policies() {
      Policies policies = found.orElseGet(this::find);
      found = Optional.of(policies);
      return policies;
    }

    private Policies find() {
      try {
        return isEmpty() ? new Policies() : new Policies(loader());
      } catch (IllegalArgumentException unsuitable) {
        throw new Failure(ExitStatus.USAGE, unsuitable);
      } catch (ServiceConfigurationError unsuitable) {
        throw new Failure(ExitStatus.USAGE, "--classpath: " + unsuitable.getMessage());
      }
    }

    private ClassLoader loader() {
      List<URL> urls = new ArrayList<>();
      for (Path entry : entries.get()) {
        if (!Files.exists(entry)) {
          throw new Failure(ExitStatus.USAGE, "--classpath: there is no " + entry);
        }
        urls.add(url(entry));
      }
      return new URLClassLoader(urls.toArray(URL[]::new), Policies.class.getClassLoader());
    }

    private static URL url(Path entry) {
      try {
        return entry.toUri().toURL();
      } catch (MalformedURLException unsuitable) {
        throw new Failure(ExitStatus.USAGE, "--classpath: " + unsuitable.getMessage());
      }
    }
  }

  /// Whose the queues are.
  static final class QueueOption {
    private final Setting<String> queues =
        Setting.of(
            String.class,
            OptionSpec.builder("--queues")
                .paramLabel("WHOSE")
                .defaultValue("shared")
                .description(
                    "One queue for all harts, shared, or one for each with work stealing, per-hart"
                        + " (default: ${DEFAULT-VALUE})."));

    /// Adds the option to `command`.
    void addTo(CommandSpec command) {
      Setting.addAll(command, queues);
    }

    /// What was chosen. Throws [IllegalArgumentException] with one line for the user.
    Queues queues() {
      return switch (queues.get()) {
        case "shared" -> Queues.SHARED;
        case "per-hart" -> Queues.PER_HART;
        default ->
            throw new IllegalArgumentException(
                "--queues: '" + queues.get() + "' is neither shared nor per-hart");
      };
    }
  }

  /// What policies call the length of a turn.
  static final List<String> TURNS = List.of("quantum", "slice");

  private final ClassPath classPath = new ClassPath();

  private final Setting<String> scheduler =
      Setting.of(
          String.class,
          OptionSpec.builder("--scheduler")
              .paramLabel("CHOICE")
              .defaultValue(RoundRobin.NAME)
              .description(
                  "Who runs next, as mlfq or mlfq:levels=3,boost=500ms; 'spool schedulers' lists them"
                      + " (default: ${DEFAULT-VALUE})."));

  private final Setting<Optional<String>> quantum =
      Setting.optional(
          String.class,
          OptionSpec.builder("--quantum")
              .paramLabel("TIME")
              .description(
                  "How long a turn lasts, as 500us or 5ms, with policies that have turns."));

  private final QueueOption queues = new QueueOption();

  /// Adds the options to `command`.
  void addTo(CommandSpec command) {
    classPath.addTo(command);
    queues.addTo(command);
    Setting.addAll(command, scheduler, quantum);
  }

  /// What is chosen. Throws [IllegalArgumentException] with one line for the user.
  SchedulerChoice choice() {
    boolean isStandard = scheduler.get().equals(RoundRobin.NAME) && classPath.isEmpty();
    return isStandard
        ? SchedulerChoice.roundRobin(classPath::policies, values(), queues.queues())
        : SchedulerChoice.of(classPath.policies(), scheduler.get(), values(), queues.queues());
  }

  /// EEVDF's turn is called slice.
  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : TURNS) {
      quantum.get().ifPresent(text -> values.put(name, text));
    }
    quantum.get().ifPresent(SchedulerOptions::requireTime);
    return values;
  }

  /// Throws [IllegalArgumentException] with one line for the user if `quantum` is no time, which a
  /// policy without turns would not notice.
  static void requireTime(String quantum) {
    new RoundRobin(Settings.of(Map.of("quantum", quantum)));
  }
}
