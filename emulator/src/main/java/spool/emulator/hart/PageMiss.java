package spool.emulator.hart;

/// Thrown by [CachedPages] when it cannot serve an access, which has then not happened. It carries
/// nothing, not even a stack trace, so one instance serves all, and compiled code makes a jump of
/// it. Translated code has a jump in its place from the beginning. So methods of [CachedPages] and
/// [PageWindow] find out where in RAM to go before they push anything else: nothing may be on the
/// stack at a jump.
public final class PageMiss extends RuntimeException {
  @SuppressWarnings("StaticAssignmentOfThrowable")
  static final PageMiss INSTANCE = new PageMiss();

  private static final long serialVersionUID = 1L;

  private PageMiss() {
    super(null, null, false, false);
  }
}
