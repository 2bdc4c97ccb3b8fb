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

  private SharedPages(MemorySegment ram, Tlb loads, Tlb stores) {
    super(loads, stores);
    this.ram = ram;
  }

  /// The pages of `ram` that `loads` and `stores` have.
  static CachedPages of(MemorySegment ram, Tlb loads, Tlb stores) {
    return new SharedPages(ram, loads, stores);
  }

  @Override
  public byte load8(long address) {
    return (byte)
        OCTET.getOpaque(ram, (long) CachedPages.index(loadTags, loadDeltas, address, BYTE));
  }

  @Override
  public short load16(long address) {
    return (short)
        SHORT.getOpaque(ram, (long) CachedPages.index(loadTags, loadDeltas, address, HALFWORD));
  }

  @Override
  public int load32(long address) {
    return (int) INT.getOpaque(ram, (long) CachedPages.index(loadTags, loadDeltas, address, WORD));
  }

  @Override
  public long load64(long address) {
    return (long)
        LONG.getOpaque(ram, (long) CachedPages.index(loadTags, loadDeltas, address, DOUBLEWORD));
  }

  @Override
  public void store8(long address, byte value) {
    OCTET.setOpaque(ram, (long) CachedPages.index(storeTags, storeDeltas, address, BYTE), value);
  }

  @Override
  public void store16(long address, short value) {
    SHORT.setOpaque(
        ram, (long) CachedPages.index(storeTags, storeDeltas, address, HALFWORD), value);
  }

  @Override
  public void store32(long address, int value) {
    INT.setOpaque(ram, (long) CachedPages.index(storeTags, storeDeltas, address, WORD), value);
  }

  @Override
  public void store64(long address, long value) {
    LONG.setOpaque(
        ram, (long) CachedPages.index(storeTags, storeDeltas, address, DOUBLEWORD), value);
  }
}
