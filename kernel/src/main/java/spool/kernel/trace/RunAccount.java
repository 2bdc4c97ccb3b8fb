package spool.kernel.trace;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// The account of a run.
///
/// What is said of the run as a whole, its throughput, statistics and fairness, is said of its
/// finished jobs, or if there are no jobs, of its finished processes.
///
/// @param elapsed the time from the start of the run to the end of the hart that went farthest, in
///   cycles
/// @param harts the account of each hart, whose total is `elapsed`
/// @param processes the processes, in the order in which they were made
/// @param jobs the jobs, in the order of their arrival
public record RunAccount(
    long elapsed, List<HartTime> harts, List<ProcessAccount> processes, List<JobAccount> jobs) {
  private static final double CYCLES_PER_SECOND = 1e9;

  /// Copies the lists.
  public RunAccount {
    harts = List.copyOf(harts);
    processes = List.copyOf(processes);
    jobs = List.copyOf(jobs);
  }

  /// What the finished jobs got, or the finished processes of a run without jobs.
  public List<Service> finished() {
    List<Service> all =
        jobs.isEmpty()
            ? processes.stream().map(ProcessAccount::service).toList()
            : jobs.stream().map(JobAccount::service).toList();
    return all.stream()
        .filter(service -> service.start().isPresent() && service.finish().isPresent())
        .toList();
  }

  /// The sum over all harts of what `part` tells, in cycles.
  public long sum(ToLongFunction<HartTime> part) {
    return harts.stream().mapToLong(part).sum();
  }

  private double share(long cycles) {
    return elapsed == 0 ? 0 : (double) cycles / ((double) elapsed * harts.size());
  }

  /// The share of the harts' time in which programs were executed, 0 to 1.
  public double utilisation() {
    return share(sum(HartTime::user));
  }

  /// The share of the harts' time that was not idle, 0 to 1.
  public double busy() {
    return share(sum(HartTime::total) - sum(HartTime::idle));
  }

  /// The share of the harts' time that went into changing tasks, 0 to 1.
  public double switchOverhead() {
    return share(sum(HartTime::switching));
  }

  /// The share of the harts' time that the kernel was at work, task changes not counted, 0 to 1.
  public double kernelShare() {
    return share(sum(HartTime::kernel));
  }

  /// How many were finished in a second of virtual time.
  public double throughput() {
    return elapsed == 0 ? 0 : finished().size() * CYCLES_PER_SECOND / elapsed;
  }

  /// From arrival to the first time on a hart.
  public Statistics response() {
    return statistics(Service::response);
  }

  /// The time in which they could have run and did not.
  public Statistics waiting() {
    return statistics(service -> OptionalLong.of(service.waiting()));
  }

  /// From arrival to the end.
  public Statistics turnaround() {
    return statistics(Service::turnaround);
  }

  private Statistics statistics(Function<Service, OptionalLong> part) {
    return Statistics.of(finished().stream().map(part).flatMapToLong(OptionalLong::stream));
  }

  /// From each wake-up to the next wait, over all interactions of all finished ones.
  public Durations interactions() {
    return finished().stream().map(Service::interactions).reduce(Durations.NONE, Durations::with);
  }

  /// Jain's index of the progress of all finished ones ([Service#progress]), `(Σx)² / (n Σx²)`: 1
  /// if all were held up in the same proportion, 1/n if one alone got on; 1 with nobody to compare
  /// (Jain, Chiu, Hawe: A Quantitative Measure of Fairness, DEC TR-301, 1984).
  public double fairness() {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (Service each : finished()) {
      if (each.progress().isPresent()) {
        double progress = each.progress().getAsDouble();
        sum += progress;
        squares += progress * progress;
        count++;
      }
    }
    return squares == 0 ? 1 : sum * sum / (count * squares);
  }
}
