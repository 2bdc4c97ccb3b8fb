package spool.tools.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of every machine, whatever runs on it.
final class SizeAndSeed {
  private final MemoryOption memory = new MemoryOption();

  private final Setting<Long> seed =
      Setting.of(
          long.class,
          OptionSpec.builder("--seed")
              .paramLabel("N")
              .defaultValue("0")
              .description(
                  "What varies the interleaving of the harts, device times and random numbers; a run is"
                      + " repeated by its seed (default: ${DEFAULT-VALUE})."));

  /// Adds the options to `command`.
  void addTo(CommandSpec command) {
    memory.addTo(command);
    Setting.addAll(command, seed);
  }

  /// Bytes of RAM.
  long memory() {
    return memory.bytes();
  }

  /// The seed.
  long seed() {
    return seed.get();
  }
}
