package spool.kernel.vm;

import spool.emulator.memory.Access;
import spool.kernel.abi.Mman;

/// Which accesses a mapping allows: the bits `PROT_READ`, `PROT_WRITE` and `PROT_EXEC`.
public record Protection(int bits) {
  private static final int EVERY_BIT = Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC;

  public static final Protection NONE = new Protection(0);
  public static final Protection READ = new Protection(Mman.PROT_READ);
  public static final Protection READ_WRITE = new Protection(Mman.PROT_READ | Mman.PROT_WRITE);
  public static final Protection READ_EXECUTE = new Protection(Mman.PROT_READ | Mman.PROT_EXEC);
  public static final Protection ALL = new Protection(EVERY_BIT);

  /// A protection of the three bits that it can have. What may be written may be read too: Sv39
  /// reserves writable pages that are not readable.
  public Protection {
    if ((bits & ~EVERY_BIT) != 0) {
      throw new IllegalArgumentException("protection 0x" + Integer.toHexString(bits));
    }
    bits |= (bits & Mman.PROT_WRITE) != 0 ? Mman.PROT_READ : 0;
  }

  /// Whether `access` is allowed.
  public boolean allows(Access access) {
    return switch (access) {
      case LOAD -> (bits & Mman.PROT_READ) != 0;
      case STORE -> isWritable();
      case FETCH -> (bits & Mman.PROT_EXEC) != 0;
    };
  }

  /// Whether stores are allowed.
  public boolean isWritable() {
    return (bits & Mman.PROT_WRITE) != 0;
  }

  /// By hand, as is [#hashCode]: those of a record are linked at run time, which takes a start of
  /// the JVM milliseconds.
  @Override
  public boolean equals(Object other) {
    return other instanceof Protection(int otherBits) && bits == otherBits;
  }

  @Override
  public int hashCode() {
    return bits;
  }

  /// Three letters as in `/proc/N/maps`: `r-x`.
  @Override
  public String toString() {
    return (allows(Access.LOAD) ? "r" : "-")
        + (isWritable() ? "w" : "-")
        + (allows(Access.FETCH) ? "x" : "-");
  }
}
