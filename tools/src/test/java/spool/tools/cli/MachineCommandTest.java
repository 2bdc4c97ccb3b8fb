package spool.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCommandTest {
  @TempDir private Path folder;

  private static void refused(int status, String line, String... arguments) {
    assertEquals(new CommandRun(status, "", "spool: " + line + "\n"), CommandRun.of(arguments));
  }

  @Test
  void needsSomethingToRun() {
    refused(2, "nothing to run: name a --kernel or a --bios", "machine");
    refused(2, "nothing to run: name a --kernel or a --bios", "machine", "--bios", "none");
  }

  @Test
  void namesTheFileThatCannotBeRead() {
    refused(2, "--kernel: cannot read /no/kernel", "machine", "--kernel", "/no/kernel");
    refused(2, "--bios: cannot read /no/bios", "machine", "--bios", "/no/bios");
  }

  @Test
  void refusesWhatDoesNotFit() throws IOException {
    String kernel = Files.write(folder.resolve("kernel"), new byte[2 << 20]).toString();
    refused(
        126,
        kernel + ": 2097152 bytes at 0x80200000 do not fit into RAM of 2097152 bytes",
        "machine",
        "--kernel",
        kernel,
        "--memory",
        "2M");
  }

  @Test
  void writesTheDeviceTree() throws IOException {
    Path tree = folder.resolve("board.dtb");
    assertEquals(
        new CommandRun(0, "", ""), CommandRun.of("machine", "--dump-dtb", tree.toString()));
    assertEquals(0xd00d_feed, ByteBuffer.wrap(Files.readAllBytes(tree)).getInt());
    refused(2, "--dump-dtb: cannot write /no/tree", "machine", "--dump-dtb", "/no/tree");
  }

  @Test
  void refusesCablesThatThereAreNot() throws IOException {
    String kernel = Files.write(folder.resolve("kernel"), new byte[16]).toString();
    refused(
        2,
        "--network: there is no cable 'eth0', only listen:PORT, connect:PORT and none",
        "machine",
        "--kernel",
        kernel,
        "--network",
        "eth0");
    refused(
        2,
        "--network: there is no port '70000', only 1 to 65535",
        "machine",
        "--kernel",
        kernel,
        "--network",
        "listen:70000");
  }
}
