package spool.emulator.isa;

/// Memory as the loads and stores of a program see it.
public abstract class DataMemory {
  /// Loads from a virtual address of any alignment. Throws [Trap].
  public abstract byte load8(long address);

  /// See [#load8].
  public abstract short load16(long address);

  /// See [#load8].
  public abstract int load32(long address);

  /// See [#load8].
  public abstract long load64(long address);

  /// Stores to a virtual address of any alignment. Throws [Trap].
  public abstract void store8(long address, byte value);

  /// See [#store8].
  public abstract void store16(long address, short value);

  /// See [#store8].
  public abstract void store32(long address, int value);

  /// See [#store8].
  public abstract void store64(long address, long value);
}
