package spool.kernel.vm;

/// Something that a process does, or that is done to a file; what the numbers mean is its kind's
/// own affair.
record Step(Kind kind, int process, int page, int count, int detail) {
  /// What is done, and how often compared to other things.
  enum Kind {
    MAP_ANONYMOUS(3),
    MAP_SHARED(1),
    MAP_FILE_PRIVATE(2),
    MAP_FILE_SHARED(2),
    UNMAP(1),
    PROTECT(2),
    KERNEL_WRITE(3),
    USER_STORE(12),
    USER_LOAD(4),
    FORK(3),
    EXIT(1),
    HEAP(1),
    RESIZE(1),
    MOVE(1),
    FORGET(1),
    FILE_WRITE(1),
    FILE_TRUNCATE(1);

    final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }
}
