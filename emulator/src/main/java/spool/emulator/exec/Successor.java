package spool.emulator.exec;

/// Where execution goes on after a block: a second result of [Dispatch#run].
final class Successor {
  /// The virtual address.
  long address;
}
