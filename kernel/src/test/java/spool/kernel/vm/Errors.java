package spool.kernel.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;

/// Expects system-call errors.
public final class Errors {
  private Errors() {}

  /// Fails unless `action` fails with `errno`.
  public static void assertFails(Errno errno, Executable action) {
    assertEquals(errno, assertThrows(ErrnoException.class, action).errno());
  }
}
