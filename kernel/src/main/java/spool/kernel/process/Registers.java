package spool.kernel.process;

import java.util.Arrays;
import spool.emulator.hart.Hart;

/// A task's registers while they are not in a hart.
public final class Registers {
  /// `ra`, the return address.
  public static final int RA = 1;

  /// `sp`, the stack pointer.
  public static final int SP = 2;

  /// `tp`, the thread pointer.
  public static final int TP = 4;

  /// `a0`, the first argument and the result.
  public static final int A0 = 10;

  /// `a1`, the second argument.
  public static final int A1 = 11;

  /// `a2`, the third argument.
  public static final int A2 = 12;

  /// `a7`, the number of the system call.
  public static final int A7 = 17;

  /// How many registers each file has.
  public static final int COUNT = 32;

  private static final int FCSR = 0x003;

  /// The integer registers; `x[0]` is zero.
  public final long[] x = new long[COUNT];

  /// The floating-point registers as raw bits.
  public final long[] f = new long[COUNT];

  private int fcsr;
  private long pc;

  /// The address of the next instruction.
  public long pc() {
    return pc;
  }

  /// Continues at `address`.
  public void pc(long address) {
    pc = address;
  }

  /// The floating-point control and status register.
  public int fcsr() {
    return fcsr;
  }

  /// Replaces the floating-point control and status register.
  public void fcsr(int value) {
    fcsr = value;
  }

  /// Takes over everything of `other`.
  public void copy(Registers other) {
    System.arraycopy(other.x, 0, x, 0, COUNT);
    System.arraycopy(other.f, 0, f, 0, COUNT);
    fcsr = other.fcsr;
    pc = other.pc;
  }

  /// Makes everything zero, as a new program finds it.
  public void clear() {
    Arrays.fill(x, 0);
    Arrays.fill(f, 0);
    fcsr = 0;
    pc = 0;
  }

  /// Takes over what `hart` holds.
  public void save(Hart hart) {
    System.arraycopy(hart.x, 0, x, 0, COUNT);
    System.arraycopy(hart.f, 0, f, 0, COUNT);
    fcsr = (int) hart.readCsr(FCSR);
    pc = hart.pc();
  }

  /// Puts everything into `hart`.
  public void restore(Hart hart) {
    System.arraycopy(x, 0, hart.x, 0, COUNT);
    System.arraycopy(f, 0, hart.f, 0, COUNT);
    hart.writeCsr(FCSR, fcsr);
    hart.pc(pc);
  }
}
