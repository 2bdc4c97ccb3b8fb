package spool.kernel.process;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import spool.kernel.abi.Timespec;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.trace.SchedulingListener;

/// How many tasks were ready or running on average over the last 1, 5 and 15 minutes, computed as
/// Linux does (include/linux/sched/loadavg.h): every 5 seconds of virtual time the number of that
/// moment is mixed into each average, in fixed-point numbers, with a weight that decays by 1/e in
/// its time.
///
/// Samples are not taken when they are due but made up for before the number next changes, since it
/// has been the same meanwhile. So an idle machine has no periodic event, and jumps.
///
/// Invariant: all samples before the last change have been taken, and [#runnable] is the number
/// since then.
public final class LoadAverages implements SchedulingListener {
  private static final long PERIOD = 5 * Timespec.SECOND;
  private static final int FRACTION_BITS = 11;
  private static final long ONE = 1L << FRACTION_BITS;

  /// exp(-5 s / 1 min), and of 5 and 15 minutes.
  private static final long[] DECAYS = {1884, 2014, 2037};

  private final long[] averages = new long[DECAYS.length];
  private long due = PERIOD;
  private long runnable;

  @Override
  public void ready(long time, int tid, Reason reason) {
    change(time, 1);
  }

  @Override
  public void gaveUp(long time, int hart, int tid, Reason reason) {
    change(time, -1);
  }

  @Override
  public void left(long time, int hart, int tid, Departure departure) {
    change(time, -1);
  }

  private void change(long time, int difference) {
    sampleUntil(time);
    runnable += difference;
  }

  private void sampleUntil(long time) {
    if (time >= due) {
      long samples = (time - due) / PERIOD + 1;
      due += samples * PERIOD;
      for (int index = 0; index < averages.length; index++) {
        averages[index] = sample(averages[index], DECAYS[index], samples);
      }
    }
  }

  /// The average after a number of samples; once one changes nothing, no later one does.
  private long sample(long average, long decay, long samples) {
    long before = average;
    for (long sample = 0; sample < samples; sample++) {
      long next = mixed(before, decay);
      if (next == before) {
        return next;
      }
      before = next;
    }
    return before;
  }

  /// Rounds up while the average grows, so that it gets to the number itself.
  private long mixed(long average, long decay) {
    long active = runnable * ONE;
    long sum = average * decay + active * (ONE - decay);
    return (active >= average ? sum + ONE - 1 : sum) >> FRACTION_BITS;
  }

  /// The three averages at `time` with two decimals, as /proc/loadavg shows them.
  public List<Double> rounded(long time) {
    sampleUntil(time);
    return Arrays.stream(averages)
        .mapToObj(average -> (((average + ONE / 200) * 100) >> FRACTION_BITS) / 100.0)
        .toList();
  }

  /// The three averages at `time` as fixed-point numbers with so many bits of fraction, at least
  /// 11.
  public LongStream fixed(long time, int bits) {
    sampleUntil(time);
    return Arrays.stream(averages).map(average -> average << (bits - FRACTION_BITS));
  }
}
