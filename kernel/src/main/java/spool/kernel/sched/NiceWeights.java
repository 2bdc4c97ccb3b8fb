package spool.kernel.sched;

/// What a nice value is worth: Linux's `sched_prio_to_weight` (kernel/sched/core.c). A step changes
/// the weight by about a quarter, so that of two tasks one step apart one has 55 % of the hart and
/// the other 45 %.
final class NiceWeights {
  /// The weight of nice 0.
  static final int NORMAL = 1024;

  private static final int LOWEST_NICE = -20;
  private static final int[] WEIGHTS = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, //
    9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277, //
    1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, //
    110, 87, 70, 56, 45, 36, 29, 23, 18, 15
  };

  private NiceWeights() {}

  /// The weight of `task`, 15 to 88761.
  static int of(TaskView task) {
    return WEIGHTS[task.nice() - LOWEST_NICE];
  }
}
