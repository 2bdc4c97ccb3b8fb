package spool.kernel.process;

import spool.kernel.abi.Errno;

/// Moves processes between process groups, and begins sessions (setpgid(2), setsid(2)).
public final class Sessions {
  private final ProcessTable table;

  /// The groups of `table`.
  public Sessions(ProcessTable table) {
    this.table = table;
  }

  /// Moves `target`, which must be `caller` or a child that has not executed a program yet, into
  /// the group `id` of its session, a new one if `id` is its own pid. Fails with `ESRCH`, `EPERM`,
  /// `EACCES`.
  public void setGroup(Process caller, Process target, int id) {
    boolean child = target.parent().filter(parent -> parent == caller).isPresent();
    if (target != caller && !child) {
      throw Errno.ESRCH.failure();
    }
    if (child && target.session() != caller.session()) {
      throw Errno.EPERM.failure();
    }
    if (child && target.hasExecuted()) {
      throw Errno.EACCES.failure();
    }
    if (target.leadsSession()) {
      throw Errno.EPERM.failure();
    }
    table.move(target, group(target, id));
  }

  private ProcessGroup group(Process target, int id) {
    if (id == target.pid()) {
      return table.group(id, target.session());
    }
    return table
        .group(id)
        .filter(group -> group.session() == target.session())
        .orElseThrow(Errno.EPERM::failure);
  }

  /// Makes `process` the leader of a new session and group, without a controlling terminal. Fails
  /// with `EPERM` if it leads a group.
  public Session begin(Process process) {
    if (table.group(process.pid()).isPresent()) {
      throw Errno.EPERM.failure();
    }
    Session session = new Session(process.pid());
    table.move(process, table.group(process.pid(), session));
    return session;
  }
}
