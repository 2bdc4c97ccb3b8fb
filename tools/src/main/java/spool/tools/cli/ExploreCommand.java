package spool.tools.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.emulator.machine.Machine;
import spool.kernel.sched.SchedulerChoice;
import spool.tools.computer.Computer;
import spool.tools.explore.Ending;
import spool.tools.explore.Explorer;
import spool.tools.explore.Explorer.SeedRun;

/// `spool explore`.
final class ExploreCommand implements Callable<Integer> {
  /// The options that `spool run` does not have, or that it is told anyway.
  private static final Set<String> OWN = Set.of("--seeds", "--seconds", "--harts");

  private final Setting<SeedRange> seeds =
      Setting.of(
          SeedRange.class,
          OptionSpec.builder("--seeds")
              .paramLabel("FIRST..LAST")
              .converters(new SeedRange.Converter())
              .defaultValue("0..99")
              .description("The seeds, both included (default: ${DEFAULT-VALUE})."));

  private final Setting<Integer> seconds =
      Setting.of(
          int.class,
          OptionSpec.builder("--seconds")
              .paramLabel("N")
              .defaultValue("20")
              .description(
                  "Seconds of the machine's time after which a run is given up (default:"
                      + " ${DEFAULT-VALUE})."));

  private final Setting<Integer> harts =
      Setting.of(
          int.class,
          OptionSpec.builder("--harts")
              .paramLabel("N")
              .defaultValue("4")
              .description(
                  "Hardware threads, 1 to 64 (default: ${DEFAULT-VALUE}). With one, only devices vary."));

  private final MemoryOption memory = new MemoryOption();

  private final SchedulerOptions scheduling = new SchedulerOptions();

  private final ProgramChoice program = new ProgramChoice();

  private CommandSpec command = CommandSpec.create();

  /// What it is, for picocli.
  CommandSpec specification() {
    command =
        Commands.specification(
            this,
            "explore",
            "Runs one program under many seeds, each another interleaving, and tells how it ended. What"
                + " goes wrong under a seed goes wrong again whenever it is run with it.");
    memory.addTo(command);
    scheduling.addTo(command);
    program.addTo(command);
    Setting.addAll(command, seeds, seconds, harts);
    Commands.explainStatuses(
        command, "0:every run ended with 0", "1:some did not", "2:the command line is wrong");
    return command;
  }

  @Override
  public Integer call() {
    ProgramChoice.Found found = program.find();
    SchedulerChoice scheduler = requireMachine();
    Explorer explorer =
        new Explorer(
            () -> found.addTo(builder().scheduler(scheduler)),
            seconds.get() * Machine.CYCLES_PER_SECOND);
    List<SeedRun> runs =
        Workers.call(
            seeds.get().stream()
                .<Callable<SeedRun>>mapToObj(seed -> () -> explorer.run(seed))
                .toList());
    print(runs);
    return runs.stream().allMatch(run -> run.ending().isSuccess()) ? 0 : 1;
  }

  private Computer.Builder builder() {
    return Computer.builder().harts(harts.get()).ramBytes(memory.bytes());
  }

  /// What of the options could be wrong is found before the first run.
  private SchedulerChoice requireMachine() {
    if (seconds.get() < 1) {
      throw new Failure(ExitStatus.USAGE, "--seconds: " + seconds.get() + " is not at least 1");
    }
    try {
      builder();
      return scheduling.choice();
    } catch (IllegalArgumentException unsuitable) {
      throw new Failure(ExitStatus.USAGE, unsuitable);
    }
  }

  private void print(List<SeedRun> runs) {
    Map<Ending, List<Long>> seedsByEnding = new LinkedHashMap<>();
    for (SeedRun run : runs) {
      seedsByEnding.computeIfAbsent(run.ending(), _ -> new ArrayList<>()).add(run.seed());
    }
    seedsByEnding.forEach(this::print);
  }

  private void print(Ending ending, List<Long> found) {
    System.out.printf(
        Locale.ROOT,
        "%7d  %-28s first: spool run %s%n",
        found.size(),
        ending,
        arguments(found.getFirst()));
  }

  /// What `spool run` needs to do as the run with `seed` did, as a shell reads it.
  private String arguments(long seed) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--harts", String.valueOf(harts.get()), "--seed", String.valueOf(seed)));
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (!OWN.contains(option.longestName())) {
        option
            .originalStringValues()
            .forEach(value -> words.addAll(List.of(option.longestName(), value)));
      }
    }
    words.addAll(program.words());
    return words.stream().map(ExploreCommand::quoted).collect(joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[\\w./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
