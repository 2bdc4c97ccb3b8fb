package spool.kernel.vm;

import java.util.Optional;

/// What a mapping shows, from its first byte on.
///
/// @param object what is mapped from `offset` on; without one the memory is anonymous and private,
///   and the offset means nothing
/// @param offset in bytes, a multiple of the page size
/// @param shared whether stores change the object, or a copy of the page
/// @param mayWrite whether the mapping may be made writable
/// @param growsDown whether the mapping is a stack, which extends itself downwards on demand
public record Backing(
    Optional<MemoryObject> object,
    long offset,
    boolean shared,
    boolean mayWrite,
    boolean growsDown,
    Label label) {

  /// Private memory that begins as zeros.
  public static Backing anonymous(Label label) {
    return new Backing(Optional.empty(), 0, false, true, false, label);
  }

  /// Private memory that begins as zeros and grows downwards.
  public static Backing stack(Label label) {
    return new Backing(Optional.empty(), 0, false, true, true, label);
  }

  /// A private copy, page by page when it is first stored to, of `object`.
  public static Backing copyOf(MemoryObject object, long offset, Label label) {
    return new Backing(Optional.of(object), offset, false, true, false, label);
  }

  /// `object` itself, which others see changed, writable only if `mayWrite`.
  public static Backing shared(MemoryObject object, long offset, boolean mayWrite, Label label) {
    return new Backing(Optional.of(object), offset, true, mayWrite, false, label);
  }

  /// What is shown from `distance` bytes further on.
  Backing shifted(long distance) {
    long shiftedOffset = object.isPresent() ? offset + distance : 0;
    return new Backing(object, shiftedOffset, shared, mayWrite, growsDown, label);
  }

  /// Whether `next` shows in the same way what is `distance` bytes further on.
  ///
  /// Compared field by field: `equals` of a record is linked at run time, which takes a start of
  /// the JVM milliseconds.
  boolean isContinuedBy(Backing next, long distance) {
    return shifted(distance).offset == next.offset
        && shared == next.shared
        && mayWrite == next.mayWrite
        && growsDown == next.growsDown
        && object.equals(next.object)
        && label.isSameAs(next.label);
  }
}
