package spool.tools.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Measures whole `spool` processes: how long until they have done something small, and how much
/// memory a machine takes that has nothing to do.
final class Starts {
  static final String NAME = "start";
  static final String HELLO = "spool run examples/hello";
  static final String BOOT = "spool boot, empty script";
  static final String PROMPT = "spool boot, to the prompt";
  static final String MEMORY = "idle machine of 256 MiB";

  private static final String SHELL_PROMPT = "# ";
  private static final long LOOK_MILLISECONDS = 250;
  private static final int QUIET_LOOKS = 8;
  private static final int MOST_LOOKS = 80;

  /// What is measured in each round.
  @FunctionalInterface
  private interface Measure {
    double get() throws IOException, InterruptedException, BenchException;
  }

  private final int rounds;
  private final Consumer<String> progress;
  private final List<String> notes = new ArrayList<>();

  Starts(int rounds, Consumer<String> progress) {
    this.rounds = rounds;
    this.progress = progress;
  }

  /// What is missing on this host.
  List<String> notes() {
    return notes;
  }

  /// Measures all that this host can show.
  List<Figure> run() throws IOException, InterruptedException, BenchException {
    List<Figure> figures = new ArrayList<>();
    List<String> hello = SpoolProcess.command("run", "examples/hello");
    List<String> boot = SpoolProcess.command("boot");
    figures.add(figure(HELLO, "ms", () -> milliseconds(hello)));
    figures.add(figure(BOOT, "ms", () -> milliseconds(boot)));
    if (HostTools.find("script").isPresent()) {
      figures.add(figure(PROMPT, "ms", Starts::millisecondsToPrompt));
    } else {
      notes.add("script (Debian's bsdutils) is not on the PATH: no terminal to boot in");
    }
    if (Files.isDirectory(Path.of("/proc/self"))) {
      figures.add(figure(MEMORY, "MiB", Starts::idleMemory));
    } else {
      notes.add("this host has no /proc: how much memory a machine takes is not known");
    }
    return figures;
  }

  private Figure figure(String name, String unit, Measure measure)
      throws IOException, InterruptedException, BenchException {
    List<Double> values = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      progress.accept("%s, round %d of %d".formatted(name, round, rounds));
      double value = measure.get();
      if (round > 0) {
        values.add(value);
      }
    }
    return new Figure(name, unit, false, new Series(values));
  }

  private static double milliseconds(List<String> command)
      throws IOException, InterruptedException, BenchException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    int status = process.waitFor();
    if (status != 0) {
      throw new BenchException(String.join(" ", command) + " ended with " + status);
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /// `script` gives the machine a terminal.
  private static double millisecondsToPrompt()
      throws IOException, InterruptedException, BenchException {
    String command =
        SpoolProcess.terminalCommand("boot").stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" ", "exec ", ""));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder("script", "-qfc", command, "/dev/null")
            .redirectErrorStream(true)
            .start();
    try {
      awaitPrompt(process.getInputStream());
      return (System.nanoTime() - start) / 1e6;
    } finally {
      end(process);
    }
  }

  private static void awaitPrompt(InputStream screen) throws IOException, BenchException {
    StringBuilder shown = new StringBuilder();
    byte[] some = new byte[1 << 12];
    while (shown.indexOf(SHELL_PROMPT) < 0) {
      int got = screen.read(some);
      if (got < 0) {
        throw new BenchException("spool boot shows no prompt in a terminal");
      }
      shown.append(new String(some, 0, got, UTF_8));
    }
  }

  /// Resident memory in MiB, when it has not changed for a while.
  private static double idleMemory() throws IOException, InterruptedException, BenchException {
    Process process =
        new ProcessBuilder(SpoolProcess.command("boot", "--memory", "256M"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      long last = -1;
      int quiet = 0;
      for (int look = 0; look < MOST_LOOKS && quiet < QUIET_LOOKS; look++) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLISECONDS);
        long now = resident(process.pid());
        quiet = now == last ? quiet + 1 : 0;
        last = now;
      }
      return last / 1024.0;
    } finally {
      end(process);
    }
  }

  private static long resident(long pid) throws IOException, BenchException {
    Optional<String> line =
        Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(each -> each.startsWith("VmRSS:"))
            .findFirst();
    String size = line.orElseThrow(() -> new BenchException("spool boot ended by itself"));
    return Long.parseLong(size.replaceAll("[^0-9]", ""));
  }

  private static void end(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor();
  }
}
