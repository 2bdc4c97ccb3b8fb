package spool.emulator.isa;

/// Where execution goes after an instruction.
public enum Flow {
  /// To the instruction that follows.
  NEXT,

  /// To where [Cpu#jump] said.
  JUMP,

  /// To the instruction that follows, but decoded anew: it may have changed how code is fetched or
  /// raised a trap through [Cpu#raise].
  END
}
