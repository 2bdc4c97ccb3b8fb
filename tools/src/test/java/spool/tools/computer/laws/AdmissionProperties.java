package spool.tools.computer.laws;

import static java.io.InputStream.nullInputStream;
import static java.io.OutputStream.nullOutputStream;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.EarliestDeadlineFirst;
import spool.kernel.sched.RateMonotonic;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.kit.Job;
import spool.kernel.sched.kit.RealTimeTheory;
import spool.kernel.sched.kit.Workload;
import spool.kernel.trap.HostStreams;
import spool.tools.computer.Computer;

/// `sched_setattr` grants reservations to processes if and only if all that are granted can be
/// kept.
class AdmissionProperties {
  private static final long UNIT = 1_000_000;

  /// A whole multiple of all periods, in units, and how much of it may be promised: 95 %.
  private static final long HYPERPERIOD = 840;

  private static final long MOST_PROMISED = 798;

  /// All ask before any has ended.
  private static final String START = "start=50ms";

  @Provide
  Arbitrary<Workload> reservations() {
    Arbitrary<Job> job =
        Combinators.combine(
                Arbitraries.of(5L, 7L, 8L, 12L, 20L), Arbitraries.integers().between(1, 60))
            .as(AdmissionProperties::job);
    return job.list()
        .uniqueElements(each -> each.attributes().period())
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(Workload::of);
  }

  private static Job job(long period, int percent) {
    long runtime = Math.max(1, period * percent / 100);
    return Job.periodic(runtime * UNIT, period * UNIT, period * UNIT, 1);
  }

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  void earliestDeadlineFirstGrantsItsBandwidth(@ForAll("reservations") Workload workload) {
    long demand =
        workload.jobs().stream()
            .map(Job::attributes)
            .mapToLong(asked -> HYPERPERIOD / (asked.period() / UNIT) * (asked.runtime() / UNIT))
            .sum();
    assertEquals(demand <= MOST_PROMISED, grantsAll(new EarliestDeadlineFirst(), workload));
  }

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  void rateMonotonicGrantsWhatIsInTime(@ForAll("reservations") Workload workload) {
    boolean fits = new RealTimeTheory(workload, UNIT).responseTimesFit();
    assertEquals(fits, grantsAll(new RateMonotonic(), workload));
  }

  /// Whether the program ends well: it sees to it that each of its processes gets what it asks for.
  private static boolean grantsAll(Scheduler policy, Workload workload) {
    List<String> arguments = new ArrayList<>(List.of(START));
    workload.jobs().forEach(job -> arguments.add(job.toString()));
    HostStreams streams =
        new HostStreams(nullInputStream(), nullOutputStream(), nullOutputStream());
    return Computer.builder()
            .scheduler(policy)
            .streams(streams)
            .program("/test/workload", arguments)
            .build()
            .run()
        == 0;
  }
}
