package spool.tools.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of every machine, whatever runs on it.
final class SizeAndSeed {
  @Mixin private MemoryOption memory = new MemoryOption();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "What varies the interleaving of the harts, device times and random numbers; a run is"
              + " repeated by its seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  /// Bytes of RAM.
  long memory() {
    return memory.bytes();
  }

  /// The seed.
  long seed() {
    return seed;
  }
}
