package spool.tools.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Runs programs as processes of the host, checks what they print, and takes their time.
///
/// The time of processors is what bash's `time` says, which the JVM has no means to ask for: of all
/// threads of a process, its compiler's too, and of the children that it waited for. Without bash
/// it is the time that elapsed.
final class Stopwatch {
  /// The format is that of `TIMEFORMAT`: elapsed seconds, those in programs, those in the kernel.
  private static final String SCRIPT =
      "TIMEFORMAT='%3R %3U %3S'; exec 3>&2; { time \"$@\" 2>&3; } 2>\"$0\"";

  /// Seconds that a process took: of processors, and elapsed.
  record Time(double processor, double elapsed) {}

  private final Optional<Path> bash;
  private final Path times;
  private final Path errors;

  /// A stopwatch that keeps its notes in `folder`, and uses `bash` if there is one.
  Stopwatch(Path folder, Optional<Path> bash) {
    this.bash = bash;
    times = folder.resolve("times");
    errors = folder.resolve("errors");
  }

  /// Whether the time of processors is known.
  boolean knowsProcessors() {
    return bash.isPresent();
  }

  /// Runs `command`, which has nothing to read, and answers its time.
  ///
  /// @throws BenchException if it fails, or prints anything but `expected` in one line
  Time time(List<String> command, String expected) throws BenchException, InterruptedException {
    try {
      long start = System.nanoTime();
      Process process = new ProcessBuilder(timed(command)).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int status = process.waitFor();
      double elapsed = (System.nanoTime() - start) / 1e9;
      if (status != 0 || !printed.equals(expected)) {
        throw new BenchException(complaint(command, status, printed, expected));
      }
      return knowsProcessors() ? noted() : new Time(elapsed, elapsed);
    } catch (IOException failure) {
      throw new BenchException(String.join(" ", command) + ": " + failure.getMessage());
    }
  }

  private List<String> timed(List<String> command) {
    List<String> timed = new ArrayList<>();
    bash.ifPresent(
        found ->
            timed.addAll(
                List.of("env", "LC_ALL=C", found.toString(), "-c", SCRIPT, times.toString())));
    timed.addAll(command);
    return timed;
  }

  private Time noted() throws IOException, BenchException {
    String[] fields = Files.readString(times).strip().split(" ", -1);
    try {
      double elapsed = Double.parseDouble(fields[0]);
      return new Time(Double.parseDouble(fields[1]) + Double.parseDouble(fields[2]), elapsed);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException unexpected) {
      throw new BenchException("bash's time said '" + String.join(" ", fields) + "'");
    }
  }

  private String complaint(List<String> command, int status, String printed, String expected)
      throws IOException {
    String said = Files.readString(errors).strip().lines().findFirst().orElse("");
    return String.format(
        Locale.ROOT,
        "%s ended with %d and printed '%s', not '%s'%s",
        String.join(" ", command),
        status,
        printed,
        expected,
        said.isEmpty() ? "" : ": " + said);
  }
}
