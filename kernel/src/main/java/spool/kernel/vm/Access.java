package spool.kernel.vm;

import spool.emulator.isa.Cause;

/// What is done to an address.
public enum Access {
  /// A load.
  READ,

  /// A store or an atomic operation.
  WRITE,

  /// An instruction fetch.
  EXECUTE;

  /// The access that a page fault with `cause`, as in [Cause], was raised by.
  public static Access ofCause(int cause) {
    return switch (cause) {
      case Cause.INSTRUCTION_PAGE_FAULT -> EXECUTE;
      case Cause.LOAD_PAGE_FAULT -> READ;
      case Cause.STORE_PAGE_FAULT -> WRITE;
      default -> throw new IllegalArgumentException("cause " + cause + " is no page fault");
    };
  }
}
