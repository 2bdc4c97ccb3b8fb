package spool.emulator.state;

/// What has a state that outlives the moment: a part of a machine that can be saved.
@FunctionalInterface
public interface Stateful {
  /// Passes everything that decides how this goes on through `exchange`, always in the same order,
  /// and puts what comes back in its place. So one list of the fields serves saving, where what
  /// comes back is what was given, and restoring, where it is what was saved. What follows from
  /// other fields is worked out anew. Throws [StateException] for what cannot be the state of this.
  void exchange(Exchange exchange);
}
