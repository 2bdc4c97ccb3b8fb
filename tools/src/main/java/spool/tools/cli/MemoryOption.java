package spool.tools.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// How much memory a machine has.
final class MemoryOption {
  private final Setting<Long> bytes =
      Setting.of(
          long.class,
          OptionSpec.builder("--memory")
              .paramLabel("SIZE")
              .defaultValue("256M")
              .converters(new MemorySize())
              .description("RAM, as 64M or 1G, below 2G (default: ${DEFAULT-VALUE})."));

  /// Adds the option to `command`.
  void addTo(CommandSpec command) {
    Setting.addAll(command, bytes);
  }

  /// Bytes of RAM.
  long bytes() {
    return bytes.get();
  }
}
