package spool.kernel.fs;

/// The memory that one read fills or one write drains, front to back, in as many steps as the file
/// likes.
public interface IoBuffer {
  /// Bytes still to be transferred.
  long remaining();

  /// Bytes transferred so far.
  long moved();

  /// Transfers up to `length` bytes of `source` from `offset` on into the buffer and answers how
  /// many; less than `length` only at the end of the buffer or before a bad address. Fails with
  /// `EFAULT` if not even the first can be stored.
  int put(byte[] source, int offset, int length);

  /// Transfers up to `length` bytes of the buffer into `target` from `offset` on, otherwise as
  /// [#put].
  int take(byte[] target, int offset, int length);

  /// Counts `bytes` bytes as transferred, because an earlier execution of the call did; a negative
  /// number takes back what a file took but could not keep.
  void skip(long bytes);
}
