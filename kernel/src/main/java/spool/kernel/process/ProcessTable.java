package spool.kernel.process;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.TreeMap;

/// All processes by pid, zombies included.
public final class ProcessTable {
  private final TreeMap<Integer, Process> processes = new TreeMap<>();

  /// The process with this pid.
  public Optional<Process> find(int pid) {
    return Optional.ofNullable(processes.get(pid));
  }

  /// All, by pid.
  public Collection<Process> all() {
    return Collections.unmodifiableCollection(processes.values());
  }
}
