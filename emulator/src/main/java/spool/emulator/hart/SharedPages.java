package spool.emulator.hart;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Pages of RAM that is a segment, which several threads access at once. Accesses are opaque, as
/// [VarHandle] has it: whole, in one order of each word's values that all threads see, and in the
/// order of the program as far as the JVM's compiler goes.
final class SharedPages extends CachedPages {
  static final VarHandle OCTET = ValueLayout.JAVA_BYTE.varHandle();
  static final VarHandle SHORT = ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN).varHandle();
  static final VarHandle INT = ValueLayout.JAVA_INT.withOrder(LITTLE_ENDIAN).varHandle();
  static final VarHandle LONG = ValueLayout.JAVA_LONG.withOrder(LITTLE_ENDIAN).varHandle();

  final MemorySegment ram;

  private SharedPages(MemorySegment ram) {
    this.ram = ram;
  }

  /// Pages of `ram`.
  static CachedPages of(MemorySegment ram) {
    return new SharedPages(ram);
  }

  @Override
  public byte load8(long address) {
    long index = CachedPages.index(loadTags, loadDeltas, address, BYTE);
    return (byte) OCTET.getOpaque(ram, index);
  }

  @Override
  public short load16(long address) {
    long index = CachedPages.index(loadTags, loadDeltas, address, HALFWORD);
    return (short) SHORT.getOpaque(ram, index);
  }

  @Override
  public int load32(long address) {
    long index = CachedPages.index(loadTags, loadDeltas, address, WORD);
    return (int) INT.getOpaque(ram, index);
  }

  @Override
  public long load64(long address) {
    long index = CachedPages.index(loadTags, loadDeltas, address, DOUBLEWORD);
    return (long) LONG.getOpaque(ram, index);
  }

  @Override
  public void store8(long address, byte value) {
    long index = CachedPages.index(storeTags, storeDeltas, address, BYTE);
    OCTET.setOpaque(ram, index, value);
  }

  @Override
  public void store16(long address, short value) {
    long index = CachedPages.index(storeTags, storeDeltas, address, HALFWORD);
    SHORT.setOpaque(ram, index, value);
  }

  @Override
  public void store32(long address, int value) {
    long index = CachedPages.index(storeTags, storeDeltas, address, WORD);
    INT.setOpaque(ram, index, value);
  }

  @Override
  public void store64(long address, long value) {
    long index = CachedPages.index(storeTags, storeDeltas, address, DOUBLEWORD);
    LONG.setOpaque(ram, index, value);
  }
}
