package spool.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import spool.kernel.sched.kit.Law;
import spool.kernel.sched.kit.Trial;
import spool.kernel.sched.kit.planted.PlantedBugs;
import spool.kernel.sched.kit.planted.PropertyRun;

/// The kit finds each of the [PlantedBugs], by the law that it breaks.
class PlantedBugsTest {
  private static final Pattern WORKLOAD = Pattern.compile("workload: (.*)");

  @TempDir private Path folder;

  static Stream<Arguments> bugs() {
    return Stream.of(
        arguments(PlantedBugs.ForgetsATask.class, "keepsTheCommonLaws", Law.ENDS),
        arguments(
            PlantedBugs.KeepsWhatIsRemoved.class, "copesWithEverySequenceOfCalls", Law.ONE_QUEUE),
        arguments(PlantedBugs.RunsATaskOnTwoHarts.class, "keepsTheCommonLaws", Law.ONE_HART),
        arguments(PlantedBugs.IgnoresAffinity.class, "keepsTheCommonLaws", Law.AFFINITY),
        arguments(PlantedBugs.LeavesAHartIdle.class, "keepsTheCommonLaws", Law.WORK_CONSERVATION),
        arguments(
            PlantedBugs.HasAnOrderOfItsOwnInEveryRun.class,
            "givesTheSameHistoryAgain",
            Law.DETERMINISM),
        arguments(PlantedBugs.GivesNoTime.class, "keepsTheCommonLaws", Law.SOUND),
        arguments(
            PlantedBugs.ServesTheLastFirst.class,
            "dispatchesInTheOrderOfReadiness",
            Law.FIRST_COME),
        arguments(PlantedBugs.Starves.class, "keepsTheCommonLaws", Law.NO_STARVATION),
        arguments(
            PlantedBugs.HasAQuantumOfOneMore.class,
            "nobodyWaitsForMoreThanTheOthersQuanta",
            Law.ROUND_ROBIN_GAP),
        arguments(
            PlantedBugs.HasAQuantumOfOneMore.class,
            "servicesDifferByAQuantumAtMost",
            Law.ROUND_ROBIN_SERVICE),
        arguments(
            PlantedBugs.TakesTheFirstForTheShortest.class, "takesTheShortest", Law.SHORTEST_JOB),
        arguments(
            PlantedBugs.TakesTheFirstForTheShortest.class,
            "hasTheLeastTurnaroundWhenAllArriveTogether",
            Law.LEAST_TURNAROUND),
        arguments(
            PlantedBugs.NeverTakesAHartForAShorter.class,
            "runsTheShortestAtEveryInstant",
            Law.SHORTEST_REMAINING),
        arguments(
            PlantedBugs.NeverTakesAHartForAShorter.class,
            "hasTheLeastTurnaround",
            Law.LEAST_TURNAROUND),
        arguments(PlantedBugs.RunsTheLowestPriority.class, "runsTheHighest", Law.HIGHEST_PRIORITY),
        arguments(PlantedBugs.NeverAges.class, "ageingBoundsWaiting", Law.NO_STARVATION),
        arguments(PlantedBugs.NeverBoosts.class, "levelsFollowTheRules", Law.BOOST),
        arguments(
            PlantedBugs.ForgetsTheAllotmentOfWhoWaits.class, "gamingDoesNotPay", Law.DEMOTION),
        arguments(
            PlantedBugs.HasALevelQuantumOfOneMore.class, "equalsTakeTurns", Law.LEVEL_ROUND_ROBIN),
        arguments(
            PlantedBugs.NeverPreemptsForAHigherLevel.class, "gamingDoesNotPay", Law.HIGHER_LEVEL),
        arguments(PlantedBugs.NeverDrawsTheLastTicket.class, "sharesTurnsByTickets", Law.SHARE),
        arguments(PlantedBugs.SharesWithoutWeights.class, "anyTwoShareWithinAQuantum", Law.SHARE),
        arguments(PlantedBugs.RequestsTwiceAsMuch.class, "lagsStayWithinARequest", Law.LAG),
        arguments(
            PlantedBugs.ComparesRelativeDeadlines.class,
            "missesNothingIfAndOnlyIfTheUtilisationIsAtMostOne",
            Law.EARLIEST_DEADLINE),
        arguments(
            PlantedBugs.ComparesRelativeDeadlines.class,
            "runsTheEarliestDeadline",
            Law.EARLIEST_DEADLINE),
        arguments(
            PlantedBugs.HoldsNobodyToItsReservation.class,
            "aTaskThatTakesMoreMakesNoOtherMiss",
            Law.ISOLATION),
        arguments(
            PlantedBugs.NeverPreemptsForAShorterPeriod.class,
            "missesNothingIfAndOnlyIfTheResponseTimesFit",
            Law.RATE_MONOTONIC));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void isFound(Class<?> contract, String property, Law law) {
    String report = failure(contract, property);
    assertTrue(report.startsWith(law + " is broken by "), report);
  }

  @Test
  void aTaskThatIsTakenTwiceIsFound() {
    String report = failure(PlantedBugs.TakesATaskTwice.class, "refusesATaskThatIsReady");
    assertTrue(report.contains("IllegalStateException"), report);
  }

  /// A failure shows the workload and its chart, and its command runs just that workload again.
  @Test
  void aFailureCanBeRepeated() {
    String report = failure(PlantedBugs.Starves.class, "keepsTheCommonLaws");
    Matcher matcher = WORKLOAD.matcher(report);
    assertTrue(matcher.find(), report);
    String workload = matcher.group(1);
    assertTrue(report.contains("    1 |"), report);
    assertTrue(
        report.contains(
            "-Dtest='Starves' -Dspool.property=keepsTheCommonLaws -D%s='%s'"
                .formatted(Trial.WORKLOAD, workload)),
        report);
    System.setProperty(Trial.WORKLOAD, workload);
    try {
      assertEquals(report, failure(PlantedBugs.Starves.class, "keepsTheCommonLaws"));
    } finally {
      System.clearProperty(Trial.WORKLOAD);
    }
  }

  private String failure(Class<?> contract, String property) {
    return PropertyRun.failure(contract, property, folder);
  }
}
