package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Who has got how much of one hart, in a trial whose jobs come together and are always ready: the
/// times to look at are the ends of turns up to the first end of a job.
final class Shares {
  private final Map<Long, Map<Integer, Long>> services = new LinkedHashMap<>();
  private final Map<Long, Long> ended = new LinkedHashMap<>();
  private final List<Integer> tasks;

  Shares(Trial trial) {
    Timeline timeline = trial.timeline();
    tasks = timeline.tasks();
    long until =
        tasks.stream()
            .map(timeline::end)
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .min()
            .orElse(trial.history().end());
    List<Timeline.Span> turns = new ArrayList<>(timeline.runs());
    turns.sort(Comparator.comparingLong(Timeline.Span::to));
    Map<Integer, Long> service = new LinkedHashMap<>();
    tasks.forEach(tid -> service.put(tid, 0L));
    for (Timeline.Span turn : turns) {
      if (turn.to() <= until) {
        service.merge(turn.tid(), turn.length(), Long::sum);
        services.put(turn.to(), new LinkedHashMap<>(service));
        ended.put(turn.to(), ended.size() + 1L);
      }
    }
  }

  /// The ends of turns up to the first end of a job.
  Iterable<Long> turns() {
    return services.keySet();
  }

  /// How many turns had ended at the end of a turn.
  long turnsUntil(long time) {
    return ended.getOrDefault(time, 0L);
  }

  /// How many turns the one with the most may have had then, if all had as many.
  long rounds(long time) {
    return Math.ceilDiv(turnsUntil(time), tasks.size());
  }

  List<Integer> tasks() {
    return tasks;
  }

  /// What a task had got at the end of a turn.
  long service(int tid, long time) {
    return services.getOrDefault(time, Map.of()).getOrDefault(tid, 0L);
  }

  /// What all have got.
  long total(long time) {
    return tasks.stream().mapToLong(tid -> service(tid, time)).sum();
  }

  /// How much the most served has got more than the least served.
  long spread(long time) {
    long most = tasks.stream().mapToLong(tid -> service(tid, time)).max().orElse(0);
    return most - tasks.stream().mapToLong(tid -> service(tid, time)).min().orElse(0);
  }
}
