package spool.tools.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.kernel.mode.Mode;

/// A job that has to be in time, beside others that compute: what a general-purpose system adds to
/// time-sharing.
class RealTimeJobTest {
  private static final Pattern READINGS = Pattern.compile("6 readings, (\\d) lost");

  private static Deck deck(String option) {
    return Deck.of(
        "deck",
        "$JOB SAMPLER %s\n$RUN sample 6 15\n".formatted(option)
            + "$JOB BESIDE\n$RUN compute 120000\n".repeat(4));
  }

  private static int lost(String option, Mode mode) {
    String listings = Decks.run(deck(option), mode, 0).listings();
    Matcher matcher = READINGS.matcher(listings);
    assertTrue(matcher.find(), listings);
    return Integer.parseInt(matcher.group(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PERIOD=1ms/15ms", "REALTIME=10"})
  void isInTimeInAGeneralSystemAndNotWithoutItsClass(String option) {
    Mode general = Decks.mode("general").with("scheduler", "rr:quantum=20ms");
    assertEquals(0, lost(option, general));
    assertTrue(lost(option, general.with("real-time", "false")) > 0);
  }
}
