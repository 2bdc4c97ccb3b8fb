package spool.kernel.sched.kit.planted;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import spool.kernel.sched.EarliestDeadlineFirst;
import spool.kernel.sched.Eevdf;
import spool.kernel.sched.FirstComeFirstServed;
import spool.kernel.sched.MultilevelFeedbackQueue;
import spool.kernel.sched.PriorityScheduling;
import spool.kernel.sched.RateMonotonic;
import spool.kernel.sched.RoundRobin;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.ShortestJobFirst;
import spool.kernel.sched.TaskView;
import spool.kernel.sched.kit.EarliestDeadlineContract;
import spool.kernel.sched.kit.EligibleDeadlineContract;
import spool.kernel.sched.kit.FirstComeContract;
import spool.kernel.sched.kit.Job;
import spool.kernel.sched.kit.LotteryContract;
import spool.kernel.sched.kit.MultilevelContract;
import spool.kernel.sched.kit.PriorityContract;
import spool.kernel.sched.kit.RateMonotonicContract;
import spool.kernel.sched.kit.RoundRobinContract;
import spool.kernel.sched.kit.SchedulerContract;
import spool.kernel.sched.kit.ShortestJobContract;
import spool.kernel.sched.kit.ShortestRemainingContract;
import spool.kernel.sched.kit.StrideContract;

/// Policies with one mistake each, which its name tells, under the contract that has to find it, on
/// whatever drives it.
public final class PlantedBugs {
  private PlantedBugs() {}

  public static class ForgetsATask extends SchedulerContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new RoundRobin(settings)) {
        private int lost;

        @Override
        public void ready(TaskView task, Reason reason, long now) {
          if (reason == Reason.WOKEN && readyCount() > 0) {
            lost++;
          } else {
            super.ready(task, reason, now);
          }
        }

        @Override
        public int readyCount() {
          return super.readyCount() + lost;
        }
      };
    }
  }

  public static class KeepsWhatIsRemoved extends SchedulerContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new RoundRobin(settings)) {
        @Override
        public void remove(TaskView task) {}
      };
    }
  }

  public static class RunsATaskOnTwoHarts extends SchedulerContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new RoundRobin(settings)) {
        private Optional<TaskView> last = Optional.empty();
        private long time = -1;

        @Override
        public Optional<TaskView> next(int hart, long now) {
          boolean again = time == now && last.filter(task -> task.mayRunOn(hart)).isPresent();
          time = now;
          last = again ? last : super.next(hart, now);
          return last;
        }
      };
    }
  }

  public static class IgnoresAffinity extends SchedulerContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyQueue() {
        @Override
        List<TaskView> allowed(int hart) {
          return ready;
        }

        @Override
        TaskView choose(int hart) {
          return ready.getFirst();
        }
      };
    }
  }

  public static class LeavesAHartIdle extends SchedulerContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyQueue() {
        @Override
        TaskView choose(int hart) {
          return allowed(hart).getFirst();
        }

        @Override
        public Optional<TaskView> next(int hart, long now) {
          boolean leaves = hart > 0 && ready.stream().allMatch(task -> task.mayRunOn(0));
          return leaves ? Optional.empty() : super.next(hart, now);
        }
      };
    }
  }

  public static class HasAnOrderOfItsOwnInEveryRun extends SchedulerContract {
    private int made;

    @Override
    protected Scheduler policy(Settings settings) {
      boolean odd = made++ / 2 % 2 == 1;
      return new FaultyQueue() {
        @Override
        TaskView choose(int hart) {
          return odd ? allowed(hart).getFirst() : allowed(hart).getLast();
        }
      };
    }
  }

  public static class GivesNoTime extends SchedulerContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new RoundRobin(settings)) {
        @Override
        public long quantum(TaskView task, long now) {
          return task.cpuCycles() > 0 ? 0 : 1_000_000;
        }
      };
    }
  }

  public static class TakesATaskTwice extends SchedulerContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyQueue() {
        @Override
        public void ready(TaskView task, Reason reason, long now) {
          ready.add(task);
        }

        @Override
        TaskView choose(int hart) {
          return allowed(hart).getFirst();
        }
      };
    }
  }

  public static class ServesTheLastFirst extends FirstComeContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyQueue() {
        @Override
        TaskView choose(int hart) {
          return allowed(hart).getLast();
        }
      };
    }
  }

  public static class Starves extends RoundRobinContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyQueue() {
        @Override
        TaskView choose(int hart) {
          return allowed(hart).getLast();
        }

        @Override
        public long quantum(TaskView task, long now) {
          return standardQuantum();
        }
      };
    }
  }

  public static class HasAQuantumOfOneMore extends RoundRobinContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new RoundRobin(settings)) {
        @Override
        public long quantum(TaskView task, long now) {
          return super.quantum(task, now) + 1 + 2 * driver().grace();
        }
      };
    }
  }

  public static class TakesTheFirstForTheShortest extends ShortestJobContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FirstComeFirstServed();
    }
  }

  public static class NeverTakesAHartForAShorter extends ShortestRemainingContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new ShortestJobFirst(settings);
    }
  }

  public static class RunsTheLowestPriority extends PriorityContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyQueue() {
        @Override
        TaskView choose(int hart) {
          return allowed(hart).stream().max(Comparator.comparingInt(TaskView::nice)).orElseThrow();
        }
      };
    }
  }

  public static class NeverAges extends PriorityContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new PriorityScheduling();
    }
  }

  public static class NeverBoosts extends MultilevelContract {
    @Override
    protected Scheduler policy(int levels, long quantum, long boost) {
      return super.policy(levels, quantum, 900_000_000_000L);
    }

    @Override
    protected Scheduler policy(Settings settings) {
      return new MultilevelFeedbackQueue(settings);
    }
  }

  public static class ForgetsTheAllotmentOfWhoWaits extends MultilevelContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new MultilevelFeedbackQueue(settings)) {
        @Override
        public void left(TaskView task, Departure departure, long now) {}
      };
    }
  }

  public static class HasALevelQuantumOfOneMore extends MultilevelContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new MultilevelFeedbackQueue(settings)) {
        @Override
        public long quantum(TaskView task, long now) {
          return super.quantum(task, now) + 1 + 2 * driver().grace();
        }
      };
    }
  }

  public static class NeverPreemptsForAHigherLevel extends MultilevelContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new MultilevelFeedbackQueue(settings)) {
        @Override
        public boolean preempts(TaskView candidate, TaskView running, long now) {
          return false;
        }
      };
    }
  }

  public static class NeverDrawsTheLastTicket extends LotteryContract {
    @Override
    protected long tickets(Job job) {
      return tickets(job.nice());
    }

    @Override
    protected Arbitrary<Integer> niceValues() {
      return Arbitraries.integers().between(15, 19);
    }

    private static long tickets(int nice) {
      return 20L - nice;
    }

    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyQueue() {
        @Override
        TaskView choose(int hart) {
          ready.sort(Comparator.comparingInt(TaskView::tid));
          long total = ready.stream().mapToLong(task -> tickets(task.nice())).sum();
          long drawn = settings.random(Math.max(1, total - 1));
          int winner = 0;
          for (long rest = drawn; rest >= tickets(ready.get(winner).nice()); winner++) {
            rest -= tickets(ready.get(winner).nice());
          }
          return ready.get(winner);
        }

        @Override
        public long quantum(TaskView task, long now) {
          return 1_000_000;
        }
      };
    }
  }

  public static class SharesWithoutWeights extends StrideContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new RoundRobin(Settings.of(Map.of("quantum", "2ms")));
    }
  }

  public static class RequestsTwiceAsMuch extends EligibleDeadlineContract {
    @Override
    protected Scheduler policy(long slice) {
      return super.policy(2 * slice);
    }

    @Override
    protected Scheduler policy(Settings settings) {
      return new Eevdf(settings);
    }
  }

  public static class ComparesRelativeDeadlines extends EarliestDeadlineContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new RateMonotonic(settings));
    }
  }

  public static class HoldsNobodyToItsReservation extends EarliestDeadlineContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new EarliestDeadlineFirst(settings)) {
        @Override
        public long quantum(TaskView task, long now) {
          return Long.MAX_VALUE;
        }
      };
    }
  }

  public static class NeverPreemptsForAShorterPeriod extends RateMonotonicContract {
    @Override
    protected Scheduler policy(Settings settings) {
      return new FaultyScheduler(new RateMonotonic(settings)) {
        @Override
        public boolean preempts(TaskView candidate, TaskView running, long now) {
          return false;
        }
      };
    }
  }
}
