package spool.tools.cli;

import picocli.CommandLine.Option;

/// How much memory a machine has.
final class MemoryOption {
  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "256M",
      converter = MemorySize.class,
      description = "RAM, as 64M or 1G, below 2G (default: ${DEFAULT-VALUE}).")
  private long bytes;

  /// Bytes of RAM.
  long bytes() {
    return bytes;
  }
}
