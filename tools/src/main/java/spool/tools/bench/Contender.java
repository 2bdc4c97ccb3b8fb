package spool.tools.bench;

import java.util.List;
import java.util.function.Predicate;

/// Something that runs workloads: Spool in one of its ways, QEMU, or the host itself.
///
/// @param name what it is called in results
/// @param suits the workloads that it runs
/// @param isSlow whether a part of what computes, in one round, has to be enough
/// @param command how to start it
record Contender(String name, Predicate<Workload> suits, boolean isSlow, Command command) {
  static final String INTERPRETED = "interpreted";
  static final String TRANSLATED = "translated";
  static final String PARALLEL = "parallel";
  static final String ONE_HART = "one hart";
  static final String TWO_HARTS = "two harts";
  static final String QEMU = "qemu-riscv64";
  static final String QEMU_SYSTEM = "qemu-system";
  static final String NATIVE = "native";

  private static final int PART_OF_THE_SLOW = 8;

  /// How a contender is started.
  @FunctionalInterface
  interface Command {
    /// The command that runs `workload`.
    List<String> of(Workload workload);
  }

  /// What it does of `workload` in a round.
  Workload share(Workload workload) {
    return isSlow && workload.kind().isComputing() ? workload.part(PART_OF_THE_SLOW) : workload;
  }

  /// Whether it takes part in this round, counted from 1.
  boolean takesPart(Workload workload, int round) {
    return round == 1 || !isSlow || !workload.kind().isComputing();
  }
}
