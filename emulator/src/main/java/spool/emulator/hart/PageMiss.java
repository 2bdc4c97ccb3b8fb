package spool.emulator.hart;

/// Thrown by [CachedPages] when it cannot serve an access, which has then not happened. It carries
/// nothing, not even a stack trace, so one instance serves all, and compiled code makes a jump of
/// it.
public final class PageMiss extends RuntimeException {
  @SuppressWarnings("StaticAssignmentOfThrowable")
  static final PageMiss INSTANCE = new PageMiss();

  private static final long serialVersionUID = 1L;

  private PageMiss() {
    super(null, null, false, false);
  }
}
