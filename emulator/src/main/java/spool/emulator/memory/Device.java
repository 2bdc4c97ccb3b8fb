package spool.emulator.memory;

import spool.emulator.state.Stateful;

/// A device as the bus sees it: registers that are loaded and stored. What is in them, and behind
/// them, can be saved.
public interface Device extends Stateful {
  /// Loads `size` (1, 2, 4 or 8) bytes from `offset` inside the device, zero-extended. Throws
  /// [BusError] when the device has nothing there.
  long load(long offset, int size);

  /// Stores the low `size` bytes of `value` at `offset`. Throws [BusError] as [#load].
  void store(long offset, int size, long value);
}
