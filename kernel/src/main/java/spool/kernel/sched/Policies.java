package spool.kernel.sched;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;

/// The policies that can be chosen by name: those that are provided, here and by the user's modules
/// or class path.
///
/// A choice is written as `NAME` or `NAME:PARAMETER=VALUE,PARAMETER=VALUE`, for example
/// `mlfq:levels=4,quantum=5ms`.
public final class Policies {
  private final Map<String, Class<? extends Scheduler>> byName = new TreeMap<>();

  /// The policies that `loader` and the modules around it provide. Throws
  /// [IllegalArgumentException] if two have one name, or one cannot be made.
  public Policies(ClassLoader loader) {
    ServiceLoader.load(Scheduler.class, loader).stream()
        .map(ServiceLoader.Provider::type)
        .forEach(this::add);
  }

  /// The policies that are provided beside this class.
  public Policies() {
    this(Policies.class.getClassLoader());
  }

  private void add(Class<? extends Scheduler> type) {
    String name = make(type, Settings.standard()).name();
    Class<? extends Scheduler> other = byName.putIfAbsent(name, type);
    if (other != null && other != type) {
      throw new IllegalArgumentException(
          "two policies are called '%s': %s and %s"
              .formatted(name, other.getName(), type.getName()));
    }
  }

  /// One of each policy, at its standards, by name.
  public List<Scheduler> all() {
    return byName.values().stream().map(type -> make(type, Settings.standard())).toList();
  }

  /// The policy that `choice` names, with `random` for what it leaves to chance. Throws
  /// [IllegalArgumentException] with one line for the user.
  public Scheduler choose(String choice, LongUnaryOperator random) {
    return choose(choice, Map.of(), random);
  }

  /// As [#choose(String, LongUnaryOperator)], with further `values`, which are for whichever policy
  /// has such parameters and do not count where `choice` itself sets them.
  public Scheduler choose(String choice, Map<String, String> values, LongUnaryOperator random) {
    int colon = choice.indexOf(':');
    String name = colon < 0 ? choice : choice.substring(0, colon);
    Class<? extends Scheduler> type = byName.get(name);
    if (type == null) {
      throw new IllegalArgumentException(
          "no scheduler '%s'; there are %s".formatted(name, String.join(", ", byName.keySet())));
    }
    List<Parameter> known = make(type, Settings.standard()).parameters();
    Map<String, String> chosen = new LinkedHashMap<>();
    known.stream()
        .map(Parameter::name)
        .filter(values::containsKey)
        .forEach(key -> chosen.put(key, values.getOrDefault(key, "")));
    if (colon >= 0) {
      chosen.putAll(parse(name, choice.substring(colon + 1), known));
    }
    return make(type, new Settings(chosen, random));
  }

  private static Map<String, String> parse(String name, String text, List<Parameter> known) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String each : text.split(",", -1)) {
      int equals = each.indexOf('=');
      String key = equals < 0 ? each : each.substring(0, equals);
      if (equals < 0 || known.stream().noneMatch(parameter -> parameter.name().equals(key))) {
        throw new IllegalArgumentException(
            "scheduler '%s' has no parameter '%s'; it has %s".formatted(name, each, names(known)));
      }
      values.put(key, each.substring(equals + 1));
    }
    return values;
  }

  private static String names(List<Parameter> known) {
    return known.isEmpty()
        ? "none"
        : known.stream().map(Parameter::name).collect(Collectors.joining(", "));
  }

  private static Scheduler make(Class<? extends Scheduler> type, Settings settings) {
    try {
      for (Constructor<?> each : type.getConstructors()) {
        if (List.of(each.getParameterTypes()).equals(List.of(Settings.class))) {
          return type.cast(each.newInstance(settings));
        }
      }
      return type.getConstructor().newInstance();
    } catch (InvocationTargetException failure) {
      if (failure.getCause() instanceof IllegalArgumentException unsuitable) {
        throw unsuitable;
      }
      throw new IllegalArgumentException(type.getName() + ": " + failure.getCause(), failure);
    } catch (ReflectiveOperationException failure) {
      throw new IllegalArgumentException(type.getName() + ": " + failure, failure);
    }
  }
}
