package spool.kernel.sched;

/// A task whose CPU time and affinity a test decides.
final class ManualTask implements TaskView {
  private final int tid;
  private final long harts;
  private long cpuCycles;

  ManualTask(int tid, long harts) {
    this.tid = tid;
    this.harts = harts;
  }

  void run(long cycles) {
    cpuCycles += cycles;
  }

  @Override
  public int tid() {
    return tid;
  }

  @Override
  public int nice() {
    return 0;
  }

  @Override
  public long cpuCycles() {
    return cpuCycles;
  }

  @Override
  public boolean mayRunOn(int hart) {
    return (harts >>> hart & 1) != 0;
  }

  @Override
  public String toString() {
    return "task " + tid;
  }
}
