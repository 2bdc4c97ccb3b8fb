package spool.emulator.debug;

/// What a packet leads to.
sealed interface Next {
  /// An answer; one without text says that there is no such request.
  record Answer(String text) implements Next {}

  /// An answer, with which packets are no longer acknowledged.
  record LastAcknowledged(String text) implements Next {}

  /// The target runs.
  record Run(Moves moves) implements Next {}

  /// The target goes back.
  record GoBack(int thread, boolean isStep) implements Next {}

  /// The debugger lets go of the target, which runs on.
  record Detach(String text) implements Next {}

  /// The target ends.
  record End(String text) implements Next {}
}
