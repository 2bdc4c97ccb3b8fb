package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import spool.userland.InBoxImage;

/// Runs the examples that can leave their lock out: without it some seed must show what goes wrong,
/// the same seed again and again; with it none may.
class UnlockedTest {
  private static final InBoxImage IMAGE = InBoxImage.open();
  private static final int SEEDS = 20;

  private static GuestRun run(String example, int harts, long seed, List<String> arguments) {
    return GuestRun.of(
        Computer.builder()
            .image(IMAGE)
            .harts(harts)
            .seed(seed)
            .program("/examples/" + example, arguments));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ticket_sale", "pipe_framing"})
  void someSeedShowsTheMissingLock(String example) {
    List<String> unlocked = List.of("unlocked");
    int found =
        IntStream.range(0, SEEDS)
            .filter(seed -> run(example, 4, seed, unlocked).status() == 0)
            .findFirst()
            .orElse(SEEDS);
    assertTrue(found < SEEDS, "no seed of " + SEEDS);
    GuestRun once = run(example, 4, found, unlocked);
    GuestRun again = run(example, 4, found, unlocked);
    assertEquals(0, once.status());
    assertEquals(once.output(), again.output());
  }

  static Stream<Arguments> machines() {
    return Stream.of("ticket_sale", "pipe_framing")
        .flatMap(
            example -> IntStream.rangeClosed(1, 8).mapToObj(harts -> Arguments.of(example, harts)));
  }

  @ParameterizedTest(name = "{0}, {1} harts")
  @MethodSource("machines")
  void noSeedGoesWrongWithTheLock(String example, int harts) {
    for (long seed = 100; seed < 103; seed++) {
      GuestRun run = run(example, harts, seed, List.of());
      assertEquals(0, run.status(), run.output() + run.error());
    }
  }
}
