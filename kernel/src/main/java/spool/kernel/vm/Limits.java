package spool.kernel.vm;

/// The resource limits of an address space in bytes, unsigned: -1 is none.
///
/// @param addressSpace `RLIMIT_AS`: all that is mapped
/// @param data `RLIMIT_DATA`: private writable memory, the heap among it
/// @param stack `RLIMIT_STACK`: how far a stack grows
public record Limits(long addressSpace, long data, long stack) {
  /// No limit but Linux's default of 8 MiB for the stack.
  public static final Limits DEFAULT = new Limits(-1, -1, 8 << 20);

  /// Whether `bytes` are more than `limit`.
  static boolean exceeds(long bytes, long limit) {
    return Long.compareUnsigned(bytes, limit) > 0;
  }
}
