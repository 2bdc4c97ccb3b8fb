package spool.tools.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A real terminal of 80 by 24 characters, held by a tmux server of its own: keys go in, the screen
/// comes out.
final class Tmux implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final List<String> tmux;

  /// Starts the terminal with a POSIX shell in it; the server's socket is in `folder`.
  Tmux(Path folder) {
    tmux = List.of("tmux", "-f", "/dev/null", "-S", folder.resolve("tmux").toString());
    run("new-session", "-d", "-x", "80", "-y", "24", "env PS1='host> ' sh");
  }

  /// Whether tmux is installed.
  static boolean isInstalled() {
    try {
      return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException interruption) {
      throw new AssertionError(interruption);
    }
  }

  /// Types `text` as it is.
  void type(String text) {
    run("send-keys", "-l", text);
  }

  /// Types a line.
  void enter(String line) {
    type(line);
    press("Enter");
  }

  /// Presses keys by the names that tmux has for them.
  void press(String... keys) {
    List<String> arguments = new ArrayList<>(List.of("send-keys"));
    arguments.addAll(List.of(keys));
    run(arguments.toArray(String[]::new));
  }

  /// Gives the window another size.
  void resize(int columns, int rows) {
    run("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
  }

  /// The screen, without the blank lines at its end.
  String screen() {
    return run("capture-pane", "-p").stripTrailing();
  }

  /// Waits until the screen is as `wanted`, and answers it.
  String await(String description, Predicate<String> wanted) {
    Instant end = Instant.now().plus(PATIENCE);
    String screen = screen();
    while (!wanted.test(screen)) {
      if (Instant.now().isAfter(end)) {
        fail("never " + description + "; the screen is\n" + screen);
      }
      pause();
      screen = screen();
    }
    return screen;
  }

  /// Waits until `text` is on the screen.
  String awaitText(String text) {
    return await("shows '" + text + "'", screen -> screen.contains(text));
  }

  /// Waits until the last line is `line`.
  String awaitLast(String line) {
    return await(
        "ends with the line '" + line + "'",
        screen -> screen.substring(screen.lastIndexOf('\n') + 1).equals(line));
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException interruption) {
      throw new AssertionError(interruption);
    }
  }

  private String run(String... arguments) {
    List<String> command = new ArrayList<>(tmux);
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + output);
      }
      return output;
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() {
    run("kill-server");
  }
}
