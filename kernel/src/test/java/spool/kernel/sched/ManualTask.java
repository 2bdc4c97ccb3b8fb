package spool.kernel.sched;

import java.util.function.Supplier;

/// A task whose CPU time and affinity a test decides.
final class ManualTask implements TaskView {
  private final int tid;
  private final long harts;
  private long cpuCycles;
  private Object standing = "nothing";

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
  public Attributes attributes() {
    return Attributes.NORMAL;
  }

  @Override
  public int hart() {
    return 0;
  }

  @Override
  public <T> T standing(Class<T> type, Supplier<T> first) {
    if (!type.isInstance(standing)) {
      standing = first.get();
    }
    return type.cast(standing);
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
