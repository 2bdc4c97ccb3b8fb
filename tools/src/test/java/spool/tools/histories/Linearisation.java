package spool.tools.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks for an order in which the calls of a history could have happened one step at a time.
///
/// A history is linearisable if every call can be given a moment between its beginning and its end
/// such that the calls, each happening at once at its moment, are what the model allows (Herlihy
/// and Wing, "Linearizability: a correctness condition for concurrent objects", 1990). Here a call
/// may consist of several steps with a moment each; a model whose calls have one step asks for
/// linearisability proper.
///
/// The search goes on from a position: how many steps each process has taken. Only a call that
/// began before the earliest end of all that are not yet complete may take its next step, since
/// whoever ended before another began comes first. A pair of position and state that led nowhere is
/// not tried again (Lowe, "Testing for linearizability", 2017).
final class Linearisation<S> {
  private final Model<S> model;
  private final List<List<Moment<S>>> processes;
  private final Set<Place<S>> vain = new HashSet<>();

  /// A step with the bounds of its call.
  private record Moment<S>(Call call, Model.Step<S> step, boolean isLast) {}

  /// How many steps each process has taken, and the state that they led to.
  private record Place<S>(List<Integer> taken, S state) {}

  private Linearisation(Model<S> model, List<Call> calls) {
    this.model = model;
    processes = calls.stream().map(Call::process).distinct().map(id -> moments(calls, id)).toList();
  }

  /// Whether `calls` can have happened as `model` promises.
  static <S> boolean exists(Model<S> model, List<Call> calls) {
    Linearisation<S> search = new Linearisation<>(model, calls);
    return search.canEndFrom(new int[search.processes.size()], model.first());
  }

  private List<Moment<S>> moments(List<Call> calls, int process) {
    List<Moment<S>> moments = new ArrayList<>();
    for (Call call : calls) {
      List<Model.Step<S>> steps = call.process() == process ? model.steps(call) : List.of();
      for (int i = 0; i < steps.size(); i++) {
        moments.add(new Moment<>(call, steps.get(i), i == steps.size() - 1));
      }
    }
    return moments;
  }

  private boolean canEndFrom(int[] taken, S state) {
    int limit = earliestEnd(taken);
    if (limit == Call.NEVER) {
      return true;
    }
    Place<S> place = new Place<>(Arrays.stream(taken).boxed().toList(), state);
    if (vain.contains(place)) {
      return false;
    }
    for (int process = 0; process < taken.length; process++) {
      Optional<S> after =
          next(process, taken)
              .filter(moment -> moment.call.begin() < limit)
              .flatMap(moment -> moment.step.in(state));
      if (after.isPresent()) {
        taken[process]++;
        boolean found = canEndFrom(taken, after.get());
        taken[process]--;
        if (found) {
          return true;
        }
      }
    }
    vain.add(place);
    return false;
  }

  private Optional<Moment<S>> next(int process, int[] taken) {
    List<Moment<S>> moments = processes.get(process);
    return taken[process] == moments.size()
        ? Optional.empty()
        : Optional.of(moments.get(taken[process]));
  }

  /// The earliest end of a call with steps to take; [Call#NEVER] when all that returned are done.
  private int earliestEnd(int[] taken) {
    int earliest = Call.NEVER;
    for (int process = 0; process < taken.length; process++) {
      earliest = Math.min(earliest, next(process, taken).map(m -> m.call.end()).orElse(Call.NEVER));
    }
    return earliest;
  }
}
