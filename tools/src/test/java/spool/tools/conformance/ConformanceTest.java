package spool.tools.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import spool.emulator.boot.BootException;
import spool.emulator.boot.BootImage;
import spool.emulator.boot.BootPlan;
import spool.emulator.boot.Firmware;
import spool.emulator.boot.HostInterface;
import spool.emulator.boot.Loader;
import spool.emulator.image.ElfException;
import spool.emulator.image.ElfFile;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.userland.CompileException;
import spool.userland.Toolchain;

/// The programs of `emulator/src/test/riscv` on the bare machine, each of which checks a part of
/// the architecture and says the outcome in its word `tohost`: 1, or the line of a check that
/// failed, doubled and odd.
final class ConformanceTest {
  private static final Path SOURCES = Path.of("../emulator/src/test/riscv");
  private static final String EXTENSIONS =
      "-march=rv64gc_zba_zbb_zbs_zicond_zawrs_zicbom_zicboz_zicbop_zihintpause";
  private static final int NO_RESULT = 255;
  private static final long MOST_CYCLES = 20_000_000;
  private static final long MOST_NANOSECONDS = 300_000_000_000L;

  /// Has programs try more often what threads do only now and then.
  private static final List<String> SIDE_BY_SIDE = List.of("-DSIDE_BY_SIDE");

  /// The program that asks for interrupts at the very tick.
  private static final String EXACT_IN_TIME = "timer.c";

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> programs() throws IOException {
    return sources().map(source -> test(source, List.of(), Machine.builder(), MOST_CYCLES));
  }

  /// Harts on threads of the host, interpreted and translated, in the host's time.
  @TestFactory
  Stream<DynamicTest> programsSideBySide() throws IOException {
    return sources()
        .filter(source -> !source.endsWith(EXACT_IN_TIME))
        .flatMap(
            source ->
                Stream.of(Machine.builder(), Machine.builder().translated())
                    .map(
                        builder ->
                            test(source, SIDE_BY_SIDE, builder.parallel(), MOST_NANOSECONDS)));
  }

  private static Stream<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".c")).sorted().toList().stream();
    }
  }

  private DynamicTest test(
      Path source, List<String> flags, Machine.Builder builder, long mostCycles) {
    String name = source.getFileName().toString();
    return DynamicTest.dynamicTest(
        name, () -> assertEquals("passed", outcome(build(source, flags), builder, mostCycles)));
  }

  private Path build(Path source, List<String> more)
      throws CompileException, IOException, InterruptedException {
    Toolchain toolchain = Toolchain.find();
    Path start = compile(toolchain, SOURCES.resolve("start.S"), more);
    Path object = compile(toolchain, source, more);
    Path program = folder.resolve("program");
    Path script = SOURCES.resolve("link.ld");
    List<Path> command =
        List.of(toolchain.linker(), Path.of("-T"), script, start, object, Path.of("-o"), program);
    Process process =
        new ProcessBuilder(command.stream().map(Path::toString).toList())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return program;
  }

  private Path compile(Toolchain toolchain, Path source, List<String> more)
      throws CompileException {
    Path object = folder.resolve(source.getFileName() + ".o");
    List<String> flags = new ArrayList<>(more);
    flags.addAll(List.of(EXTENSIONS, "-ffreestanding", "-fno-builtin", "-Wall", "-Werror"));
    toolchain.compile(source, object, List.of(SOURCES), flags);
    return object;
  }

  private static String outcome(Path program, Machine.Builder builder, long mostCycles)
      throws ElfException, BootException, IOException {
    Machine machine = builder.harts(4).ramBytes(16 << 20).build();
    BootImage image = new BootImage(program.toString(), Files.readAllBytes(program));
    BootPlan plan = new BootPlan(new Firmware.None(), Optional.of(image), Optional.empty(), "");
    ElfFile file = Loader.load(machine, plan).orElseThrow();
    HostInterface host = HostInterface.of(file, machine, value -> {}).orElseThrow();
    machine.events().schedule(mostCycles, () -> machine.powerOff(NO_RESULT));
    Outcome outcome = machine.run();
    if (outcome.equals(new Outcome.PoweredOff(0))) {
      return "passed";
    }
    long pc = machine.harts().getFirst().pc();
    return host.failure().isPresent()
        ? "line " + host.failure().getAsLong()
        : "no result, at 0x%x".formatted(pc);
  }
}
