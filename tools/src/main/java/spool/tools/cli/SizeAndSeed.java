package spool.tools.cli;

import picocli.CommandLine.Option;

/// The options of every machine, whatever runs on it.
final class SizeAndSeed {
  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "256M",
      converter = MemorySize.class,
      description = "RAM, as 64M or 1G, below 2G (default: ${DEFAULT-VALUE}).")
  private long memory;

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
    return memory;
  }

  /// The seed.
  long seed() {
    return seed;
  }
}
