package spool.kernel.syscall;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a method the handler of a system call. Its doc comment states how far the call is
/// supported.
///
/// The method is an instance method, not private, of any class of this package, which receives what
/// it needs in its constructor: `long name(Task task, ...)` with up to six parameters, `int` (the
/// low half of the register) or `long`. It answers the result or throws: `Errno.X.failure()`, or
/// what [spool.kernel.sync.Waiter#block] answers. From these methods follow the dispatch
/// (`SystemCallTable`), strace's names and the table of supported calls.
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface SystemCall {
  /// The number, as in Linux's `asm-generic/unistd.h`.
  int number();

  /// The name, as in the manual.
  String name();

  /// Whether the call, interrupted by a handler with `SA_RESTART` while it waited without a
  /// deadline, is executed again rather than fail with `EINTR`; see signal(7).
  boolean restarts() default true;
}
