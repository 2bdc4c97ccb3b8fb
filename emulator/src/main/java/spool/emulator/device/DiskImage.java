package spool.emulator.device;

import java.io.IOException;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// What is on a disk: sectors of 512 bytes, numbered from 0. The drive knows nothing else of where
/// they are kept.
public interface DiskImage extends Stateful {
  /// Bytes in a sector.
  int SECTOR_BYTES = 512;

  /// How many sectors there are.
  long sectors();

  /// Whether nothing can be written.
  boolean isReadOnly();

  /// Reads `length` bytes, whole sectors from number `sector` on, into `target` at `offset`.
  void read(long sector, byte[] target, int offset, int length) throws IOException;

  /// Writes `length` bytes of `source` from `offset` on, whole sectors, to those from number
  /// `sector` on. Fails on an image that [#isReadOnly].
  void write(long sector, byte[] source, int offset, int length) throws IOException;

  /// Makes sure that what was written outlasts the host's failures as far as the host can promise.
  void flush() throws IOException;

  /// What is held in memory alone; what is in a file of the host's is for the host to keep.
  @Override
  default void exchange(Exchange exchange) {}
}
