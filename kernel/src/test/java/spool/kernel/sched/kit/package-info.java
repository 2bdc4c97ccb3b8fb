/// The property kit: laws that scheduling policies keep, and what it takes to check them for yours.
///
/// It is published as the test jar of the kernel. With
///
///     <dependency>
///       <groupId>spool</groupId>
///       <artifactId>spool-kernel</artifactId>
///       <version>0.1.0-SNAPSHOT</version>
///       <type>test-jar</type>
///       <scope>test</scope>
///     </dependency>
///
/// and jqwik (`net.jqwik:jqwik:1.9.3`) among the test dependencies, this is the whole test of a policy
/// of your own:
///
///     class MyPolicyProperties extends SchedulerContract {
///       @Override
///       protected Scheduler policy(Settings settings) {
///         return new MyPolicy(settings);
///       }
///     }
///
/// [SchedulerContract] has the laws of every policy; [FirstComeContract], [ShortestJobContract],
/// [ShortestRemainingContract], [RoundRobinContract], [PriorityContract], [MultilevelContract],
/// [LotteryContract], [StrideContract], [EligibleDeadlineContract], [RateMonotonicContract] and
/// [EarliestDeadlineContract] have those of their discipline besides. [ProvidedPoliciesProperties]
/// finds every policy that is provided on the class path, yours too, and holds it against the laws of
/// every policy; Surefire runs it with
///
///     <dependenciesToScan>spool:spool-kernel:test-jar</dependenciesToScan>
///
/// The policies run in a [Simulation], or on another [Driver] that a contract is given: Spool's own
/// tests run the same laws on its machine, with jobs as processes. The folder `planted` has policies
/// with mistakes, for the tests of a driver.
package spool.kernel.sched.kit;
