package spool.emulator.device;

import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// How long a disk takes, in cycles of one nanosecond. A timing may keep the state of a mechanism,
/// such as the position of its arm, and so belongs to one disk.
public interface DiskTiming extends Stateful {
  /// How long the transfer of `count` sectors from number `sector` on takes that is asked for at
  /// virtual time `now`, when the one before it is over.
  long transfer(long now, long sector, int count, boolean isWrite);

  /// How long it takes at `now` until everything written is on the medium.
  long flush(long now);

  /// How many sectors a disk with this timing can have.
  long mostSectors();

  /// What the mechanism is in the middle of; nothing if there is none.
  @Override
  default void exchange(Exchange exchange) {}
}
