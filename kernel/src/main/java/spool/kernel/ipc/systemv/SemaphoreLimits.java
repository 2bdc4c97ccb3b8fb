package spool.kernel.ipc.systemv;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import spool.kernel.ipc.Tunable;

/// The four limits of semaphores that are one file, `/proc/sys/kernel/sem`: `SEMMSL`, `SEMMNS`,
/// `SEMOPM`, `SEMMNI`.
public final class SemaphoreLimits {
  private static final int HIGHEST_SET = 65_536;

  /// Linux has no such bound; here, because every call that waits keeps its operations in the
  /// host's memory.
  private static final int HIGHEST_OPERATIONS = 1024;

  private final Tunable setSize = new Tunable("SEMMSL", 32_000, 0, HIGHEST_SET);
  private final Tunable semaphores = new Tunable("SEMMNS", 1_024_000_000, 0, Integer.MAX_VALUE);
  private final Tunable operations = new Tunable("SEMOPM", 500, 0, HIGHEST_OPERATIONS);
  private final Tunable sets = new Tunable("SEMMNI", 32_000, 0, ObjectTable.MOST);
  private final List<Tunable> all = List.of(setSize, semaphores, operations, sets);

  SemaphoreLimits() {}

  /// How many semaphores a set may have.
  public int setSize() {
    return (int) setSize.value();
  }

  /// How many semaphores there may be.
  public int semaphores() {
    return (int) semaphores.value();
  }

  /// How many operations a call may have.
  public int operations() {
    return (int) operations.value();
  }

  /// How many sets there may be.
  public int sets() {
    return (int) sets.value();
  }

  Tunable ofSets() {
    return sets;
  }

  /// The four numbers, as the file has them.
  public String text() {
    return all.stream().map(Tunable::text).collect(Collectors.joining("\t"));
  }

  /// Changes as many of the numbers, from the first on, as there are in `text`, or none. Throws
  /// [IllegalArgumentException] for what are no such numbers.
  public void change(String text) {
    List<String> numbers = Arrays.asList(text.strip().split("\\s+", -1));
    if (numbers.size() > all.size()) {
      throw new IllegalArgumentException("there are four limits of semaphores");
    }
    IntStream.range(0, numbers.size()).forEach(index -> all.get(index).check(numbers.get(index)));
    IntStream.range(0, numbers.size()).forEach(index -> all.get(index).change(numbers.get(index)));
  }
}
