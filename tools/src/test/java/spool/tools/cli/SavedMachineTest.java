package spool.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `spool machine` with a machine that goes to a file and comes back, in a process of its own: the
/// console is standard input and output.
class SavedMachineTest {
  /// Prints `a`, counts for some milliseconds, prints `b` and switches off with status 7.
  private static final int[] PROGRAM = {
    0x10000437, // lui s0, 0x10000
    0x06100293, // li t0, 'a'
    0x00540023, // sb t0, 0(s0)
    0x001e82b7, // lui t0, 0x1e8
    0xfff28293, // spin: addi t0, t0, -1
    0xfe029ee3, // bnez t0, spin
    0x06200293, // li t0, 'b'
    0x00540023, // sb t0, 0(s0)
    0x00100437, // lui s0, 0x100
    0x000732b7, // lui t0, 0x73
    0x33328293, // addi t0, t0, 0x333
    0x00542023, // sw t0, 0(s0)
  };

  @TempDir private Path folder;
  private String kernel = "";
  private String disk = "";
  private String saved = "";

  @BeforeEach
  void write() throws IOException {
    ByteBuffer words =
        ByteBuffer.allocate(PROGRAM.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    words.asIntBuffer().put(PROGRAM);
    kernel = Files.write(folder.resolve("kernel"), words.array()).toString();
    disk = Files.write(folder.resolve("disk"), new byte[1024]).toString();
    saved = folder.resolve("saved").toString();
  }

  private CommandRun machine(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("-Dspool.terminal=false", "spool.tools.cli.Spool", "machine"));
    command.addAll(List.of(arguments));
    File error = folder.resolve("error").toFile();
    Process process = new ProcessBuilder(command).redirectError(error).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    return new CommandRun(status, output, Files.readString(error.toPath()));
  }

  private CommandRun save() throws IOException, InterruptedException {
    return machine(
        "--bios",
        "none",
        "--kernel",
        kernel,
        "--disk",
        disk,
        "--save-at",
        "0.5ms",
        "--save",
        saved);
  }

  private void refused(int status, String line, String... arguments)
      throws IOException, InterruptedException {
    assertEquals(new CommandRun(status, "", "spool: " + line + "\n"), machine(arguments));
  }

  @Test
  void theRunGoesOn() throws IOException, InterruptedException {
    assertEquals(new CommandRun(0, "a", ""), save());
    assertEquals(new CommandRun(7, "b", ""), machine("--restore", saved));
    String other = Files.copy(Path.of(disk), folder.resolve("other")).toString();
    Files.delete(Path.of(disk));
    assertEquals(new CommandRun(7, "b", ""), machine("--restore", saved, "--disk", other));
  }

  @Test
  void aDiskThatHasChangedIsRefused() throws IOException, InterruptedException {
    save();
    Files.write(Path.of(disk), new byte[512]);
    refused(
        126,
        "--restore: " + disk + " is not what it was when the machine was saved",
        "--restore",
        saved);
  }

  @Test
  void aFileThatIsNoneIsRefused() throws IOException, InterruptedException {
    refused(126, "--restore: " + kernel + ": this is not a saved machine", "--restore", kernel);
    refused(126, "--restore: cannot read /no/file", "--restore", "/no/file");
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() throws IOException, InterruptedException {
    refused(
        2,
        "--restore: the saved machine has its own; leave --harts away",
        "--restore",
        saved,
        "--harts",
        "2");
    refused(2, "--save-at needs --save FILE", "--kernel", kernel, "--save-at", "1s");
    refused(
        2,
        "--save-at: 'soon' is no time such as 2s, 1.5s or 300ms",
        "--kernel",
        kernel,
        "--save-at",
        "soon",
        "--save",
        saved);
    assertFalse(Files.exists(Path.of(saved)));
  }
}
