package spool.emulator.isa;

import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import spool.emulator.fp.ExceptionFlags;

/// What an instruction can see of the hart that executes it.
public abstract class Cpu extends DataMemory {
  /// The index in [#x] that decoded instructions write when they name `x0`.
  public static final int SINK = 32;

  /// The integer registers. `x[0]` stays zero because writes to `x0` go to `x[SINK]`; the rest of
  /// the array exists so that a six-bit index is always inside.
  public final long[] x = new long[64];

  /// The floating-point registers as raw bits, binary32 values NaN-boxed.
  public final long[] f = new long[32];

  /// The accrued exception flags, `fflags`.
  public final ExceptionFlags exceptionFlags = new ExceptionFlags();

  /// Loads and registers a reservation. A misaligned address throws [Trap], here and below.
  public abstract int loadReserved32(long address);

  /// See [#loadReserved32].
  public abstract long loadReserved64(long address);

  /// Stores if the reservation still holds, and says whether it did. The reservation is gone.
  public abstract boolean storeConditional32(long address, int value);

  /// See [#storeConditional32].
  public abstract boolean storeConditional64(long address, long value);

  /// Replaces a word by `operation(word, operand)` in one step and answers what it was.
  public abstract int atomic32(long address, int operand, IntBinaryOperator operation);

  /// Replaces a doubleword by `operation(doubleword, operand)` in one step and answers what it was.
  public abstract long atomic64(long address, long operand, LongBinaryOperator operation);

  /// Reads a control and status register. Throws [Trap] (illegal instruction) when it does not
  /// exist or the privilege is too low.
  public abstract long readCsr(int csr);

  /// Writes a control and status register. Throws [Trap] as [#readCsr], and for read-only ones.
  public abstract void writeCsr(int csr, long value);

  /// The rounding mode that an `rm` field selects, 0 to 4. Throws [Trap] (illegal instruction) for
  /// reserved modes, and when the floating-point unit is off.
  public abstract int rounding(int rm);

  /// Throws [Trap] (illegal instruction) when the floating-point unit is off (`mstatus.FS`).
  public abstract void requireFloatingPoint();

  /// Raises an exception from an instruction with [Flow#END], at the cost of a field write. The
  /// instruction does not retire.
  public abstract void raise(int cause, long value);

  /// `ecall` from the current privilege.
  public abstract void environmentCall();

  /// `fence`: orders memory accesses.
  public abstract void fence();

  /// `fence.i`: makes earlier stores visible to instruction fetch.
  public abstract void fenceInstruction();

  /// `sfence.vma`: forgets translations of `address` (all when `everyAddress`) in address space
  /// `asid` (all when `everySpace`).
  public abstract void fenceVirtualMemory(
      long address, boolean everyAddress, long asid, boolean everySpace);

  /// `mret`.
  public abstract void returnFromMachine();

  /// `sret`.
  public abstract void returnFromSupervisor();

  /// `wfi`: stalls until an interrupt is pending.
  public abstract void waitForInterrupt();

  /// `wrs.nto`, `wrs.sto`: lets others run, if there is a reservation that they can end.
  public abstract void waitOnReservation();

  /// `cbo.clean`, `cbo.flush` and, if it `discards`, `cbo.inval`, of the block with `address`.
  /// Throws [Trap] when the block may not be accessed, and (illegal instruction) when the privilege
  /// is too low.
  public abstract void manageCacheBlock(long address, boolean discards);

  /// `cbo.zero`: stores zeros to the block with `address`. Throws [Trap] as [#manageCacheBlock].
  public abstract void zeroCacheBlock(long address);
}
