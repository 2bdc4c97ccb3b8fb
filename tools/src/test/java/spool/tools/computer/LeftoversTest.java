package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import spool.kernel.trap.HostStreams;

/// Whatever is killed, and whenever: the kernel holds on to nothing of it. The same program kills
/// few and many families of processes that use every kind of object; after both the kernel must
/// have as many objects of each class.
class LeftoversTest {
  private static final int FEW = 3;
  private static final int MANY = 12;

  /// Each hart remembers the task that it ran last, to know whether the next is another.
  private static final Set<String> PER_HART = Set.of("spool.kernel.process.Station.last");

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "2, 3", "4, 4", "8, 5"})
  void theKernelKeepsNothingOfThoseWhoWereKilled(int harts, int seed) throws Exception {
    SortedMap<String, Integer> grown = new TreeMap<>(after(MANY, harts, seed));
    after(FEW, harts, seed)
        .forEach((type, count) -> grown.merge(type, count, (many, few) -> many - few));
    grown.values().removeIf(difference -> difference <= 0);
    assertEquals(new TreeMap<>(), grown, "objects more than after a quarter of the kills");
  }

  private static SortedMap<String, Integer> after(int rounds, int harts, int seed)
      throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Computer computer =
        Computer.builder()
            .harts(harts)
            .seed(seed)
            .streams(new HostStreams(new ByteArrayInputStream(new byte[0]), output, output))
            .program("/test/leftovers", List.of(String.valueOf(rounds), String.valueOf(seed)))
            .build();
    assertEquals(0, computer.run(), output.toString(UTF_8));
    SortedMap<String, Integer> counts = Census.of(computer.kernel(), "spool.kernel.", PER_HART);
    assertEquals(1, computer.kernel().processes().all().size());
    return counts;
  }
}
