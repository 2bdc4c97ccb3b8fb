package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.kit.Timeline.Span;
import spool.kernel.trace.Activity;

/// What holds for the history of every policy, whether the [Simulation] made it or a kernel did.
///
/// One that a kernel has made may let a hart idle for a moment while somebody waits: it has to be
/// told by an interrupt, and the clocks of harts differ by a slice. That is the grace.
public final class CommonLaws {
  private enum State {
    UNKNOWN,
    READY,
    RUNNING,
    WAITING,
    ENDED
  }

  private final History history;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<Integer, State> states = new LinkedHashMap<>();
  private final Map<Integer, Integer> running = new LinkedHashMap<>();

  private CommonLaws(History history) {
    this.history = history;
    violations.addAll(history.violations());
  }

  /// What `history` breaks of the laws of [Law] that concern states, harts and sums.
  public static List<Violation> violations(History history) {
    CommonLaws laws = new CommonLaws(history);
    history.events().forEach(laws::follow);
    laws.checkSpans();
    return laws.violations;
  }

  private void follow(History.Event event) {
    switch (event) {
      case History.Ready ready -> becomeReady(ready);
      case History.Runs begins -> run(begins);
      case History.GaveUp gaveUp -> vacate(gaveUp.time(), gaveUp.hart(), gaveUp.tid());
      case History.Left left -> {
        vacate(left.time(), left.hart(), left.tid());
        boolean over = left.departure() == Departure.ENDED;
        states.put(left.tid(), over ? State.ENDED : State.WAITING);
      }
      case History.Spent spent -> charge(spent);
      case History.Marked _ -> {}
    }
  }

  private State state(int tid) {
    return states.getOrDefault(tid, State.UNKNOWN);
  }

  private void becomeReady(History.Ready ready) {
    State before = state(ready.tid());
    if (before != State.UNKNOWN && before != State.WAITING) {
      broken(Law.ONE_STATE, ready.time(), "task %d was %s and became ready", ready.tid(), before);
    }
    states.put(ready.tid(), State.READY);
  }

  private void run(History.Runs begins) {
    int tid = begins.tid();
    if (state(tid) == State.RUNNING) {
      broken(Law.ONE_HART, begins.time(), "task %d came to hart %d too", tid, begins.hart());
    } else if (state(tid) != State.READY) {
      broken(Law.READY_FIRST, begins.time(), "task %d was dispatched and is %s", tid, state(tid));
    }
    Integer before = running.put(begins.hart(), tid);
    if (before != null) {
      broken(Law.ONE_HART, begins.time(), "hart %d ran task %d still", begins.hart(), before);
    }
    states.put(tid, State.RUNNING);
  }

  private void vacate(long time, int hart, int tid) {
    if (!running.remove(hart, tid)) {
      broken(Law.ONE_HART, time, "task %d left hart %d, which it was not on", tid, hart);
    }
    states.put(tid, State.WAITING);
  }

  private void charge(History.Spent spent) {
    if (spent.activity() == Activity.USER && !isOn(spent.hart(), spent.tid())) {
      broken(Law.SUMS, spent.time(), "hart %d was charged to task %d", spent.hart(), spent.tid());
    }
  }

  private boolean isOn(int hart, int tid) {
    Integer current = running.get(hart);
    return current != null && current == tid;
  }

  private void checkSpans() {
    Map<Integer, Long> reached = new LinkedHashMap<>();
    for (History.Spent spent : history.events(History.Spent.class)) {
      long before = reached.getOrDefault(spent.hart(), 0L);
      if (spent.time() != before || spent.to() <= before) {
        broken(
            Law.SUMS,
            spent.time(),
            "hart %d was accounted for up to %s",
            spent.hart(),
            Duration.text(before));
      }
      reached.put(spent.hart(), spent.to());
    }
  }

  /// Whether a hart idled for longer than `grace` while a task that `counts`, and that may run on
  /// the hart, was ready all that time.
  public static List<Violation> idleness(
      History history, long grace, IntPredicate counts, BiPredicate<Integer, Integer> allowed) {
    CommonLaws laws = new CommonLaws(new History());
    List<Span> waits =
        new Timeline(history).waits().stream().filter(span -> counts.test(span.tid())).toList();
    history.events(History.Spent.class).stream()
        .filter(spent -> spent.activity() == Activity.IDLE)
        .forEach(idle -> laws.checkIdle(idle, waits, grace, allowed));
    return laws.violations;
  }

  private void checkIdle(
      History.Spent idle, List<Span> waits, long grace, BiPredicate<Integer, Integer> allowed) {
    for (Span wait : waits) {
      long lost = wait.overlap(idle.time(), idle.to());
      if (lost > grace && allowed.test(wait.tid(), idle.hart())) {
        broken(
            Law.WORK_CONSERVATION,
            Math.max(wait.from(), idle.time()),
            "hart %d idled for %s while task %d was ready",
            idle.hart(),
            Duration.text(lost),
            wait.tid());
      }
    }
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private void broken(Law law, long time, String format, Object... values) {
    violations.add(new Violation(law, time, format.formatted(values)));
  }
}
