package spool.kernel.vm;

/// Where the pages of a memory object come from when they are first needed, or needed again.
@FunctionalInterface
public interface PageSource {
  /// Fills `page`, [Frames#BYTES] long and all zero, with what the object has from byte `offset`
  /// on. It answers the same at every call, until the object's size is changed.
  void fill(long offset, byte[] page);
}
