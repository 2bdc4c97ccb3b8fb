package spool.kernel.driver;

import java.util.List;

/// The order in which a disk's waiting requests are served, so that its arm moves little: a policy
/// that sees sectors alone and may keep the direction in which it goes. Which cylinder a sector is
/// in only the drive knows; sectors that are near to each other are in cylinders that are.
public interface RequestOrder {
  /// Before the first request the arm is at no sector.
  long NOWHERE = -1;

  /// Chooses the next request.
  ///
  /// @param waiting the first sectors of those that wait, in the order of their arrival; at least
  ///   one
  /// @param arm the first sector of the request that was served last, or [#NOWHERE]
  /// @return its index in `waiting`
  int next(List<Long> waiting, long arm);
}
