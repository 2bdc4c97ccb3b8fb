package spool.kernel.process;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/// Processes that a shell started as one job, and that the terminal signals as one.
public final class ProcessGroup {
  private final int id;
  private final Session session;
  private final TreeMap<Integer, Process> members = new TreeMap<>();

  /// A group without members.
  ProcessGroup(int id, Session session) {
    this.id = id;
    this.session = session;
  }

  /// Its number: the pid of its first member.
  public int id() {
    return id;
  }

  /// The session that it belongs to.
  public Session session() {
    return session;
  }

  /// Its members by pid, zombies included.
  public Collection<Process> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  void add(Process process) {
    members.put(process.pid(), process);
  }

  void remove(Process process) {
    members.remove(process.pid());
  }

  /// Whether nobody outside the group, but in its session, is a living member's parent: then nobody
  /// would continue it after a stop (POSIX, "orphaned process group").
  public boolean isOrphaned() {
    return members.values().stream().noneMatch(this::isWatched);
  }

  private boolean isWatched(Process member) {
    return !member.hasEnded()
        && member
            .parent()
            .filter(parent -> !parent.isInit())
            .filter(parent -> parent.group() != this && parent.session() == session)
            .isPresent();
  }

  /// Whether any member is stopped.
  boolean hasStoppedMember() {
    return members.values().stream().anyMatch(Process::isStopped);
  }
}
