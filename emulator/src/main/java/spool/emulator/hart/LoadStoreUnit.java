package spool.emulator.hart;

import java.lang.invoke.VarHandle;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Cpu;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Access;
import spool.emulator.memory.Bus;
import spool.emulator.memory.BusError;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The part of a hart that reaches memory.
///
/// The fast path of a load or store is one look into [CachedPages], which serves aligned accesses
/// to pages of RAM that were accessed before. All else (first accesses, misaligned ones, devices,
/// faults) goes the slow way through [Translation] and [Bus]. A misaligned access that crosses a
/// page has both pages translated before a byte moves.
///
/// ## Reservations
///
/// A load-reserved remembers the physical address and size that it read; a store-conditional of the
/// same address and size stores if the memory has not been written by others since. There is no
/// record of who writes where. Instead, all harts of the deterministic engine take turns on one
/// host thread, and whenever another hart or a device gets a turn, [#clearReservation] is called on
/// this one; a trap clears the reservation too. A loop of load-reserved and store-conditional is a
/// few instructions long, so this seldom makes one fail that need not, and never twice in a row.
///
/// The invariant: while a reservation stands, nobody but this hart has written to memory since its
/// load-reserved.
abstract class LoadStoreUnit extends Cpu implements Stateful {
  /// The size of what cache management works on.
  public static final int CACHE_BLOCK_BYTES = 64;

  private static final long NO_RESERVATION = -1;

  final Translation translation;
  private final Bus bus;
  private final PhysicalMemory memory;
  private final CachedPages pages;
  private long reservedAddress = NO_RESERVATION;
  private int reservedSize;
  private long reservedValue;

  LoadStoreUnit(Bus bus) {
    this.bus = bus;
    memory = bus.memory();
    translation = new Translation(bus);
    pages = CachedPages.of(memory, translation.data());
  }

  @Override
  public void exchange(Exchange exchange) {
    exchange.numbers(x);
    exchange.numbers(f);
    exceptionFlags.set(exchange.integer(exceptionFlags.accrued));
    reservedAddress = exchange.number(reservedAddress);
    reservedSize = exchange.integer(reservedSize);
    reservedValue = exchange.number(reservedValue);
    translation.exchange(exchange);
  }

  /// The fast path of this hart's loads and stores, for an executor that has another way for what
  /// it does not serve.
  public final CachedPages cachedPages() {
    return pages;
  }

  /// Changes what instructions and data are accessed as, see [Translation#view].
  final void view(Privilege fetch, Privilege data, boolean sum, boolean mxr) {
    translation.view(fetch, data, sum, mxr);
    pages.view(translation.data());
  }

  /// Switches the address space, see [Translation#enter].
  final void enter(long satp) {
    translation.enter(satp);
    pages.view(translation.data());
  }

  @Override
  public final byte load8(long address) {
    return pages.mayLoad(address, 1) ? pages.load8(address) : (byte) loadSlowly(address, 1);
  }

  @Override
  public final short load16(long address) {
    return pages.mayLoad(address, 2) ? pages.load16(address) : (short) loadSlowly(address, 2);
  }

  @Override
  public final int load32(long address) {
    return pages.mayLoad(address, 4) ? pages.load32(address) : (int) loadSlowly(address, 4);
  }

  @Override
  public final long load64(long address) {
    return pages.mayLoad(address, 8) ? pages.load64(address) : loadSlowly(address, 8);
  }

  @Override
  public final void store8(long address, byte value) {
    if (pages.mayStore(address, 1)) {
      pages.store8(address, value);
    } else {
      storeSlowly(address, 1, value);
    }
  }

  @Override
  public final void store16(long address, short value) {
    if (pages.mayStore(address, 2)) {
      pages.store16(address, value);
    } else {
      storeSlowly(address, 2, value);
    }
  }

  @Override
  public final void store32(long address, int value) {
    if (pages.mayStore(address, 4)) {
      pages.store32(address, value);
    } else {
      storeSlowly(address, 4, value);
    }
  }

  @Override
  public final void store64(long address, long value) {
    if (pages.mayStore(address, 8)) {
      pages.store64(address, value);
    } else {
      storeSlowly(address, 8, value);
    }
  }

  private long loadSlowly(long address, int size) {
    long value = crossesPage(address, size) ? loadAcross(address, size) : loadIn(address, size);
    translation.triggers().accessed(address, size, Access.LOAD);
    return value;
  }

  private long loadIn(long address, int size) {
    long physical = translation.physical(address, size, Access.LOAD);
    requireServed(physical, size, address, Access.LOAD);
    try {
      return bus.load(physical, size);
    } catch (BusError _) {
      throw Translation.accessFault(address, Access.LOAD);
    }
  }

  private void storeSlowly(long address, int size, long value) {
    if (crossesPage(address, size)) {
      storeAcross(address, size, value);
    } else {
      storeIn(address, size, value);
    }
    translation.triggers().accessed(address, size, Access.STORE);
  }

  private void storeIn(long address, int size, long value) {
    long physical = translation.physical(address, size, Access.STORE);
    requireServed(physical, size, address, Access.STORE);
    try {
      bus.store(physical, size, value);
    } catch (BusError _) {
      throw Translation.accessFault(address, Access.STORE);
    }
  }

  private static boolean crossesPage(long address, int size) {
    return (address & ~Tlb.PAGE_MASK) > PhysicalMemory.FRAME_BYTES - size;
  }

  /// Devices do not do misaligned accesses.
  private void requireServed(long physical, int size, long address, Access access) {
    if ((physical & size - 1) != 0 && !memory.contains(physical, size)) {
      throw Translation.accessFault(address, access);
    }
  }

  private long loadAcross(long address, int size) {
    long nextPage = (address | ~Tlb.PAGE_MASK) + 1;
    int lowBytes = (int) (nextPage - address);
    long low = ramAddress(address, lowBytes, Access.LOAD);
    long high = ramAddress(nextPage, size - lowBytes, Access.LOAD);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      long from = i < lowBytes ? low + i : high + i - lowBytes;
      value = value << Byte.SIZE | (memory.load8(from) & 0xff);
    }
    return value;
  }

  private void storeAcross(long address, int size, long value) {
    long nextPage = (address | ~Tlb.PAGE_MASK) + 1;
    int lowBytes = (int) (nextPage - address);
    long low = ramAddress(address, lowBytes, Access.STORE);
    long high = ramAddress(nextPage, size - lowBytes, Access.STORE);
    for (int i = 0; i < size; i++) {
      long to = i < lowBytes ? low + i : high + i - lowBytes;
      memory.store8(to, (byte) (value >>> (i * Byte.SIZE)));
    }
  }

  /// The physical address of `size` bytes at `address`, in one page, which has to be in RAM.
  final long ramAddress(long address, int size, Access access) {
    long physical = translation.physical(address, size, access);
    if (!memory.contains(physical, 1)) {
      throw Translation.accessFault(address, access);
    }
    return physical;
  }

  /// The halfword of an instruction at `pc`, zero-extended.
  final long fetch16(long pc) {
    return memory.load16(ramAddress(pc, Short.BYTES, Access.FETCH)) & 0xffff;
  }

  @Override
  public final int loadReserved32(long address) {
    long physical = reserve(address, 4);
    fence();
    int value = memory.load32(physical);
    fence();
    reservedValue = value;
    return value;
  }

  @Override
  public final long loadReserved64(long address) {
    long physical = reserve(address, 8);
    fence();
    reservedValue = memory.load64(physical);
    fence();
    return reservedValue;
  }

  @Override
  public final boolean storeConditional32(long address, int value) {
    long physical = alignedForStore(address, 4);
    boolean holds =
        takeReservation(physical, 4) && memory.replace32(physical, (int) reservedValue, value);
    if (holds) {
      translation.triggers().accessed(address, 4, Access.STORE);
    }
    return holds;
  }

  @Override
  public final boolean storeConditional64(long address, long value) {
    long physical = alignedForStore(address, 8);
    boolean holds =
        takeReservation(physical, 8) && memory.replace64(physical, reservedValue, value);
    if (holds) {
      translation.triggers().accessed(address, 8, Access.STORE);
    }
    return holds;
  }

  @Override
  public final int atomic32(long address, int operand, IntBinaryOperator operation) {
    int old = memory.update32(alignedForStore(address, 4), operand, operation);
    exchanged(address, 4);
    return old;
  }

  @Override
  public final long atomic64(long address, long operand, LongBinaryOperator operation) {
    long old = memory.update64(alignedForStore(address, 8), operand, operation);
    exchanged(address, 8);
    return old;
  }

  /// Where harts take turns they access memory one after another, in program order, and there is
  /// nothing to do.
  @Override
  public final void fence() {
    if (memory.isShared()) {
      VarHandle.fullFence();
    }
  }

  private void exchanged(long address, int size) {
    translation.triggers().accessed(address, size, Access.LOAD);
    translation.triggers().accessed(address, size, Access.STORE);
  }

  /// Requires that the block of cache with `address` may be read.
  final void readCacheBlock(long address) {
    cacheBlock(address, Access.LOAD);
  }

  /// Fills the block of cache with `address` with zeros.
  final void clearCacheBlock(long address) {
    memory.fill(cacheBlock(address, Access.STORE), CACHE_BLOCK_BYTES, (byte) 0);
    long block = address & -CACHE_BLOCK_BYTES;
    translation.triggers().accessed(block, CACHE_BLOCK_BYTES, Access.STORE);
  }

  /// The physical address of a block. Its faults are those of a store and name `address`.
  private long cacheBlock(long address, Access access) {
    try {
      return ramAddress(address & -CACHE_BLOCK_BYTES, CACHE_BLOCK_BYTES, access);
    } catch (Trap trap) {
      throw new Trap(asStore(trap.cause()), address);
    }
  }

  private static int asStore(int cause) {
    return switch (cause) {
      case Cause.LOAD_ACCESS_FAULT -> Cause.STORE_ACCESS_FAULT;
      case Cause.LOAD_PAGE_FAULT -> Cause.STORE_PAGE_FAULT;
      default -> cause;
    };
  }

  /// Whether a load-reserved stands.
  final boolean hasReservation() {
    return reservedAddress != NO_RESERVATION;
  }

  /// Drops the reservation of a load-reserved.
  public final void clearReservation() {
    reservedAddress = NO_RESERVATION;
  }

  private long reserve(long address, int size) {
    if ((address & size - 1) != 0) {
      throw new Trap(Cause.LOAD_ADDRESS_MISALIGNED, address);
    }
    reservedAddress = ramAddress(address, size, Access.LOAD);
    reservedSize = size;
    translation.triggers().accessed(address, size, Access.LOAD);
    return reservedAddress;
  }

  private boolean takeReservation(long physical, int size) {
    boolean holds = reservedAddress == physical && reservedSize == size;
    clearReservation();
    return holds;
  }

  private long alignedForStore(long address, int size) {
    if ((address & size - 1) != 0) {
      throw new Trap(Cause.STORE_ADDRESS_MISALIGNED, address);
    }
    return ramAddress(address, size, Access.STORE);
  }
}
