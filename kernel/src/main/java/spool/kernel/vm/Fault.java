package spool.kernel.vm;

/// What became of a page fault.
public enum Fault {
  /// The access succeeds when it is tried again.
  RESOLVED,

  /// Nothing is mapped at the address: `SIGSEGV` with `SEGV_MAPERR`.
  UNMAPPED,

  /// The mapping does not allow the access: `SIGSEGV` with `SEGV_ACCERR`.
  FORBIDDEN,

  /// The page lies beyond the end of the mapped object: `SIGBUS` with `BUS_ADRERR`.
  BEYOND_END,

  /// The access is legal but no frame was left for it: `SIGKILL`, as from Linux's OOM killer.
  OUT_OF_MEMORY
}
