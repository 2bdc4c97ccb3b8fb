package spool.kernel.driver;

/// How a terminal reaches the processes in front of it.
public interface TerminalSignals {
  /// Sends `signal` to every process of a group, if there is any.
  void signalGroup(int group, int signal);

  /// The session that a process group belongs to, or 0 if there is no such group.
  int sessionOf(int group);
}
