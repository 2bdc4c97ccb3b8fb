package spool.tools.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `spool` as a user at a terminal sees it.
class TerminalTest {
  private static final String PROMPT = "spool:/root#";
  private static final String HOST = "host>";

  private Path folder;
  @AutoClose private Tmux terminal;

  @BeforeAll
  static void needTmux() {
    assumeTrue(Tmux.isInstalled(), "tmux is not installed, so there is no terminal to test in");
  }

  @BeforeEach
  void open(@TempDir Path given) throws IOException {
    folder = given;
    Files.writeString(folder.resolve("spool"), launcher());
    terminal = new Tmux(folder);
    terminal.awaitLast(HOST);
    saveSettings("before");
  }

  /// A script that starts the classes under test, and keeps the number of their process.
  private String launcher() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return String.join(
        " ",
        "echo $$ >" + pidFile() + "; exec",
        quoted(java),
        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED",
        "-Dspool.terminal=true -cp",
        quoted(System.getProperty("java.class.path")),
        "spool.tools.cli.Spool \"$@\"\n");
  }

  private Path pidFile() {
    return folder.resolve("pid");
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private void spool(String arguments) {
    terminal.enter("clear; sh " + folder.resolve("spool") + " " + arguments + "; echo left $?");
  }

  private void boot() {
    spool("boot");
    terminal.awaitLast(PROMPT);
  }

  private void saveSettings(String name) {
    terminal.enter("clear; stty -a >" + folder.resolve(name) + "; echo saved $?");
    terminal.await("saves", screen -> screen.startsWith("saved 0\n" + HOST));
  }

  /// The program has ended with `status`, and the host's terminal is as it was.
  private void assertLeft(int status) throws IOException {
    terminal.await("leaves", screen -> screen.endsWith("left %d\n%s".formatted(status, HOST)));
    saveSettings("after");
    assertEquals(
        Files.readString(folder.resolve("before")), Files.readString(folder.resolve("after")));
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Files.readString(pidFile()).strip();
    List<String> command = List.of("kill", "-" + name, pid);
    assertEquals(0, new ProcessBuilder(command).start().waitFor());
  }

  @Test
  void bootShowsTheMachineAndAShell() throws IOException {
    boot();
    String screen = terminal.screen();
    assertTrue(screen.contains("Ctrl-A h"), screen);
    assertTrue(screen.contains("1 hart, 256 MiB of RAM"), screen);
    terminal.enter("echo 6 times 7 | wc -w; cd /examples");
    String answer = terminal.awaitLast("spool:/examples#");
    assertTrue(answer.matches("(?s).*\n *3\n.*"), answer);
    terminal.enter("exit 3");
    assertLeft(3);
  }

  @Test
  void controlCharactersReachTheForegroundJob() throws IOException {
    boot();
    terminal.enter("sh -c 'echo ready; sleep 1000'");
    terminal.awaitLast("ready");
    terminal.press("C-c");
    terminal.awaitLast(PROMPT);
    terminal.enter("echo was $?; sh -c 'echo steady; sleep 2000'");
    terminal.await("runs", screen -> screen.endsWith("was 130\nsteady"));
    terminal.press("C-z");
    terminal.awaitLast(PROMPT);
    terminal.enter("kill %1; fg");
    terminal.awaitLast(PROMPT);
    terminal.press("C-d");
    terminal.await("leaves", screen -> screen.endsWith(HOST));
  }

  @Test
  void aLineCanBeEditedBeforeAProgramSeesIt() throws IOException {
    boot();
    terminal.enter("cat");
    terminal.type("héllx");
    terminal.press("BSpace");
    terminal.enter("o wörld");
    terminal.await("echoes", screen -> screen.endsWith("héllo wörld\nhéllo wörld"));
    terminal.press("C-d");
    terminal.awaitLast(PROMPT);
    terminal.press("C-d");
    assertLeft(0);
  }

  @Test
  void theMonitorLooksIntoTheMachineAndLetsItGoOn() throws IOException {
    boot();
    terminal.press("C-a", "c");
    terminal.awaitLast("(monitor)");
    terminal.type("proc");
    terminal.press("Tab", "Enter");
    terminal.await("lists", screen -> screen.matches("(?s).* 1 +0 blocked .*init\n.*monitor."));
    terminal.enter("continue");
    terminal.enter("pwd");
    terminal.await("goes on", screen -> screen.endsWith("\n/root\n" + PROMPT));
    terminal.press("C-a", "c");
    terminal.awaitLast("(monitor)");
    terminal.enter("quit");
    assertLeft(0);
  }

  @Test
  void escapeLeavesInTheMiddleOfAComputation() throws IOException {
    boot();
    terminal.enter("while true; do true; done");
    terminal.press("C-a", "h");
    terminal.awaitText("Ctrl-A x");
    terminal.press("C-a", "x");
    assertLeft(0);
  }

  @ParameterizedTest
  @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
  void aKilledSpoolLeavesTheTerminalAsItWas(String name, int status)
      throws IOException, InterruptedException {
    boot();
    signal(name);
    assertLeft(status);
  }

  @Test
  void aProgramRunsAtTheTerminalAndEndsWithItsStatus() throws IOException {
    spool("run -- sh -c 'echo ready; read line; echo got $line; exit 7'");
    terminal.awaitLast("ready");
    terminal.enter("abc");
    terminal.awaitText("got abc");
    assertLeft(7);
  }
}
