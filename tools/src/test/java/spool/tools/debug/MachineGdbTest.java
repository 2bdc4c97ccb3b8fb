package spool.tools.debug;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spool.emulator.boot.BootException;
import spool.emulator.boot.BootImage;
import spool.emulator.boot.BootPlan;
import spool.emulator.boot.Firmware;
import spool.emulator.boot.Loader;
import spool.emulator.debug.DebugServer;
import spool.emulator.debug.MachineTarget;
import spool.emulator.image.ElfException;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.userland.CompileException;
import spool.userland.Toolchain;

/// The bare machine under the real gdb.
@Timeout(300)
class MachineGdbTest {
  private static final String SOURCE =
      """
              .globl _start
      _start: la sp, stack
              la s1, counter
              li s0, 0
              li s2, 5
      again:  addi s0, s0, 1
              sd s0, 0(s1)
              call square
              bne s0, s2, again
              li t0, 0x100000
              li t1, 0x5555
              sw t1, 0(t0)
      stop:   j stop
      square: mul a0, s0, s0
              ret
              .data
              .balign 16
              .globl counter
      counter: .dword 0
              .space 248
      stack:
      """;

  @TempDir private static Path folder;
  private static Path program = Path.of("");

  @BeforeAll
  static void build() throws IOException, CompileException, InterruptedException {
    Gdb.require();
    Toolchain toolchain = Toolchain.find();
    Path source = Files.writeString(folder.resolve("square.S"), SOURCE);
    Path object = folder.resolve("square.o");
    toolchain.compile(source, object, List.of(), List.of("-march=rv64gc", "-g"));
    program = folder.resolve("square");
    Process linker =
        new ProcessBuilder(
                toolchain.linker().toString(),
                "-T",
                "../emulator/src/test/riscv/link.ld",
                object.toString(),
                "-o",
                program.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(linker.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, linker.waitFor(), printed);
  }

  private static Machine machine() throws IOException, BootException, ElfException {
    Machine machine = Machine.builder().harts(2).ramBytes(16 << 20).build();
    BootImage image = new BootImage(program.toString(), Files.readAllBytes(program));
    Loader.load(
        machine, new BootPlan(new Firmware.None(), Optional.of(image), Optional.empty(), ""));
    return machine;
  }

  private static String gdb(Machine machine, String... commands)
      throws IOException, InterruptedException {
    try (DebugServer server = DebugServer.listen(0, new MachineTarget(machine))) {
      CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(() -> outcome(server));
      String said = Gdb.run(server.port(), program, commands);
      assertEquals(new Outcome.PoweredOff(0), run.join(), said);
      return said;
    }
  }

  private static Outcome outcome(DebugServer server) {
    try {
      return server.run();
    } catch (InterruptedException interruption) {
      throw new IllegalStateException(interruption);
    }
  }

  @Test
  void stopsAtBreakpointsAndShowsRegisters() throws Exception {
    String said =
        gdb(
            machine(),
            "info threads",
            "break square",
            "continue",
            "print (long) $s0",
            "backtrace",
            "stepi",
            "print (long) $a0",
            "print (long) $priv",
            "info registers mstatus",
            "monitor harts",
            "delete",
            "continue");
    Gdb.assertSays(
        said,
        "\"hart 0\"",
        "\"hart 1\"",
        "hit Breakpoint 1",
        "square",
        "$1 = 1",
        "$2 = 1",
        "$3 = 3",
        "mstatus",
        "hart 0 at 0x",
        "exited normally");
  }

  @Test
  void watchesMemory() throws Exception {
    String said =
        gdb(machine(), "watch *(long *) &counter", "continue", "continue", "delete", "continue");
    Gdb.assertSays(
        said, "Hardware watchpoint 1", "Old value = 0", "New value = 1", "exited normally");
  }

  @Test
  void theRunIsTheSame() throws Exception {
    Machine undisturbed = machine();
    assertEquals(new Outcome.PoweredOff(0), undisturbed.run());
    Machine debugged = machine();
    gdb(debugged, "break square", "continue", "continue", "continue", "delete", "continue");
    assertEquals(clocks(undisturbed), clocks(debugged));
  }

  @Test
  void goesBack() throws Exception {
    Machine undisturbed = machine();
    assertEquals(new Outcome.PoweredOff(0), undisturbed.run());
    Machine debugged = machine();
    String said =
        gdb(
            debugged,
            "break square",
            "continue",
            "continue",
            "continue",
            "print (long) $s0",
            "reverse-stepi",
            "print (long) $s0",
            "reverse-continue",
            "print (long) $s0",
            "continue",
            "print (long) $s0",
            "delete",
            "watch *(long *) &counter",
            "reverse-continue",
            "reverse-continue",
            "delete",
            "reverse-continue",
            "print $pc == (long) &_start",
            "continue");
    Gdb.assertSays(
        said,
        "hit Breakpoint 1",
        "$1 = 3",
        "call square",
        "$2 = 3",
        "hit Breakpoint 1",
        "$3 = 2",
        "hit Breakpoint 1",
        "$4 = 3",
        "Hardware watchpoint 2",
        "Old value = 3",
        "New value = 2",
        "Old value = 2",
        "New value = 1",
        "history",
        "$5 = 1",
        "exited normally");
    assertEquals(clocks(undisturbed), clocks(debugged));
  }

  private static List<Long> clocks(Machine machine) {
    return machine.harts().stream().map(hart -> hart.cycles()).toList();
  }
}
