package spool.kernel.sched.kit;

/// What nice values are worth to Linux: the table `sched_prio_to_weight` of `kernel/sched/core.c`,
/// 1024 for nice 0 and about 1.25 times as much for each step down.
final class Weights {
  private static final int[] TABLE = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
    9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
    1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
    110, 87, 70, 56, 45, 36, 29, 23, 18, 15
  };

  private Weights() {}

  static long of(Job job) {
    return TABLE[job.nice() + 20];
  }
}
