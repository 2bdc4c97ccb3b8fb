package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Scheduler.Reason;

/// The multi-level feedback queue: the five rules of Operating Systems: Three Easy Pieces, chapter
/// 8, with three levels, a quantum that doubles from level to level, one quantum as allotment, and
/// boosts at whole multiples of their period.
///
/// On a machine a turn may be too long, and a boost too late. So it is known of a task only between
/// which levels it is: it may have used as much more or less of its allotment as its turns since
/// the boost were late by; and a law is broken if it would be at every level between.
///
/// What the rules leave open is not asked for: the order at a boost, and where a task goes that was
/// preempted.
public abstract class MultilevelContract extends SchedulerContract {
  private static final long QUANTUM = 4_000_000;
  private static final long BOOST = 60_000_000;
  private static final long TICK = 200_000;
  private static final List<Long> ALLOTMENTS = List.of(QUANTUM, 2 * QUANTUM, 4 * QUANTUM);

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
    return policy(ALLOTMENTS.size(), fit(QUANTUM), fit(BOOST));
  }

  /// The rules without boosts if they come after more time than any run, and with a mistake.
  private FeedbackModel model(long boost, boolean forgets) {
    return new FeedbackModel(ALLOTMENTS.stream().map(this::fit).toList(), boost, forgets);
  }

  private FeedbackModel rules() {
    return model(fit(BOOST), false);
  }

  /// The highest level that a task may be at, 0 at the top.
  private static int highest(FeedbackModel model, Trial trial, int tid, long time) {
    return model.level(trial.timeline(), tid, time, -late(model, trial, tid, time));
  }

  /// The lowest level that a task may be at.
  private static int lowest(FeedbackModel model, Trial trial, int tid, long time) {
    return model.level(trial.timeline(), tid, time, late(model, trial, tid, time));
  }

  /// What the turns of a task since the boost, and the boost, may have been late by.
  private static long late(FeedbackModel model, Trial trial, int tid, long time) {
    long boosted = time / model.boost() * model.boost();
    long turns =
        trial.timeline().runs(tid).stream().filter(run -> run.overlap(boosted, time) > 0).count();
    return trial.grace(turns + 1);
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

  @Property
  void levelsFollowTheRules(@ForAll("mixed") Workload workload) {
    check(inspectLevels(run(workload, this::three)));
  }

  @Property
  void gamingDoesNotPay(@ForAll("gamed") Workload workload) {
    check(inspectLevels(run(workload, this::three)));
  }

  /// Looks at both ends of every span in which one ran while another waited, and after each boost.
  private Trial inspectLevels(Trial trial) {
    long boost = fit(BOOST);
    for (Overlaps.Overlap overlap : Overlaps.of(trial)) {
      for (long time = overlap.from(); time < overlap.to(); time = (time / boost + 1) * boost) {
        inspectLevels(trial, overlap, time);
      }
      inspectLevels(trial, overlap, overlap.to() - 1);
    }
    return trial;
  }

  private void inspectLevels(Trial trial, Overlaps.Overlap overlap, long time) {
    int runs = highest(rules(), trial, overlap.running(), time);
    int waits = lowest(rules(), trial, overlap.waiting(), time);
    trial.require(
        runs <= waits,
        rule(trial, overlap, time),
        time,
        "task %d of level %d runs while task %d of level %d waits",
        overlap.running(),
        runs,
        overlap.waiting(),
        waits);
  }

  /// Which rule was broken: with which other rule the same would be right.
  private Law rule(Trial trial, Overlaps.Overlap overlap, long time) {
    if (isRight(model(Long.MAX_VALUE, false), trial, overlap, time)) {
      return Law.BOOST;
    }
    if (isRight(model(fit(BOOST), true), trial, overlap, time)) {
      return Law.DEMOTION;
    }
    boolean fresh = trial.timeline().service(overlap.waiting(), time) == 0;
    return fresh ? Law.ENTERS_AT_TOP : Law.HIGHER_LEVEL;
  }

  private static boolean isRight(
      FeedbackModel model, Trial trial, Overlaps.Overlap overlap, long time) {
    return highest(model, trial, overlap.running(), time)
        <= lowest(model, trial, overlap.waiting(), time);
  }

  /// A turn lasts no longer than the quantum of the level, and exactly that long if it was ended by
  /// the timer and is the first at the level; and who came to a level first is served first.
  @Property
  void equalsTakeTurns(@ForAll("mixed") Workload workload) {
    Trial trial = run(workload, this::three);
    inspectTurns(trial);
    Decisions.of(trial.history()).forEach(decision -> inspectOrder(trial, decision));
    check(trial);
  }

  private void inspectTurns(Trial trial) {
    long boost = fit(BOOST);
    for (Timeline.Span run : trial.timeline().runs()) {
      int level = lowest(rules(), trial, run.tid(), run.from());
      boolean boosted = run.from() / boost != (run.to() - 1) / boost;
      trial.require(
          boosted || run.length() <= fit(ALLOTMENTS.get(level)) + trial.grace(1),
          Law.LEVEL_ROUND_ROBIN,
          run.from(),
          "task %d had a turn of %s at level %d",
          run.tid(),
          Duration.text(run.length()),
          level);
    }
  }

  private void inspectOrder(Trial trial, Decisions.Decision decision) {
    History.Ready ready = decision.ready();
    long time = decision.runs().time();
    long boosted = time / fit(BOOST) * fit(BOOST);
    if (ready.time() < boosted || ready.reason() == Reason.PREEMPTED) {
      return;
    }
    for (History.Ready other : decision.waiting()) {
      boolean comparable = other.time() >= boosted && other.time() < ready.time();
      trial.require(
          !comparable || !areCertainlyEqual(trial, ready, other),
          Law.LEVEL_ROUND_ROBIN,
          time,
          "task %d was taken before task %d of the same level, which came before it",
          decision.tid(),
          other.tid());
    }
  }

  private boolean areCertainlyEqual(Trial trial, History.Ready one, History.Ready other) {
    int level = highest(rules(), trial, one.tid(), one.time());
    return level == lowest(rules(), trial, one.tid(), one.time())
        && level == highest(rules(), trial, other.tid(), other.time())
        && level == lowest(rules(), trial, other.tid(), other.time());
  }

  /// After a boost everybody is at the top, and behind others for one turn of each.
  @Property
  void boostsEndStarvation(@ForAll("mixed") Workload workload) {
    Trial trial = run(workload, this::three);
    long turn = fit(QUANTUM) + workload.switchCost() + trial.grace(1);
    long turns = workload.jobs().size() * turn;
    for (Timeline.Span wait : trial.timeline().waits()) {
      trial.require(
          wait.length() <= fit(BOOST) + 2 * turns,
          Law.NO_STARVATION,
          wait.from(),
          "task %d waited for %s",
          wait.tid(),
          Duration.text(wait.length()));
    }
    check(trial);
  }
}
