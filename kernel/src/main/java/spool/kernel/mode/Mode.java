package spool.kernel.mode;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import spool.kernel.sched.Parameter;
import spool.kernel.sched.Settings;

/// A way of running jobs, composed of how they come into memory, who runs next, and whether a
/// running one can be interrupted for another.
///
/// A mode is written as a small properties file, the standard ones too:
///
///     description = as many jobs in memory as fit, each until it waits
///     degree = 4
///     admission = fifo
///     spool-ahead = true
///     scheduler = fcfs
///     preemptive = false
public final class Mode {
  /// The degree of a mode that takes every job into memory at once.
  public static final int MOST_JOBS = 10_000;

  private static final String ENDING = ".properties";
  private static final List<String> STANDARD =
      List.of("manual", "batch", "multiprogrammed", "timesharing", "general");

  private static final Parameter DEGREE =
      Parameter.count("degree", "1", "most jobs in memory at a time, or 'all'");
  private static final Parameter AHEAD =
      Parameter.toggle("spool-ahead", "false", "jobs are read to the disk while others run");
  private static final Parameter DIRECT =
      Parameter.toggle("print-directly", "false", "a job waits for the printer");
  private static final Parameter SETUP =
      Parameter.duration("setup", "1ns", "what an operator takes before each job");
  private static final Parameter PREEMPTIVE =
      Parameter.toggle("preemptive", "false", "a job can lose its hart to another before it waits");
  private static final Parameter REAL_TIME =
      Parameter.toggle("real-time", "false", "jobs get the real-time class that they ask for");
  private static final String ALL = "all";
  private static final String ADMISSION = "admission";
  private static final String SCHEDULER = "scheduler";
  private static final String DESCRIPTION = "description";
  private static final Set<String> KEYS =
      new TreeSet<>(
          List.of(
              ADMISSION,
              SCHEDULER,
              DESCRIPTION,
              DEGREE.name(),
              AHEAD.name(),
              DIRECT.name(),
              SETUP.name(),
              PREEMPTIVE.name(),
              REAL_TIME.name()));

  private final String name;
  private final Map<String, String> values;
  private final Settings settings;

  private Mode(String name, Map<String, String> values) {
    values.keySet().stream().filter(key -> !KEYS.contains(key)).findFirst().ifPresent(Mode::reject);
    this.name = name;
    this.values = values;
    settings = Settings.of(values);
    // Every value is looked at once, so that a wrong one is told here.
    monitorOptions();
    isPreemptive();
  }

  /// The standard modes, in the order of their invention.
  public static List<Mode> standard() {
    return STANDARD.stream().map(Mode::load).toList();
  }

  private static Mode load(String name) {
    try (InputStream file = Mode.class.getResourceAsStream(name + ENDING)) {
      if (file == null) {
        throw new IllegalStateException("the mode " + name + " is missing");
      }
      return read(name, new InputStreamReader(file, StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The mode called `name` that is written in `file`. Throws [IllegalArgumentException] with one
  /// line for the user.
  public static Mode read(String name, Reader file) throws IOException {
    Properties properties = new Properties();
    properties.load(file);
    Map<String, String> values = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      values.put(key, properties.getProperty(key).strip());
    }
    try {
      return new Mode(name, values);
    } catch (IllegalArgumentException unsuitable) {
      throw new IllegalArgumentException("mode " + name + ": " + unsuitable.getMessage());
    }
  }

  private static void reject(String key) {
    throw new IllegalArgumentException(
        "there is no '%s'; there are %s".formatted(key, String.join(", ", KEYS)));
  }

  /// The same with another value for the property `key`. Throws [IllegalArgumentException] with one
  /// line for the user.
  public Mode with(String key, String value) {
    Map<String, String> changed = new TreeMap<>(values);
    changed.put(key, value);
    return new Mode(name, changed);
  }

  /// What it is called.
  public String name() {
    return name;
  }

  /// One line about it.
  public String description() {
    return values.getOrDefault(DESCRIPTION, "");
  }

  /// Most jobs in memory at a time; [#MOST_JOBS] for all.
  public int degree() {
    boolean all = values.getOrDefault(DEGREE.name(), "").equals(ALL);
    return all ? MOST_JOBS : settings.count(DEGREE, 1, MOST_JOBS);
  }

  /// Which of the waiting jobs is taken first.
  public Admission admission() {
    String wanted = values.getOrDefault(ADMISSION, text(Admission.FIFO));
    return Arrays.stream(Admission.values())
        .filter(each -> text(each).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "admission=" + wanted + ": not one of fifo, shortest, priority"));
  }

  private static String text(Admission admission) {
    return admission.name().toLowerCase(Locale.ROOT);
  }

  /// Whether jobs are read from the tape to the disk while others run.
  public boolean spoolsAhead() {
    return settings.isOn(AHEAD);
  }

  /// Whether a job waits for the printer, in place of spooling its listing.
  public boolean printsDirectly() {
    return settings.isOn(DIRECT);
  }

  /// What an operator takes to set up each job, in cycles.
  public long setup() {
    return values.containsKey(SETUP.name()) ? settings.cycles(SETUP) : 0;
  }

  /// The policy, as [spool.kernel.sched.Policies] understands it.
  public String scheduler() {
    return values.getOrDefault(SCHEDULER, "fcfs");
  }

  /// Whether a job can lose its hart to another before it waits.
  public boolean isPreemptive() {
    return settings.isOn(PREEMPTIVE);
  }

  /// Whether jobs get the real-time class that they ask for.
  public boolean isRealTime() {
    return settings.isOn(REAL_TIME);
  }

  /// The options of `/bin/monitor` that make it run jobs so.
  public List<String> monitorOptions() {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-n", Integer.toString(degree())));
    options.addAll(List.of("-o", text(admission())));
    options.addAll(List.of("-u", Long.toString(setup())));
    addIf(spoolsAhead(), "-a", options);
    addIf(printsDirectly(), "-d", options);
    addIf(isRealTime(), "-r", options);
    return options;
  }

  private static void addIf(boolean wanted, String option, List<String> options) {
    if (wanted) {
      options.add(option);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
