package spool.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import spool.kernel.trace.RandomHistory.Actor;
import spool.kernel.trace.Timeline.Span;

/// What holds for the account and the timeline of every run.
class RecorderProperties {
  private static final int FEW_SEGMENTS = 64;

  private static Recorder recorded(int harts, int turns, long seed) {
    Recorder recorder = new Recorder(harts);
    RandomHistory.play(harts, turns, seed, recorder);
    return recorder;
  }

  @Property(tries = 300)
  void theTimeOfTheHartsIsHartsTimesElapsed(
      @ForAll @IntRange(min = 1, max = 4) int harts,
      @ForAll @IntRange(max = 400) int turns,
      @ForAll long seed) {
    RunAccount account = recorded(harts, turns, seed).account();
    assertEquals(harts * account.elapsed(), account.sum(HartTime::total));
    account.harts().forEach(hart -> assertEquals(account.elapsed(), hart.total()));
  }

  @Property(tries = 300)
  void theLifeOfAProcessIsCpuAndWaitingAndBlocked(
      @ForAll @IntRange(min = 1, max = 4) int harts,
      @ForAll @IntRange(max = 400) int turns,
      @ForAll long seed) {
    for (ProcessAccount each : recorded(harts, turns, seed).account().processes()) {
      Service service = each.service();
      service
          .turnaround()
          .ifPresent(
              turnaround ->
                  assertEquals(turnaround, service.cpu() + service.waiting() + service.blocked()));
    }
  }

  @Property(tries = 300)
  void theFiguresAreThoseOfTheBooks(
      @ForAll @IntRange(min = 1, max = 4) int harts,
      @ForAll @IntRange(max = 400) int turns,
      @ForAll long seed) {
    Recorder recorder = new Recorder(harts);
    List<Actor> actors = RandomHistory.play(harts, turns, seed, recorder);
    List<ProcessAccount> processes = recorder.account().processes();
    assertEquals(actors.size(), processes.size());
    for (Actor actor : actors) {
      Service service = processes.get(actor.tid - 1).service();
      assertEquals(actor.cpu, service.cpu());
      if (actor.finish >= 0) {
        assertEquals(actor.waiting, service.waiting());
        assertEquals(actor.blocked, service.blocked());
        assertEquals(actor.arrival, service.arrival());
        assertEquals(actor.finish, service.finish().orElseThrow());
      }
    }
  }

  @Property(tries = 200)
  void theTimelineIsWithoutGapsAndHasTheCpuTimeOfEachProcess(
      @ForAll @IntRange(min = 1, max = 4) int harts,
      @ForAll @IntRange(max = 400) int turns,
      @ForAll long seed) {
    Recorder recorder = recorded(harts, turns, seed);
    Timeline timeline = recorder.timeline();
    timeline.harts().forEach(spans -> assertGapless(spans, timeline.elapsed()));
    List<ProcessAccount> processes = recorder.account().processes();
    for (int index = 0; index < processes.size(); index++) {
      int process = index;
      long shown =
          timeline.harts().stream()
              .flatMap(List::stream)
              .filter(span -> span.process() == process)
              .mapToLong(Span::length)
              .sum();
      assertEquals(processes.get(index).service().cpu(), shown);
    }
  }

  private static void assertGapless(List<Span> spans, long elapsed) {
    long end = 0;
    for (Span span : spans) {
      assertEquals(end, span.from());
      end = span.to();
    }
    assertEquals(elapsed, end);
  }

  @Property(tries = 20)
  void aCoarseTimelineIsShortAndLeavesTheAccountAlone(
      @ForAll @IntRange(min = 1, max = 4) int harts, @ForAll long seed) {
    int turns = 20_000;
    Recorder coarse = new Recorder(harts, FEW_SEGMENTS);
    RandomHistory.play(harts, turns, seed, coarse);
    Recorder fine = new Recorder(harts, Integer.MAX_VALUE);
    RandomHistory.play(harts, turns, seed, fine);
    assertEquals(fine.account(), coarse.account());
    assertEquals(0, fine.timeline().grain());
    Timeline timeline = coarse.timeline();
    timeline.harts().forEach(spans -> assertGapless(spans, timeline.elapsed()));
    assertTrue(timeline.grain() == 0 || size(timeline) <= size(fine.timeline()));
  }

  private static long size(Timeline timeline) {
    return timeline.harts().stream().mapToLong(List::size).sum()
        + timeline.processes().stream().mapToLong(List::size).sum();
  }

  @Property(tries = 200)
  void mergingKeepsLongSegmentsAndBoundsTheirNumber(
      @ForAll List<@IntRange(min = 1, max = 300) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 400) int grain) {
    SegmentLog<Integer> log = new SegmentLog<>();
    SegmentLog<Integer> fine = new SegmentLog<>();
    long end = 0;
    for (int length : lengths) {
      log.append(end, length % 3);
      fine.append(end, length % 3);
      end += length;
    }
    log.coarsen(grain);
    List<Segment> coarse = segments(log, end);
    segments(fine, end).stream()
        .filter(segment -> segment.to - segment.from >= grain)
        .forEach(
            segment -> assertTrue(coarse.stream().anyMatch(segment::isIn), segment + " is gone"));
    for (Segment each : coarse) {
      long share = segments(fine, end).stream().mapToLong(each::shareOf).sum();
      assertTrue(share >= (each.to - each.from) / 3, each + " is not what was there most");
    }
    assertTrue(coarse.size() <= 2 + 2 * end / grain, coarse.size() + " segments");
  }

  private record Segment(long from, long to, int value) {
    boolean isIn(Segment other) {
      return other.from <= from && to <= other.to && value == other.value;
    }

    long shareOf(Segment other) {
      long length = Math.min(to, other.to) - Math.max(from, other.from);
      return value == other.value ? Math.max(0, length) : 0;
    }
  }

  private static List<Segment> segments(SegmentLog<Integer> log, long end) {
    List<Segment> segments = new ArrayList<>();
    log.visit(end, (from, to, value) -> segments.add(new Segment(from, to, value)));
    return segments;
  }
}
