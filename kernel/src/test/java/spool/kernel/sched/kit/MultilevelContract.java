package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Scheduler.Reason;

/// The multi-level feedback queue: the five rules of Operating Systems: Three Easy Pieces, chapter
/// 8, with three levels, a quantum that doubles from level to level, one quantum as allotment, and
/// boosts at whole multiples of their period.
///
/// What the rules leave open is not asked for: the order at a boost, and where a task goes that was
/// preempted.
public abstract class MultilevelContract extends SchedulerContract {
  private static final long QUANTUM = 4_000_000;
  private static final long BOOST = 60_000_000;
  private static final long TICK = 1_000;
  private static final List<Long> ALLOTMENTS = List.of(QUANTUM, 2 * QUANTUM, 4 * QUANTUM);
  private static final FeedbackModel RULES = new FeedbackModel(ALLOTMENTS, BOOST, false);
  private static final FeedbackModel UNBOOSTED =
      new FeedbackModel(ALLOTMENTS, Long.MAX_VALUE, false);
  private static final FeedbackModel GAMED = new FeedbackModel(ALLOTMENTS, BOOST, true);

  /// The policy with so many levels, this quantum at the top, twice as much at each next level, one
  /// quantum as allotment, and this time between boosts.
  protected Scheduler policy(int levels, long quantum, long boost) {
    return with(
        "levels",
        Integer.toString(levels),
        "quantum",
        quantum + "ns",
        "growth",
        "2",
        "allotment",
        "1",
        "boost",
        boost + "ns");
  }

  private Scheduler three() {
    return policy(ALLOTMENTS.size(), QUANTUM, BOOST);
  }

  @Provide
  Arbitrary<Workload> mixed() {
    return given(Workloads.mixed(2));
  }

  /// Some that block a tick before their quantum ends, and come back at once, beside others that
  /// compute.
  @Provide
  Arbitrary<Workload> gamed() {
    Step game = Step.sleeping(QUANTUM - TICK, TICK);
    Arbitrary<Job> gaming =
        Arbitraries.integers()
            .between(2, 12)
            .map(count -> Job.of(0, Collections.nCopies(count, game)));
    Arbitrary<Job> computing = Workloads.milliseconds(5, 60).map(cpu -> Job.of(0, cpu));
    return given(
        Combinators.combine(
                gaming.list().ofMinSize(1).ofMaxSize(2), computing.list().ofMinSize(1).ofMaxSize(3))
            .as(MultilevelContract::together));
  }

  private static Workload together(List<Job> some, List<Job> others) {
    List<Job> jobs = new ArrayList<>(some);
    jobs.addAll(others);
    return Workload.of(jobs);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void levelsFollowTheRules(@ForAll("mixed") Workload workload) {
    check(inspectLevels(Trial.of(workload, this::three)));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void gamingDoesNotPay(@ForAll("gamed") Workload workload) {
    check(inspectLevels(Trial.of(workload, this::three)));
  }

  /// Looks at both ends of every span in which one ran while another waited, and after each boost.
  private static Trial inspectLevels(Trial trial) {
    for (Overlaps.Overlap overlap : Overlaps.of(trial)) {
      for (long time = overlap.from(); time < overlap.to(); time = (time / BOOST + 1) * BOOST) {
        inspectLevels(trial, overlap, time);
      }
      inspectLevels(trial, overlap, overlap.to() - 1);
    }
    return trial;
  }

  private static void inspectLevels(Trial trial, Overlaps.Overlap overlap, long time) {
    int runs = RULES.level(trial.timeline(), overlap.running(), time);
    int waits = RULES.level(trial.timeline(), overlap.waiting(), time);
    trial.require(
        runs <= waits,
        rule(trial.timeline(), overlap, time),
        time,
        "task %d of level %d runs while task %d of level %d waits",
        overlap.running(),
        runs,
        overlap.waiting(),
        waits);
  }

  /// Which rule was broken: with which other rule the same would be right.
  private static Law rule(Timeline timeline, Overlaps.Overlap overlap, long time) {
    if (isRight(UNBOOSTED, timeline, overlap, time)) {
      return Law.BOOST;
    }
    if (isRight(GAMED, timeline, overlap, time)) {
      return Law.DEMOTION;
    }
    boolean fresh = timeline.service(overlap.waiting(), time) == 0;
    return fresh ? Law.ENTERS_AT_TOP : Law.HIGHER_LEVEL;
  }

  private static boolean isRight(
      FeedbackModel model, Timeline timeline, Overlaps.Overlap overlap, long time) {
    return model.level(timeline, overlap.running(), time)
        <= model.level(timeline, overlap.waiting(), time);
  }

  /// A turn lasts no longer than the quantum of the level, and exactly that long if it was ended by
  /// the timer and is the first at the level; and who came to a level first is served first.
  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void equalsTakeTurns(@ForAll("mixed") Workload workload) {
    Trial trial = Trial.of(workload, this::three);
    inspectTurns(trial);
    Decisions.of(trial.history()).forEach(decision -> inspectOrder(trial, decision));
    check(trial);
  }

  private static void inspectTurns(Trial trial) {
    for (Timeline.Span run : trial.timeline().runs()) {
      int level = RULES.level(trial.timeline(), run.tid(), run.from());
      boolean boosted = run.from() / BOOST != (run.to() - 1) / BOOST;
      trial.require(
          boosted || run.length() <= ALLOTMENTS.get(level),
          Law.LEVEL_ROUND_ROBIN,
          run.from(),
          "task %d had a turn of %s at level %d",
          run.tid(),
          Duration.text(run.length()),
          level);
    }
  }

  private static void inspectOrder(Trial trial, Decisions.Decision decision) {
    long time = decision.runs().time();
    long boosted = time / BOOST * BOOST;
    int level = RULES.level(trial.timeline(), decision.tid(), decision.ready().time());
    if (decision.ready().time() < boosted || decision.ready().reason() == Reason.PREEMPTED) {
      return;
    }
    for (History.Ready other : decision.waiting()) {
      boolean comparable = other.time() >= boosted && other.time() < decision.ready().time();
      trial.require(
          !comparable || RULES.level(trial.timeline(), other.tid(), other.time()) != level,
          Law.LEVEL_ROUND_ROBIN,
          time,
          "task %d of level %d was taken before task %d, which came before it",
          decision.tid(),
          level,
          other.tid());
    }
  }

  /// After a boost everybody is at the top, and behind others for one turn of each.
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void boostsEndStarvation(@ForAll("mixed") Workload workload) {
    Trial trial = Trial.of(workload, this::three);
    long turns = workload.jobs().size() * (QUANTUM + workload.switchCost());
    for (Timeline.Span wait : trial.timeline().waits()) {
      trial.require(
          wait.length() <= BOOST + 2 * turns,
          Law.NO_STARVATION,
          wait.from(),
          "task %d waited for %s",
          wait.tid(),
          Duration.text(wait.length()));
    }
    check(trial);
  }
}
