package spool.emulator.exec;

/// Where execution goes on after a block or a region: their second result.
public final class Successor {
  /// The virtual address.
  public long address;
}
