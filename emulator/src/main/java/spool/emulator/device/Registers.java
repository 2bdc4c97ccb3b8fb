package spool.emulator.device;

import spool.emulator.memory.BusError;
import spool.emulator.memory.Device;

/// A device made of aligned 32-bit registers that answers to no other width.
abstract class Registers implements Device {
  private static final long WORD = 0xffff_ffffL;

  @Override
  public final long load(long offset, int size) {
    requireWord(offset, size);
    return loadWord((int) offset) & WORD;
  }

  @Override
  public final void store(long offset, int size, long value) {
    requireWord(offset, size);
    storeWord((int) offset, (int) value);
  }

  /// Reads the register at `offset`, a multiple of four; zero where there is none.
  abstract int loadWord(int offset);

  /// Writes the register at `offset`, a multiple of four; nothing happens where there is none.
  abstract void storeWord(int offset, int value);

  private static void requireWord(long offset, int size) {
    if (size != Integer.BYTES || offset % Integer.BYTES != 0) {
      throw new BusError(offset);
    }
  }
}
