package spool.emulator.memory;

/// What a virtual address is translated for.
public enum Access {
  /// To read an instruction.
  FETCH,

  /// To read data.
  LOAD,

  /// To write data, or to read and write it in one step.
  STORE
}
