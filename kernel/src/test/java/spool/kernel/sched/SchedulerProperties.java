package spool.kernel.sched;

import java.util.List;
import java.util.ServiceLoader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Every policy that is provided keeps the [SchedulerContract].
class SchedulerProperties {
  @Property(tries = 500)
  void everyPolicyKeepsTheContract(
      @ForAll("policies") Class<? extends Scheduler> policy,
      @ForAll("steps") List<SchedulerContract.Step> steps)
      throws ReflectiveOperationException {
    new SchedulerContract(policy.getConstructor().newInstance()).check(steps);
  }

  @Provide
  Arbitrary<Class<? extends Scheduler>> policies() {
    List<Class<? extends Scheduler>> found =
        ServiceLoader.load(Scheduler.class).stream()
            .<Class<? extends Scheduler>>map(ServiceLoader.Provider::type)
            .toList();
    return Arbitraries.of(found);
  }

  @Provide
  Arbitrary<List<SchedulerContract.Step>> steps() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 1000);
    return Combinators.combine(numbers, numbers)
        .as(SchedulerContract.Step::new)
        .list()
        .ofMaxSize(80);
  }
}
