package spool.kernel.sched;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/// What the user of a machine has chosen: a policy, and whether all harts have one queue or each
/// its own.
///
/// A policy that serves deadlines always has one queue for all harts, as Linux has in effect;
/// queues per hart are then those of the round robin that serves the rest.
public final class SchedulerChoice {
  /// Whose a queue is.
  public enum Queues {
    /// One for all harts.
    SHARED,

    /// One for each, with work stealing: see [HartQueues].
    PER_HART
  }

  private final Supplier<Policies> policies;
  private final String text;
  private final Map<String, String> values;
  private final Queues queues;
  private final Maker maker;

  private interface Maker {
    Scheduler make(Map<String, String> values, LongUnaryOperator random);
  }

  private SchedulerChoice(
      Supplier<Policies> policies,
      String text,
      Map<String, String> values,
      Queues queues,
      Maker maker) {
    this.policies = policies;
    this.text = text;
    this.values = new LinkedHashMap<>(values);
    this.queues = queues;
    this.maker = maker;
  }

  /// The policy among `policies` that `text` names, written as [Policies] has it, with further
  /// `values` for whichever parameters it has. Throws [IllegalArgumentException] with one line for
  /// the user.
  public static SchedulerChoice of(
      Policies policies, String text, Map<String, String> values, Queues queues) {
    Maker maker = (known, random) -> policies.choose(text, known, random);
    return new SchedulerChoice(() -> policies, text, values, queues, maker).tried();
  }

  /// Round robin, with `values` for its parameters. Which policies there are is not looked for
  /// before a later choice, as that takes a tenth of a start. Throws [IllegalArgumentException] as
  /// [#of(Policies, String, Map, Queues)].
  public static SchedulerChoice roundRobin(
      Supplier<Policies> policies, Map<String, String> values, Queues queues) {
    Maker maker = (known, random) -> new RoundRobin(new Settings(known, random));
    return new SchedulerChoice(policies, RoundRobin.NAME, values, queues, maker).tried();
  }

  /// This very `policy`, in one queue, and the policies provided beside this class for later
  /// choices.
  public static SchedulerChoice of(Scheduler policy) {
    return new SchedulerChoice(
        Policies::new, policy.name(), Map.of(), Queues.SHARED, (known, random) -> policy);
  }

  /// The same, if one can be made: whatever is wrong shows then.
  private SchedulerChoice tried() {
    make(1, Settings.standard()::random);
    return this;
  }

  /// How the user wrote it.
  public String text() {
    return text;
  }

  /// The same with another policy. Throws [IllegalArgumentException] with one line for the user.
  public SchedulerChoice with(String other) {
    return of(policies.get(), other, values, queues);
  }

  /// The scheduler for a machine with `harts` harts: the classes of sched(7) with the policy among
  /// them, which has `random` for what it leaves to chance.
  public Scheduler make(int harts, LongUnaryOperator random) {
    Map<String, String> known = new LinkedHashMap<>(values);
    known.put("harts", Integer.toString(harts));
    Supplier<Scheduler> policy = () -> maker.make(known, random);
    Scheduler first = policy.get();
    Supplier<Scheduler> rest = () -> new RoundRobin(new Settings(values, random));
    if (first.servesDeadlines()) {
      return new SchedulingClasses(first, queued(rest, harts), harts);
    }
    return new SchedulingClasses(queues == Queues.SHARED ? first : queued(policy, harts), harts);
  }

  private Scheduler queued(Supplier<Scheduler> policy, int harts) {
    return queues == Queues.SHARED ? policy.get() : new HartQueues(policy, harts);
  }
}
