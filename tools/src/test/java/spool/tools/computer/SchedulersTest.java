package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import spool.kernel.sched.Policies;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.sched.SchedulerChoice;
import spool.kernel.sched.SchedulerChoice.Queues;
import spool.kernel.trace.SchedulingListener;
import spool.userland.InBoxImage;

/// Every policy under real programs, and what preemption means on the machine.
class SchedulersTest {
  private static final InBoxImage IMAGE = InBoxImage.open();

  /// What may pass between a wake-up and the woken task's being on a hart: the way into the kernel
  /// of the hart that it takes, and a slice by which the harts may be apart.
  private static final long WAKE_UP = 100_000;

  static Stream<Arguments> compositions() {
    return new Policies()
        .all().stream()
            .map(Scheduler::name)
            .flatMap(
                name ->
                    Stream.of(
                        Arguments.of(name, Queues.SHARED, 1),
                        Arguments.of(name, Queues.SHARED, 3),
                        Arguments.of(name, Queues.PER_HART, 3)));
  }

  private static SchedulerChoice choice(String text, Queues queues) {
    return SchedulerChoice.of(new Policies(), text, Map.of("quantum", "1ms"), queues);
  }

  private static Computer.Builder machine(String policy, Queues queues, int harts) {
    return Computer.builder().image(IMAGE).harts(harts).scheduler(choice(policy, queues));
  }

  @ParameterizedTest(name = "{0}, {1}, {2} harts")
  @MethodSource("compositions")
  void processesRunUnderEveryPolicy(String policy, Queues queues, int harts) {
    runs("/test/fork_tree", policy, queues, harts);
  }

  @ParameterizedTest(name = "{0}, {1}, {2} harts")
  @MethodSource("compositions")
  void locksExcludeUnderEveryPolicy(String policy, Queues queues, int harts) {
    runs("/test/multi_locks", policy, queues, harts);
  }

  private static void runs(String program, String policy, Queues queues, int harts) {
    GuestRun run = GuestRun.of(machine(policy, queues, harts).program(program, List.of()));
    assertEquals(0, run.status(), run.output() + run.error());
  }

  @ParameterizedTest
  @MethodSource("queues")
  void aChangeOfPolicyLosesNobody(Queues queues) {
    String script =
        """
        for policy in fcfs sjf srtf priority:ageing=true mlfq:levels=2 lottery stride eevdf rm edf rr
        do
          seq 300 | sort | wc -l &
          echo $policy > /proc/sys/kernel/scheduler
          cat /proc/sys/kernel/scheduler
          seq 300 | sort | wc -l &
        done
        wait
        """;
    GuestRun run = GuestRun.of(machine("rr", queues, 2).script(), script);
    assertEquals(0, run.status(), run.error());
    List<String> lines = run.output().lines().toList();
    assertEquals(22, lines.stream().filter("300"::equals).count(), run.output());
    assertEquals(33, lines.size(), run.output());
    assertTrue(lines.containsAll(List.of("fcfs", "mlfq:levels=2", "edf")), run.output());
  }

  static Stream<Queues> queues() {
    return Stream.of(Queues.values());
  }

  /// What a run's scheduling was, by the names of tasks.
  private static final class Diary implements SchedulingListener {
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, Long> woken = new HashMap<>();
    private final List<Reason> reasons = new ArrayList<>();

    /// What wakes of `sleep` waited for a hart, and which tasks lost one meanwhile.
    private final List<Long> waits = new ArrayList<>();

    private final List<String> displaced = new ArrayList<>();

    @Override
    public void renamed(long time, int tid, String name) {
      names.put(tid, name);
    }

    private String name(int tid) {
      return names.getOrDefault(tid, "");
    }

    @Override
    public void ready(long time, int tid, Reason reason) {
      if (reason == Reason.WOKEN && name(tid).equals("sleep")) {
        woken.put(tid, time);
      }
    }

    @Override
    public void gaveUp(long time, int hart, int tid, Reason reason) {
      reasons.add(reason);
      if (!woken.isEmpty()) {
        displaced.add(name(tid) + " " + reason);
      }
    }

    @Override
    public void runs(long time, int hart, int tid) {
      Long since = woken.remove(tid);
      if (since != null) {
        waits.add(time - since);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("queues")
  void aRealTimeTaskHasAHartAsSoonAsItWakes(Queues queues) {
    Diary diary = new Diary();
    String script =
        """
        yes > /dev/null &
        chrt -f 10 sleep 0.02
        kill %1
        """;
    GuestRun.of(machine("rr", queues, 1).listener(diary).script(), script);
    assertEquals(1, diary.waits.size());
    assertTrue(diary.waits.getFirst() <= WAKE_UP, "waited " + diary.waits);
    assertEquals(List.of("yes PREEMPTED"), diary.displaced);
  }

  /// With a task of priority 5 on one hart and one of priority 1 on the other, it is the latter
  /// that makes room for one of priority 10.
  @Test
  void theLeastImportantTaskMakesRoom() {
    Diary diary = new Diary();
    String script =
        """
        chrt -f -p 20 $$
        chrt -f 5 sh -c 'while true; do :; done' &
        chrt -f 1 yes > /dev/null &
        chrt -f 10 sleep 0.05
        kill %1 %2
        """;
    GuestRun.of(machine("rr", Queues.SHARED, 2).listener(diary).script(), script);
    assertEquals(1, diary.waits.size());
    assertTrue(diary.waits.getFirst() <= WAKE_UP, "waited " + diary.waits);
    assertEquals(List.of("yes PREEMPTED"), diary.displaced);
  }

  @Test
  void withoutPreemptionTheTimerTakesNoHart() {
    Diary diary = new Diary();
    String script = "seq 2000 | sort | wc -l & seq 2000 | wc -l; wait";
    GuestRun run =
        GuestRun.of(
            machine("rr", Queues.SHARED, 1).preemptive(false).listener(diary).script(), script);
    assertEquals(0, run.status(), run.error());
    assertTrue(
        diary.reasons.stream()
            .noneMatch(reason -> reason == Reason.EXPIRED || reason == Reason.PREEMPTED));
  }
}
