package spool.kernel.sched.kit;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Policies;
import spool.kernel.sched.Scheduler;

/// Every policy that is provided, here or by others on the class path, keeps the laws of every
/// policy.
public class ProvidedPoliciesProperties {
  private static final Policies POLICIES = new Policies();

  @Provide
  Arbitrary<String> policies() {
    List<String> names = POLICIES.all().stream().map(Scheduler::name).toList();
    return Arbitraries.of(names);
  }

  @Provide
  Arbitrary<Workload> workloads() {
    return Trial.given(Workloads.any());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void keepsTheCommonLaws(
      @ForAll("policies") String policy, @ForAll("workloads") Workload workload) {
    Trial.of(workload, () -> POLICIES.choose(policy, new SplittableRandom(0)::nextLong))
        .check("ProvidedPoliciesProperties#keepsTheCommonLaws");
  }
}
