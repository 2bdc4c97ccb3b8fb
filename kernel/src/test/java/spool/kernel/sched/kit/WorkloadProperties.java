package spool.kernel.sched.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What a failure shows of its workload is the whole of it.
class WorkloadProperties {
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void textIsRead(@ForAll("workloads") Workload workload) {
    assertEquals(workload, Workload.parse(workload.toString()));
  }

  @Provide
  Arbitrary<Workload> workloads() {
    return Workloads.any();
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void textOfReservationsIsRead(@ForAll("periodic") Workload workload) {
    assertEquals(workload, Workload.parse(workload.toString()));
  }

  @Provide
  Arbitrary<Workload> periodic() {
    return PeriodicWorkloads.any(true);
  }
}
