package spool.kernel.process;

/// What `clone` shares and does besides (linux/sched.h).
public record CloneFlags(long bits) {
  public static final long CSIGNAL = 0xff;
  public static final long CLONE_VM = 0x100;
  public static final long CLONE_FS = 0x200;
  public static final long CLONE_FILES = 0x400;
  public static final long CLONE_SIGHAND = 0x800;
  public static final long CLONE_VFORK = 0x4000;
  public static final long CLONE_PARENT = 0x8000;
  public static final long CLONE_THREAD = 0x1_0000;
  public static final long CLONE_SYSVSEM = 0x4_0000;
  public static final long CLONE_SETTLS = 0x8_0000;
  public static final long CLONE_PARENT_SETTID = 0x10_0000;
  public static final long CLONE_CHILD_CLEARTID = 0x20_0000;
  public static final long CLONE_DETACHED = 0x40_0000;
  public static final long CLONE_UNTRACED = 0x80_0000;
  public static final long CLONE_CHILD_SETTID = 0x100_0000;
  public static final long CLONE_IO = 0x8000_0000L;
  public static final long CLONE_CLEAR_SIGHAND = 0x1_0000_0000L;

  /// Those that are served; namespaces, tracing and pidfds are not.
  private static final long KNOWN =
      CSIGNAL
          | CLONE_VM
          | CLONE_FS
          | CLONE_FILES
          | CLONE_SIGHAND
          | CLONE_VFORK
          | CLONE_PARENT
          | CLONE_THREAD
          | CLONE_SYSVSEM
          | CLONE_SETTLS
          | CLONE_PARENT_SETTID
          | CLONE_CHILD_CLEARTID
          | CLONE_DETACHED
          | CLONE_UNTRACED
          | CLONE_CHILD_SETTID
          | CLONE_IO
          | CLONE_CLEAR_SIGHAND;

  /// Whether `flag` is set.
  boolean has(long flag) {
    return (bits & flag) != 0;
  }

  /// Whether the combination is one that clone(2) permits and that is served. A thread shares
  /// everything that processes can share.
  boolean areValid() {
    boolean thread = has(CLONE_THREAD);
    return (bits & ~KNOWN) == 0
        && (!has(CLONE_SIGHAND) || has(CLONE_VM))
        && (!thread || (has(CLONE_SIGHAND) && has(CLONE_FILES) && has(CLONE_FS)))
        && !(has(CLONE_SIGHAND) && has(CLONE_CLEAR_SIGHAND));
  }
}
