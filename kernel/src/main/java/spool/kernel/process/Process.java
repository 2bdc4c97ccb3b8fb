package spool.kernel.process;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/// A thread group and the resources that its tasks share.
@SuppressWarnings("AvoidCommonTypeNames") // An operating system has no other word for it.
public final class Process {
  private final int pid;
  private final TreeMap<Integer, Task> tasks = new TreeMap<>();

  /// Process `pid`, with no task yet.
  Process(int pid) {
    this.pid = pid;
  }

  /// Its number: the tid of its first task.
  public int pid() {
    return pid;
  }

  /// Its tasks that have not ended, by tid.
  public Collection<Task> tasks() {
    return Collections.unmodifiableCollection(tasks.values());
  }

  @Override
  public String toString() {
    return "process " + pid;
  }
}
