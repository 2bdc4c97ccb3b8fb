package spool.emulator.state;

/// A machine at some moment of its run: everything that decides how it goes on. It does not change,
/// and can be restored any number of times.
public final class MachineState {
  private final SavedMemory memory;
  private final byte[] rest;

  /// A machine with `memory` in RAM, and all else as a [StateWriter] wrote it.
  public MachineState(SavedMemory memory, byte[] rest) {
    this.memory = memory;
    this.rest = rest.clone();
  }

  /// What was in RAM.
  public SavedMemory memory() {
    return memory;
  }

  /// All else, for a [StateReader].
  public byte[] rest() {
    return rest.clone();
  }

  /// How many bytes of the host's memory this takes in addition to `other`.
  public long bytesBeside(MachineState other) {
    return rest.length + memory.bytesBeside(other.memory);
  }
}
