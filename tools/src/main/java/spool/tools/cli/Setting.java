package spool.tools.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// An option or a parameter, as picocli's builders describe it, with the type of its value.
///
/// There are no annotations: the JVM makes a class for each type of them, and others to reach the
/// fields that bear them, at each start. That took longer than to boot the kernel.
final class Setting<T> {
  private final ArgSpec argument;

  private Setting(ArgSpec argument) {
    this.argument = argument;
  }

  /// An option that is there or not.
  static Setting<Boolean> flag(OptionSpec.Builder option) {
    return of(boolean.class, option.initialValue(false));
  }

  /// An option with one value, given or by default.
  static <T> Setting<T> of(Class<T> type, OptionSpec.Builder option) {
    return new Setting<>(option.type(type).build());
  }

  /// An option with one value or none.
  static <T> Setting<Optional<T>> optional(Class<T> type, OptionSpec.Builder option) {
    return new Setting<>(
        option.type(Optional.class).auxiliaryTypes(type).initialValue(Optional.empty()).build());
  }

  /// An option that may be given several times.
  static <T> Setting<List<T>> list(Class<T> type, OptionSpec.Builder option) {
    return new Setting<>(
        option.type(List.class).auxiliaryTypes(type).initialValue(List.of()).build());
  }

  /// A parameter that has to be there.
  static <T> Setting<T> parameter(Class<T> type, PositionalParamSpec.Builder parameter) {
    return new Setting<>(parameter.type(type).arity("1").required(true).build());
  }

  /// Several parameters.
  static <T> Setting<List<T>> parameters(Class<T> type, PositionalParamSpec.Builder parameters) {
    return new Setting<>(
        parameters.type(List.class).auxiliaryTypes(type).initialValue(List.of()).build());
  }

  /// Adds `settings` to what `command` understands.
  static void addAll(CommandSpec command, Setting<?>... settings) {
    Stream.of(settings).forEach(each -> command.add(each.argument));
  }

  /// What the command line says.
  T get() {
    return argument.getValue();
  }

  /// Takes `value`, whatever the command line says.
  void set(T value) {
    argument.setValue(value);
  }
}
