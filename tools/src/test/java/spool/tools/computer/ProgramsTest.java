package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MemoryImage;
import spool.userland.Cpio;
import spool.userland.InBoxImage;

/// Runs the examples and the programs that test the kernel from inside, each of which checks
/// itself, on machines with one hart and several.
class ProgramsTest {
  private static final InBoxImage IMAGE = InBoxImage.open();
  private static final long DISK_BYTES = 1 << 20;

  static Stream<Arguments> runs() {
    return IMAGE.entries().stream()
        .map(Cpio.Entry::path)
        .filter(path -> path.matches("(examples|test)/[a-z_]+"))
        .flatMap(
            path ->
                Stream.of(
                    Arguments.of(path, 1, 0L),
                    Arguments.of(path, 2, 1L),
                    Arguments.of(path, 4, path.hashCode()),
                    Arguments.of(path, 8, 3L)));
  }

  @ParameterizedTest(name = "{0}, {1} harts, seed {2}")
  @MethodSource("runs")
  void programChecksItself(String path, int harts, long seed) {
    Computer.Builder builder =
        Computer.builder()
            .image(IMAGE)
            .harts(harts)
            .seed(seed)
            .disk(new MemoryImage(DISK_BYTES), FlatTiming.STANDARD)
            .program("/" + path, List.of());
    GuestRun run = GuestRun.of(builder);
    assertEquals(0, run.status(), run.output() + run.error());
  }
}
