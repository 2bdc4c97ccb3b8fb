package spool.kernel.vm;

/// Something that a process does, or that is done to a file; what the numbers mean is its kind's
/// own affair.
record Step(Kind kind, int process, int page, int count, int detail) {
  enum Kind {
    MAP_ANONYMOUS,
    MAP_SHARED,
    MAP_FILE_PRIVATE,
    MAP_FILE_SHARED,
    UNMAP,
    PROTECT,
    KERNEL_WRITE,
    USER_STORE,
    USER_STORE_AGAIN,
    USER_LOAD,
    FORK,
    EXIT,
    HEAP,
    RESIZE,
    MOVE,
    FORGET,
    FILE_WRITE,
    FILE_TRUNCATE
  }
}
