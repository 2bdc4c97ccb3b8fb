package spool.tools.computer.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.Law;
import spool.kernel.sched.kit.Trial;
import spool.kernel.sched.kit.planted.PlantedBugs;
import spool.kernel.sched.kit.planted.PropertyRun;

/// The laws find mistakes in policies under real programs too: one at least of each discipline.
class PlantedBugsOnTheMachineTest {
  private static final Driver DRIVER = new MachineDriver(0);
  private static final Pattern WORKLOAD = Pattern.compile("workload: (.*)");

  @TempDir private Path folder;

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class ForgetsATask extends PlantedBugs.ForgetsATask {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class LeavesAHartIdle extends PlantedBugs.LeavesAHartIdle {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class ServesTheLastFirst extends PlantedBugs.ServesTheLastFirst {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class Starves extends PlantedBugs.Starves {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class HasAQuantumOfOneMore extends PlantedBugs.HasAQuantumOfOneMore {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class TakesTheFirstForTheShortest extends PlantedBugs.TakesTheFirstForTheShortest {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class NeverTakesAHartForAShorter extends PlantedBugs.NeverTakesAHartForAShorter {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class RunsTheLowestPriority extends PlantedBugs.RunsTheLowestPriority {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class NeverBoosts extends PlantedBugs.NeverBoosts {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class ForgetsTheAllotmentOfWhoWaits extends PlantedBugs.ForgetsTheAllotmentOfWhoWaits {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class HasALevelQuantumOfOneMore extends PlantedBugs.HasALevelQuantumOfOneMore {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class SharesWithoutWeights extends PlantedBugs.SharesWithoutWeights {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class RequestsTwiceAsMuch extends PlantedBugs.RequestsTwiceAsMuch {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class HoldsNobodyToItsReservation extends PlantedBugs.HoldsNobodyToItsReservation {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  @PropertyDefaults(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  static class NeverPreemptsForAShorterPeriod extends PlantedBugs.NeverPreemptsForAShorterPeriod {
    @Override
    protected Driver driver() {
      return DRIVER;
    }
  }

  static Stream<Arguments> bugs() {
    return Stream.of(
        arguments(ForgetsATask.class, "keepsTheCommonLaws", Law.ENDS),
        arguments(LeavesAHartIdle.class, "keepsTheCommonLaws", Law.WORK_CONSERVATION),
        arguments(ServesTheLastFirst.class, "dispatchesInTheOrderOfReadiness", Law.FIRST_COME),
        arguments(Starves.class, "nobodyWaitsForMoreThanTheOthersQuanta", Law.ROUND_ROBIN_GAP),
        arguments(
            HasAQuantumOfOneMore.class,
            "nobodyWaitsForMoreThanTheOthersQuanta",
            Law.ROUND_ROBIN_GAP),
        arguments(TakesTheFirstForTheShortest.class, "takesTheShortest", Law.SHORTEST_JOB),
        arguments(
            NeverTakesAHartForAShorter.class,
            "runsTheShortestAtEveryInstant",
            Law.SHORTEST_REMAINING),
        arguments(RunsTheLowestPriority.class, "runsTheHighest", Law.HIGHEST_PRIORITY),
        arguments(NeverBoosts.class, "levelsFollowTheRules", Law.BOOST),
        arguments(ForgetsTheAllotmentOfWhoWaits.class, "gamingDoesNotPay", Law.DEMOTION),
        arguments(HasALevelQuantumOfOneMore.class, "equalsTakeTurns", Law.LEVEL_ROUND_ROBIN),
        arguments(SharesWithoutWeights.class, "anyTwoShareWithinAQuantum", Law.SHARE),
        arguments(RequestsTwiceAsMuch.class, "lagsStayWithinARequest", Law.LAG),
        arguments(
            HoldsNobodyToItsReservation.class, "aTaskThatTakesMoreMakesNoOtherMiss", Law.ISOLATION),
        arguments(
            NeverPreemptsForAShorterPeriod.class, "runsTheShortestPeriod", Law.RATE_MONOTONIC));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void isFound(Class<?> contract, String property, Law law) {
    String report = PropertyRun.failure(contract, property, folder);
    assertTrue(report.startsWith(law + " is broken by "), report);
  }

  /// A failure shows the workload and its chart, and its command runs just that workload again.
  @Test
  void aFailureCanBeRepeated() {
    String property = "dispatchesInTheOrderOfReadiness";
    String report = PropertyRun.failure(ServesTheLastFirst.class, property, folder);
    Matcher matcher = WORKLOAD.matcher(report);
    assertTrue(matcher.find(), report);
    String workload = matcher.group(1);
    assertTrue(report.contains("    1 |"), report);
    assertTrue(
        report.contains(
            "-Dtest='ServesTheLastFirst' -Dspool.property=%s -D%s='%s'"
                .formatted(property, Trial.WORKLOAD, workload)),
        report);
    System.setProperty(Trial.WORKLOAD, workload);
    try {
      assertEquals(report, PropertyRun.failure(ServesTheLastFirst.class, property, folder));
    } finally {
      System.clearProperty(Trial.WORKLOAD);
    }
  }
}
