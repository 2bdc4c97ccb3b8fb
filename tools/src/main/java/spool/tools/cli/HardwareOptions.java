package spool.tools.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.emulator.machine.Machine;

/// The options of every machine that a user sets up alone, whatever runs on it.
final class HardwareOptions {
  private final Setting<Integer> harts = hartsOption();

  private final SizeAndSeed size = new SizeAndSeed();

  private final Setting<Boolean> translated =
      Setting.flag(
          OptionSpec.builder("--translate")
              .description(
                  "Translate hot code to methods of the JVM, for programs that compute for seconds. The run"
                      + " is the same."));

  private final Setting<EngineChoice> engine =
      Setting.of(
          EngineChoice.class,
          OptionSpec.builder("--engine")
              .paramLabel("deterministic|parallel")
              .defaultValue("deterministic")
              .description(
                  "Run the harts in turns, so that the run can be repeated, or each on a thread of the host"
                      + " with the host's time, so that it cannot (default: ${DEFAULT-VALUE})."));

  /// The option that says how many harts there are.
  static Setting<Integer> hartsOption() {
    return Setting.of(
        int.class,
        OptionSpec.builder("--harts")
            .paramLabel("N")
            .defaultValue("1")
            .description("Hardware threads, 1 to 64 (default: ${DEFAULT-VALUE})."));
  }

  /// Adds the options to `command`.
  void addTo(CommandSpec command) {
    size.addTo(command);
    Setting.addAll(command, harts, translated, engine);
  }

  /// How many harts.
  int harts() {
    return harts.get();
  }

  /// Memory for several threads is there from the start, whether it is used or not.
  private void requireHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    if (size.memory() > heap / 4 * 3) {
      throw new IllegalArgumentException(
          "--engine parallel: memory of %d MiB does not fit into the JVM's heap of %d MiB; name less"
                  .formatted(size.memory() >> 20, heap >> 20)
              + " --memory, or a heap by SPOOL_JAVA_OPTIONS=-Xmx...");
    }
  }

  /// Throws [Failure] if harts are to run side by side, as `option` needs a run that can be
  /// repeated.
  void requireDeterministic(String option) {
    if (engine.get() == EngineChoice.PARALLEL) {
      throw new Failure(
          ExitStatus.USAGE,
          option + " needs a run that can be repeated: leave --engine parallel away");
    }
  }

  /// Bytes of RAM.
  long memory() {
    return size.memory();
  }

  /// The seed.
  long seed() {
    return size.seed();
  }

  /// Sets up `builder`, and answers it. Unsuitable values throw [IllegalArgumentException].
  <B extends Machine.Options<B>> B addTo(B builder) {
    builder.harts(harts.get()).ramBytes(size.memory()).seed(size.seed());
    if (engine.get() == EngineChoice.PARALLEL) {
      requireHeap();
      builder.parallel();
    }
    return translated.get() ? builder.translated() : builder;
  }
}
