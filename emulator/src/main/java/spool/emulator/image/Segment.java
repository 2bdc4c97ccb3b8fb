package spool.emulator.image;

/// A `PT_LOAD` segment: `fileBytes` from `offset` of the file belong at virtual `address`, followed
/// by zeros up to `memoryBytes`. Bare-metal images go to `physicalAddress`.
public record Segment(
    long offset, long address, long physicalAddress, long fileBytes, long memoryBytes, int flags) {
  private static final int EXECUTE = 1;
  private static final int WRITE = 2;
  private static final int READ = 4;

  /// Whether its pages can be executed.
  public boolean isExecutable() {
    return (flags & EXECUTE) != 0;
  }

  /// Whether its pages can be written.
  public boolean isWritable() {
    return (flags & WRITE) != 0;
  }

  /// Whether its pages can be read.
  public boolean isReadable() {
    return (flags & READ) != 0;
  }

  /// The first address behind it.
  public long end() {
    return address + memoryBytes;
  }

  /// Whether virtual `place` is in it.
  public boolean contains(long place) {
    return Long.compareUnsigned(place - address, memoryBytes) < 0;
  }

  boolean overlaps(Segment other) {
    return Long.compareUnsigned(address, other.end()) < 0
        && Long.compareUnsigned(other.address, end()) < 0;
  }
}
