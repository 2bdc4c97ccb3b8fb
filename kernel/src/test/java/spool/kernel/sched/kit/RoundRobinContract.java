package spool.kernel.sched.kit;

import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Scheduler;

/// Round robin: with n tasks that are always ready, quantum q and switch cost s, on one hart, a
/// task waits at most (n - 1)(q + s) for the switch to it, and no two have got CPU times that
/// differ by more than q, but for what each turn may be too long.
public abstract class RoundRobinContract extends SchedulerContract {
  private static final long STANDARD_QUANTUM = 10_000_000;
  private static final List<Long> QUANTA = List.of(700_000L, 4_000_000L, 20_000_000L);
  private static final long LONGER_THAN_ANY = 900_000_000_000L;

  /// The quantum of the policy at its standards, in cycles.
  protected long standardQuantum() {
    return STANDARD_QUANTUM;
  }

  /// The policy with a quantum of so many cycles.
  protected Scheduler policy(long quantum) {
    return with("quantum", quantum + "ns");
  }

  @Provide
  Arbitrary<Workload> alwaysReady() {
    return given(Workloads.alwaysReady(8, Workloads.milliseconds(1, 60)));
  }

  @Property
  void nobodyWaitsForMoreThanTheOthersQuanta(@ForAll("alwaysReady") Workload workload) {
    for (long stated : QUANTA) {
      long quantum = fit(stated);
      Trial trial = run(workload, () -> policy(quantum));
      int others = workload.jobs().size() - 1;
      long most = others * (quantum + workload.switchCost()) + trial.grace(others + 1);
      for (Timeline.Span wait : trial.timeline().waits()) {
        trial.require(
            wait.length() <= most,
            Law.ROUND_ROBIN_GAP,
            wait.from(),
            "task %d waited for %s, more than %s, with a quantum of %s",
            wait.tid(),
            Duration.text(wait.length()),
            Duration.text(most),
            Duration.text(quantum));
      }
      check(trial);
    }
  }

  @Property
  void servicesDifferByAQuantumAtMost(@ForAll("alwaysReady") Workload workload) {
    for (long stated : QUANTA) {
      long quantum = fit(stated);
      Trial trial = run(workload, () -> policy(quantum));
      Shares shares = new Shares(trial);
      for (long time : shares.turns()) {
        trial.require(
            shares.spread(time) <= quantum + trial.grace(shares.rounds(time)),
            Law.ROUND_ROBIN_SERVICE,
            time,
            "the services differ by %s with a quantum of %s",
            Duration.text(shares.spread(time)),
            Duration.text(quantum));
      }
      check(trial);
    }
  }

  @Provide
  Arbitrary<Workload> mixed() {
    return given(Workloads.mixed(3));
  }

  @Property
  void aQuantumThatNobodyUsesUpIsFirstComeFirstServed(@ForAll("mixed") Workload workload) {
    check(FirstComeContract.inspect(run(workload, () -> policy(LONGER_THAN_ANY))));
  }

  @Override
  protected OptionalLong longestWait(Workload workload) {
    return OptionalLong.of(turnsOfAll(workload, standardQuantum()));
  }
}
