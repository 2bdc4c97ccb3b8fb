package spool.tools.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import spool.emulator.machine.Machine;
import spool.tools.computer.Computer;
import spool.tools.explore.Ending;
import spool.tools.explore.Explorer;

/// Processes that use one queue, semaphore, lock or buffer at random, on several harts and under
/// any seed, see what one after the other could have seen: nothing is lost, duplicated, torn or out
/// of order, nobody has a lock with another, and nobody waits for what has come.
class HistoryProperties {
  private static final int PRIORITIES = 4;
  private static final long CYCLES = 5 * Machine.CYCLES_PER_SECOND;

  /// What is shared: its name in the guest, and the calls that never wait for long.
  enum Shared {
    QUEUE("queue", "PTGU"),
    MESSAGE_QUEUE("mqueue", "PTGU"),
    BUFFER("buffer", "PTGU"),
    SEMAPHORE("semaphore", "pGU"),
    LOCK("lock", "pGU"),
    POSIX_SEMAPHORE("sem_t", "pGU"),
    POSIX_MUTEX("pthread_mutex_t", "pGU");

    private final String kind;
    private final String letters;

    Shared(String kind, String letters) {
      this.kind = kind;
      this.letters = letters;
    }

    /// What it promises, with room for so much or that value at first.
    Model<?> model(int bound) {
      return switch (this) {
        case QUEUE, MESSAGE_QUEUE, BUFFER -> Models.atomicQueue(bound);
        case SEMAPHORE, POSIX_SEMAPHORE -> Models.semaphore(bound);
        case LOCK, POSIX_MUTEX -> Models.lock();
      };
    }

    boolean isSemaphore() {
      return this == SEMAPHORE || this == POSIX_SEMAPHORE;
    }

    /// Where messages have priorities, a script in which each put has one.
    String withPriorities(String script, long seed) {
      return this == MESSAGE_QUEUE ? withNumbers(script, "pPT", PRIORITIES, seed) : script;
    }
  }

  /// What runs: scripts, one for each process, in the notation of `userland/test/history.c`.
  record Play(String kind, int bound, List<String> scripts) {
    List<Call> calls(int harts, long seed) {
      List<String> arguments = new ArrayList<>(List.of(kind, String.valueOf(bound)));
      arguments.addAll(scripts);
      Explorer explorer =
          new Explorer(
              () -> Computer.builder().harts(harts).program("/test/history", arguments), CYCLES);
      Explorer.SeedRun run = explorer.run(seed);
      assertEquals(new Ending.Exited(0), run.ending(), run.output());
      return Call.parse(run.output());
    }
  }

  @Property(tries = 150)
  void callsThatDoNotWaitForLongSeeWhatIsPromised(
      @ForAll Shared shared,
      @ForAll @IntRange(min = 1, max = 3) int bound,
      @ForAll("choices") List<List<Integer>> choices,
      @ForAll @IntRange(min = 1, max = 8) int harts,
      @ForAll long seed) {
    String letters = shared.letters + shared.letters + "yz";
    List<String> scripts =
        texts(choices, letters).stream()
            .map(script -> shared.withPriorities(script, seed))
            .toList();
    Play play = new Play(shared.kind, bound, scripts);
    check(shared.model(bound), play, harts, seed);
  }

  @Property(tries = 100)
  void whoWaitsForWhatComesDoesNotWaitForEver(
      @ForAll("shared with messages") Shared shared,
      @ForAll @IntRange(min = 1, max = 3) int bound,
      @ForAll @IntRange(min = 1, max = 3) int putters,
      @ForAll @IntRange(min = 1, max = 3) int getters,
      @ForAll("choices") List<List<Integer>> pauses,
      @ForAll @IntRange(min = 1, max = 8) int harts,
      @ForAll long seed) {
    int first = shared.isSemaphore() ? 0 : bound;
    List<String> between = texts(pauses, "yz  ");
    List<String> scripts =
        Stream.concat(
                IntStream.range(0, putters)
                    .mapToObj(i -> script('p', getters, between, i))
                    .map(script -> shared.withPriorities(script, seed)),
                IntStream.range(0, getters).mapToObj(i -> script('g', putters, between, i + 1)))
            .toList();
    check(shared.model(first), new Play(shared.kind, first, scripts), harts, seed);
  }

  @Property(tries = 30)
  void whoWaitsForALockGetsIt(
      @ForAll("locks") Shared lock,
      @ForAll("choices") List<List<Integer>> choices,
      @ForAll @IntRange(min = 1, max = 8) int harts,
      @ForAll long seed) {
    List<String> scripts =
        choices.stream()
            .map(list -> list.stream().map(HistoryProperties::holding).reduce("", String::concat))
            .toList();
    check(Models.lock(), new Play(lock.kind, 0, scripts), harts, seed);
  }

  @Property(tries = 120)
  void whoeverIsKilledTheOthersSeeWhatIsPromised(
      @ForAll Shared shared,
      @ForAll @IntRange(min = 1, max = 3) int bound,
      @ForAll("choices") List<List<Integer>> choices,
      @ForAll @IntRange(min = 1, max = 8) int harts,
      @ForAll long seed) {
    String letters = shared.letters + shared.letters + "yzk";
    List<String> scripts =
        texts(choices, letters).stream()
            .map(script -> withNumbers(script, "k", choices.size(), seed))
            .map(script -> shared.withPriorities(script, seed))
            .toList();
    check(shared.model(bound), new Play(shared.kind, bound, scripts), harts, seed);
  }

  @Property(tries = 40)
  void whoWaitsForALockGetsItThoughHoldersAreKilled(
      @ForAll("locks") Shared lock,
      @ForAll("choices") List<List<Integer>> choices,
      @ForAll @IntRange(min = 1, max = 8) int harts,
      @ForAll long seed) {
    List<String> scripts =
        choices.stream()
            .map(
                list ->
                    list.stream()
                        .map(i -> i % 4 == 3 ? "k" + i % choices.size() : holding(i))
                        .reduce("", String::concat))
            .toList();
    check(Models.lock(), new Play(lock.kind, 0, scripts), harts, seed);
  }

  /// The judge itself: a ring without a lock is found out under some seed.
  @Example
  void someSeedShowsThatABufferHasNoLock() {
    Play play = new Play("careless", 2, List.of("ppg", "ppg", "gp"));
    assertFalse(
        LongStream.range(0, 20)
            .allMatch(seed -> Linearisation.exists(Models.atomicQueue(2), play.calls(2, seed))));
  }

  private static void check(Model<?> model, Play play, int harts, long seed) {
    List<Call> calls = play.calls(harts, seed);
    assertTrue(Linearisation.exists(model, calls), () -> play + "\n" + calls);
  }

  /// Acquires, does something or nothing, and releases.
  private static String holding(int choice) {
    return "gyz".substring(0, 1 + choice % 3) + "p";
  }

  /// Each of these letters with a number below `bound`: a kill's victim, a message's priority.
  private static String withNumbers(String script, String letters, int bound, long seed) {
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < script.length(); i++) {
      whole.append(script.charAt(i));
      if (letters.indexOf(script.charAt(i)) >= 0) {
        whole.append(Math.floorMod(seed + i, bound));
      }
    }
    return whole.toString();
  }

  /// So many calls of `letter`, with pauses before some.
  private static String script(char letter, int count, List<String> pauses, int which) {
    String mine = pauses.get(which % pauses.size());
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < count; i++) {
      script.append(mine.isEmpty() ? ' ' : mine.charAt(i % mine.length())).append(letter);
    }
    return script.toString().replace(" ", "");
  }

  private static List<String> texts(List<List<Integer>> choices, String letters) {
    return choices.stream()
        .map(list -> list.stream().map(i -> letters.charAt(i % letters.length())))
        .map(stream -> stream.map(String::valueOf).reduce("", String::concat))
        .toList();
  }

  @Provide("shared with messages")
  Arbitrary<Shared> withMessages() {
    return Arbitraries.of(
        Shared.QUEUE,
        Shared.MESSAGE_QUEUE,
        Shared.BUFFER,
        Shared.SEMAPHORE,
        Shared.POSIX_SEMAPHORE);
  }

  @Provide
  Arbitrary<Shared> locks() {
    return Arbitraries.of(Shared.LOCK, Shared.POSIX_MUTEX);
  }

  /// For two to four processes, some numbers each.
  @Provide
  Arbitrary<List<List<Integer>>> choices() {
    return Arbitraries.integers()
        .between(0, 99)
        .list()
        .ofMaxSize(6)
        .list()
        .ofMinSize(2)
        .ofMaxSize(4);
  }
}
