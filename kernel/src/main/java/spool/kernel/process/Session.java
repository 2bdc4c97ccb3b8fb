package spool.kernel.process;

/// Process groups that may share a controlling terminal.
public final class Session {
  private final int id;

  /// The session that process `id` leads.
  Session(int id) {
    this.id = id;
  }

  /// Its number: the pid of its leader.
  public int id() {
    return id;
  }
}
