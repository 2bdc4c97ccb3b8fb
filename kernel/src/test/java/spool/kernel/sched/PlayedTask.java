package spool.kernel.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A task of a [Play]: when it comes, what it computes and how long it waits in between, and all
/// that a policy may ask of it.
final class PlayedTask implements TaskView {
  private final int tid;
  private final String name;
  final long arrival;
  final List<Long> bursts = new ArrayList<>();
  private int nice;
  private Attributes attributes = Attributes.NORMAL;
  private long harts = -1;
  private Object standing = "none";
  int hart;
  long cpuCycles;
  int burst;
  long left;

  /// A task that comes at `arrival` and then computes and waits for as long as `bursts` says in
  /// turn.
  PlayedTask(int tid, String name, long arrival, long... bursts) {
    this.tid = tid;
    this.name = name;
    this.arrival = arrival;
    for (long each : bursts) {
      this.bursts.add(each);
    }
    left = bursts[0];
  }

  PlayedTask nice(int value) {
    nice = value;
    return this;
  }

  PlayedTask attributes(Attributes value) {
    attributes = value;
    return this;
  }

  PlayedTask harts(long mask) {
    harts = mask;
    return this;
  }

  String name() {
    return name;
  }

  @Override
  public int tid() {
    return tid;
  }

  @Override
  public int nice() {
    return nice;
  }

  @Override
  public Attributes attributes() {
    return attributes;
  }

  @Override
  public long cpuCycles() {
    return cpuCycles;
  }

  @Override
  public int hart() {
    return hart;
  }

  @Override
  public boolean mayRunOn(int number) {
    return (harts >>> number & 1) != 0;
  }

  @Override
  public <T> T standing(Class<T> type, Function<TaskView, T> first) {
    if (!type.isInstance(standing)) {
      standing = first.apply(this);
    }
    return type.cast(standing);
  }

  @Override
  public String toString() {
    return name;
  }
}
