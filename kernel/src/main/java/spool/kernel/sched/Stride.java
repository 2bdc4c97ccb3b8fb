package spool.kernel.sched;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Stride scheduling (C. A. Waldspurger and W. E. Weihl, Stride scheduling: deterministic
/// proportional-share resource management, MIT/LCS/TM-528, 1995): each task has a stride, inverse
/// to its tickets, and a pass, which its stride is added to for each quantum that it runs; the
/// smallest pass runs next.
///
/// Tickets are what the nice value is worth, 1024 for nice 0 (see [NiceWeights]). A turn that ends
/// early adds the fraction of the stride that was used; so passes are counted per cycle here.
///
/// Joining and leaving are as in section 3.2 of the report. A global pass advances with the service
/// that all receive, by the stride that belongs to the tickets of all together. Who leaves takes
/// along by how much its pass differs from it, and has that difference again when it comes back: a
/// wait earns nothing and costs nothing. A new task starts one stride after the global pass. A task
/// whose nice value changes keeps the difference in proportion to the new stride (section 3.3).
///
/// The report leaves open: of equal passes the one that became ready first runs; one that was
/// preempted by a class above stands before its equals.
///
/// Invariant: of tasks that are always ready on one hart, any two have been served in proportion to
/// their tickets but for one quantum.
public final class Stride implements Scheduler {
  private static final Parameter QUANTUM =
      Parameter.duration("quantum", "10ms", "how long a turn lasts");

  /// The stride per cycle of a task with one ticket: with 2^20 passes are exact to a cycle for all
  /// nice values, and 2^43 cycles of one ticket fit into a pass.
  private static final long ONE = 1 << 20;

  private final long quantum;
  private final OrderedReady queue = new OrderedReady();
  private final Set<TaskView> running = new LinkedHashSet<>();
  private long tickets;
  private long globalPass;
  private long globalRest;

  /// What a task has: while it competes a pass, otherwise its difference from the global one. The
  /// mark is where its service has been counted up to.
  private static final class Client extends Meter {
    boolean competes;
    long tickets;
    long pass;
    long remain;

    Client(TaskView task, long quantum) {
      super(task);
      tickets = NiceWeights.of(task);
      remain = quantum * ONE / tickets;
    }
  }

  /// The policy at its standards.
  public Stride() {
    this(Settings.standard());
  }

  /// The policy with the parameters that `settings` has.
  public Stride(Settings settings) {
    quantum = settings.cycles(QUANTUM);
    if (quantum > Long.MAX_VALUE / ONE) {
      throw new IllegalArgumentException("quantum: too long");
    }
  }

  @Override
  public String name() {
    return "stride";
  }

  @Override
  public String description() {
    return "turns in proportion to tickets by nice value, without chance";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(QUANTUM);
  }

  private Client client(TaskView task) {
    return task.standing(Client.class, each -> new Client(each, quantum));
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    Client client = client(task);
    settle();
    running.remove(task);
    if (client.tickets != NiceWeights.of(task)) {
      leave(client);
      modify(client, NiceWeights.of(task));
    }
    join(client);
    if (reason == Reason.PREEMPTED) {
      queue.addFirst(task, client.pass);
    } else {
      queue.add(task, client.pass);
    }
  }

  private void join(Client client) {
    if (!client.competes) {
      client.competes = true;
      client.pass = globalPass + client.remain;
      tickets += client.tickets;
    }
  }

  private void leave(Client client) {
    if (client.competes) {
      client.competes = false;
      client.remain = client.pass - globalPass;
      tickets -= client.tickets;
    }
  }

  private static void modify(Client client, long next) {
    client.remain = (long) ((double) client.remain * client.tickets / next);
    client.tickets = next;
  }

  /// Counts the service of those that run up to this moment.
  private void settle() {
    for (TaskView task : running) {
      Client client = client(task);
      long cycles = client.take(task);
      client.pass += cycles * ONE / client.tickets;
      globalRest += cycles * ONE;
    }
    if (tickets > 0) {
      globalPass += globalRest / tickets;
      globalRest %= tickets;
    }
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    Optional<TaskView> next = queue.take(hart);
    next.ifPresent(
        task -> {
          client(task).mark(task);
          running.add(task);
        });
    return next;
  }

  @Override
  public long quantum(TaskView task, long now) {
    return quantum;
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    settle();
    if (running.remove(task)) {
      leave(client(task));
    }
  }

  @Override
  public void remove(TaskView task) {
    if (queue.remove(task).isPresent()) {
      settle();
      leave(client(task));
    }
  }

  @Override
  public int readyCount() {
    return queue.size();
  }
}
