package spool.emulator.isa;

/// Where execution goes after an instruction.
public enum Flow {
  /// To the instruction that follows.
  NEXT,

  /// To `pc + imm` if the method answers true, else to the instruction that follows.
  BRANCH,

  /// To the address that the method answers; `rd` receives the address of the instruction that
  /// follows.
  JUMP,

  /// To the `pc` of the hart, which is the address of the instruction that follows unless the
  /// instruction changed it or raised a trap through [Cpu#raise]. Everything that the executing
  /// side has cached about the hart is looked up anew.
  END
}
