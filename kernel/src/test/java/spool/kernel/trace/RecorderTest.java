package spool.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.trace.Timeline.Phase;
import spool.kernel.trace.Timeline.Span;

/// Accounts computed by hand; those with sets of jobs are the examples of "Operating Systems: Three
/// Easy Pieces", chapter 7.
class RecorderTest {
  private final Recorder recorder = new Recorder(1);
  private final Playback play = new Playback(recorder);

  private RunAccount account() {
    return recorder.account();
  }

  private Service service(int index) {
    return account().processes().get(index).service();
  }

  private void arriveTogether() {
    play.arrives(0, 1).arrives(0, 2).arrives(0, 3);
  }

  @Test
  void firstInFirstOutWithALongJobInFront() {
    arriveTogether();
    play.runs(1, 100).ends(1).runs(2, 10).ends(2).runs(3, 10).ends(3);
    assertEquals(110, account().turnaround().mean());
    assertEquals(70, account().response().mean());
    assertEquals(70, account().waiting().mean());
  }

  @Test
  void shortestJobFirst() {
    arriveTogether();
    play.runs(2, 10).ends(2).runs(3, 10).ends(3).runs(1, 100).ends(1);
    assertEquals(50, account().turnaround().mean());
    assertEquals(10, account().response().mean());
  }

  @Test
  void shortestTimeToCompletionFirst() {
    play.arrives(0, 1).runs(1, 10).arrives(10, 2).arrives(10, 3).expires(1);
    play.runs(2, 10).ends(2).runs(3, 10).ends(3).runs(1, 90).ends(1);
    assertEquals(50, account().turnaround().mean());
    assertEquals(10.0 / 3, account().response().mean());
    assertEquals(20, service(0).waiting());
  }

  @Test
  void roundRobin() {
    arriveTogether();
    for (int turn = 0; turn < 4; turn++) {
      play.runs(1, 1).expires(1).runs(2, 1).expires(2).runs(3, 1).expires(3);
    }
    play.runs(1, 1).ends(1).runs(2, 1).ends(2).runs(3, 1).ends(3);
    assertEquals(1, account().response().mean());
    assertEquals(14, account().turnaround().mean());
    assertEquals(4, service(0).involuntarySwitches());
    assertEquals(1, service(0).voluntarySwitches());
    assertEquals(new Durations(1, 5, 5), service(0).bursts());
  }

  @Test
  void aTaskThatGetsItsHartBackHasNotBeenSwitched() {
    play.arrives(0, 1).runs(1, 5).expires(1).runs(1, 5).ends(1);
    assertEquals(0, service(0).involuntarySwitches());
    assertEquals(1, account().harts().getFirst().switches());
  }

  @Test
  void overlapOfComputingAndInputOutput() {
    play.arrives(0, 1).arrives(0, 2);
    play.runs(1, 10).blocks(1).runs(2, 10).wakes(20, 1).expires(2).runs(1, 10).blocks(1);
    play.runs(2, 10).ends(2).idles(5).wakes(45, 1).runs(1, 10).ends(1);
    Service first = service(0);
    assertEquals(30, first.cpu());
    assertEquals(25, first.blocked());
    assertEquals(0, first.waiting());
    assertEquals(new Durations(2, 20, 10), first.interactions());
    assertEquals(new Durations(3, 30, 10), first.bursts());
    assertEquals(20, service(1).waiting());
    assertEquals(50.0 / 55, account().utilisation());
  }

  @Test
  void everyCycleOfAHartHasItsPlace() {
    play.arrives(0, 1).idles(3).spends(2, 0, Activity.SWITCH).runs(1, 7);
    play.spends(4, 1, Activity.KERNEL).ends(1).spends(1, 0, Activity.KERNEL);
    assertEquals(List.of(new HartTime(0, 7, 5, 2, 3, 1)), account().harts());
    assertEquals(17, account().elapsed());
    assertEquals(7.0 / 17, account().utilisation());
    assertEquals(14.0 / 17, account().busy());
    assertEquals(2.0 / 17, account().switchOverhead());
    assertEquals(11, service(0).cpu());
  }

  @Test
  void aHartThatWasNotHeardOfIsIdle() {
    Recorder two = new Recorder(2);
    new Playback(two).arrives(0, 1).runs(1, 10).ends(1);
    assertEquals(new HartTime(1, 0, 0, 0, 10, 0), two.account().harts().getLast());
  }

  @Test
  void aJobIsAProcessWithItsDescendantsAndItsTimeBefore() {
    play.idles(100).marks("job 7 sort arrives").idles(50).arrives(150, 20);
    play.runs(20, 10).marks("job 7 sort starts pid 20");
    recorder.created(play.now(), 21, 21, 20, "child");
    recorder.ready(play.now(), 21, Reason.CREATED);
    play.blocks(20).runs(21, 30).ends(21).wakes(play.now(), 20).runs(20, 5).ends(20);
    play.idles(4).marks("job 7 sort ends exit 0");
    JobAccount job = account().jobs().getFirst();
    assertEquals(OptionalInt.of(20), job.pid());
    assertEquals("exit 0", job.result());
    assertEquals(50, job.admission());
    assertEquals(45, job.service().cpu());
    assertEquals(54, job.service().waiting());
    assertEquals(0, job.service().blocked());
    assertEquals(OptionalLong.of(50), job.service().response());
    assertEquals(OptionalLong.of(99), job.service().turnaround());
    assertEquals(OptionalInt.of(7), account().processes().getLast().job());
  }

  @Test
  void aRejectedJobCountsNowhere() {
    play.marks("job 1 bad arrives").marks("job 1 bad rejected").idles(10);
    assertEquals("rejected", account().jobs().getFirst().result());
    assertTrue(account().finished().isEmpty());
    assertEquals(0, account().throughput());
  }

  @Test
  void aJobThatIsNotDoneWaitsUntilNow() {
    play.marks("job 1 late arrives").idles(10);
    Service service = account().jobs().getFirst().service();
    assertEquals(10, service.waiting());
    assertEquals(OptionalLong.empty(), service.turnaround());
  }

  @Test
  void fairnessIsJainsIndexOfProgress() {
    arriveTogether();
    play.runs(1, 10).ends(1).runs(2, 10).ends(2).runs(3, 10).ends(3);
    double sum = 1 + 1.0 / 2 + 1.0 / 3;
    double squares = 1 + 1.0 / 4 + 1.0 / 9;
    assertEquals(sum * sum / (3 * squares), account().fairness(), 1e-12);
  }

  @Test
  void theTimelineShowsWhatHappened() {
    play.arrives(0, 1).runs(1, 10).spends(2, 1, Activity.KERNEL).blocks(1).idles(8);
    play.wakes(20, 1).spends(1, 0, Activity.SWITCH).runs(1, 5).ends(1);
    Timeline timeline = recorder.timeline();
    assertEquals(
        List.of(
            new Span(0, 12, Activity.USER, 0),
            new Span(12, 20, Activity.IDLE, Span.NO_PROCESS),
            new Span(20, 21, Activity.SWITCH, Span.NO_PROCESS),
            new Span(21, 26, Activity.USER, 0)),
        timeline.harts().getFirst());
    assertEquals(
        List.of(
            new Phase(0, 12, Condition.RUNNING),
            new Phase(12, 20, Condition.BLOCKED),
            new Phase(20, 21, Condition.READY),
            new Phase(21, 26, Condition.RUNNING)),
        timeline.processes().getFirst());
  }

  @Test
  void aTaskFromBeforeTheRecorderIsAProcessOfItsOwn() {
    play.idles(5).runs(9, 10).blocks(9).idles(3).wakes(18, 9).runs(9, 2).ends(9);
    Service service = service(0);
    assertEquals(12, service.cpu());
    assertEquals(3, service.blocked());
    assertEquals(OptionalLong.of(15), service.turnaround());
  }

  @Test
  void aThreadThatExecutesAProgramTakesTheNumberOfItsProcess() {
    play.arrives(0, 5);
    recorder.created(0, 6, 5, 1, "thread");
    recorder.ready(0, 6, Reason.CREATED);
    play.runs(5, 10);
    recorder.left(10, 0, 5, Departure.ENDED);
    play.runs(6, 10);
    recorder.renamed(20, 5, "new");
    play.spends(3, 5, Activity.KERNEL).ends(5);
    ProcessAccount process = account().processes().getFirst();
    assertEquals("new", process.name());
    assertEquals(23, process.service().cpu());
    assertEquals(OptionalLong.of(23), process.service().turnaround());
  }
}
