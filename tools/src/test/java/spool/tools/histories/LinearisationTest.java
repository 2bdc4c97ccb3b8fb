package spool.tools.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Histories of which it is plain whether they can have happened. A call is written as the guest
/// prints it: process, letter, priority, value, error, begin, end.
class LinearisationTest {
  private static boolean exists(Model<?> model, String history) {
    return Linearisation.exists(
        model, Call.parse(history.replaceAll(" *; *", "\n")).stream().toList());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "true, ''",
    "true, 0 p 0 1 0 1 2; 1 g 0 1 0 3 4",
    "true, 0 p 0 1 0 1 4; 1 g 0 1 0 2 3", // both at once
    "false, 0 p 0 1 0 3 4; 1 g 0 1 0 1 2", // got before it was put
    "false, 0 p 0 1 0 1 2; 1 g 0 2 0 3 4", // not what was put
    "false, 0 p 0 1 0 1 2; 1 g 0 1 0 3 4; 2 g 0 1 0 3 4", // twice
    "false, 0 p 0 1 0 1 2; 1 G 0 -1 11 3 4", // lost
    "true, 0 p 0 1 0 1 4; 1 G 0 -1 11 2 3",
    "true, 0 p 0 1 0 1 2; 0 p 0 2 0 3 4; 1 g 0 1 0 5 6; 1 g 0 2 0 7 8",
    "false, 0 p 0 1 0 1 2; 0 p 0 2 0 3 4; 1 g 0 2 0 5 6; 1 g 0 1 0 7 8", // out of order
    "true, 0 p 0 1 0 1 2; 0 p 5 2 0 3 4; 1 g 0 2 0 5 6; 1 g 0 1 0 7 8", // by priority
    "true, 0 p 0 1 0 1 3; 1 p 0 2 0 2 4; 1 g 0 2 0 5 6; 1 g 0 1 0 7 8", // either order
    "false, 0 P 0 1 11 1 2", // full while it is empty
    "true, 0 p 0 1 0 1 2; 0 p 0 2 0 3 4; 0 P 0 3 11 5 6",
    "true, 0 p 0 1 0 1 0; 1 g 0 1 0 2 3", // killed after it had put
    "true, 0 p 0 1 0 1 0; 1 G 0 -1 11 2 3", // killed before
    "false, 0 p 0 1 0 1 0; 1 g 0 1 0 2 3; 1 g 0 1 0 4 5"
  })
  void queueOfTwo(boolean expected, String history) {
    assertEquals(expected, exists(Models.atomicQueue(2), history));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "true, 0 g 0 -1 0 1 2; 1 p 0 1 0 3 4; 1 g 0 -1 0 5 6",
    "false, 0 g 0 -1 0 1 2; 1 g 0 -1 0 3 4",
    "true, 0 g 0 -1 0 1 2; 1 g 0 -1 0 3 6; 0 p 0 1 0 4 5",
    "false, 0 G 0 -1 11 1 2"
  })
  void semaphoreOfOne(boolean expected, String history) {
    assertEquals(expected, exists(Models.semaphore(1), history));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "true, 0 g 0 -1 0 1 2; 0 p 0 1 0 3 4; 1 g 0 -1 0 5 6",
    "false, 0 g 0 -1 0 1 2; 1 g 0 -1 0 3 4", // two holders
    "true, 0 g 0 -1 0 1 2; 0 g 0 -1 35 3 4",
    "false, 0 g 0 -1 35 1 2",
    "true, 0 g 0 -1 0 1 2; 1 p 0 1 1 3 4; 1 G 0 -1 11 5 6",
    "true, 0 g 0 -1 0 1 2; 10 k 0 0 0 3 0; 1 g 0 -1 0 4 5", // the holder was killed
    "true, 0 g 0 -1 0 1 0; 10 k 0 0 0 3 0; 1 g 0 -1 0 4 5", // as it got the lock
    "true, 0 g 0 -1 0 1 2; 10 k 0 0 0 3 0; 1 G 0 -1 11 4 5", // and has not died yet
    "false, 0 g 0 -1 0 1 2; 11 k 0 1 0 3 0; 2 g 0 -1 0 4 5", // one who waited was
    "false, 0 g 0 -1 0 1 2; 1 g 0 -1 0 3 4; 10 k 0 0 0 5 0", // not yet
    "false, 0 p 0 1 0 1 2"
  })
  void lock(boolean expected, String history) {
    assertEquals(expected, exists(Models.lock(), history));
  }
}
