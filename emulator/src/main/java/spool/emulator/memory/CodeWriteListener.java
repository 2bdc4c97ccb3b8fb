package spool.emulator.memory;

/// Is told of writes to instructions, see [PhysicalMemory#onCodeWrite].
@FunctionalInterface
public interface CodeWriteListener {
  /// `length` bytes at `address`, inside one frame, are about to change.
  void codeWritten(long address, int length);
}
