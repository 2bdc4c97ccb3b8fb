package spool.tools.histories;

import java.util.List;
import java.util.Optional;

/// What an object promises: for each call the steps that it takes, one after the other, each at
/// once.
///
/// @param <S> the object's states, compared by `equals`
interface Model<S> {
  /// The state before the first call.
  S first();

  /// The steps of `call`, which must all happen between its beginning and its end; of a call that
  /// did not return only some may have happened.
  List<Step<S>> steps(Call call);

  /// One step.
  interface Step<S> {
    /// The state after it, if it can happen in `state` with the outcome that the call had.
    Optional<S> in(S state);
  }
}
