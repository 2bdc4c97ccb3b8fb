package spool.emulator.hart;

import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The register `mstatus`, of which `sstatus` is a part (RISC-V privileged architecture, "Machine
/// Status Registers").
final class Status implements Stateful {
  static final long SIE = 1 << 1;
  static final long MIE = 1 << 3;
  static final long SPIE = 1 << 5;
  static final long MPIE = 1 << 7;
  static final long SPP = 1 << 8;
  static final long MPP = 3 << 11;
  static final long FS = 3 << 13;
  static final long MPRV = 1 << 17;
  static final long SUM = 1 << 18;
  static final long MXR = 1 << 19;
  static final long TVM = 1 << 20;
  static final long TW = 1 << 21;
  static final long TSR = 1 << 22;

  /// UXL and SXL: user and supervisor mode are 64 bits wide.
  private static final long UXL = 2L << 32;

  private static final long SXL = 2L << 34;
  private static final long SD = 1L << 63;
  private static final long SUPERVISOR_WRITABLE = SIE | SPIE | SPP | FS | SUM | MXR;
  private static final long SUPERVISOR_VISIBLE = SUPERVISOR_WRITABLE | UXL | SD;
  private static final long WRITABLE =
      SUPERVISOR_WRITABLE | MIE | MPIE | MPP | MPRV | TVM | TW | TSR;
  private static final int MPP_SHIFT = 11;
  private static final long MPP_RESERVED = 2L << MPP_SHIFT;

  private long bits;

  /// The value of `mstatus`.
  long machine() {
    return bits | UXL | SXL | (floatingPointDirty() ? SD : 0);
  }

  /// Writes `mstatus`. MPP keeps its value when asked for the mode that does not exist.
  void machine(long value) {
    boolean reserved = (value & MPP) == MPP_RESERVED;
    write(value, reserved ? WRITABLE & ~MPP : WRITABLE);
  }

  /// The value of `sstatus`.
  long supervisor() {
    return machine() & SUPERVISOR_VISIBLE;
  }

  /// Writes `sstatus`.
  void supervisor(long value) {
    write(value, SUPERVISOR_WRITABLE);
  }

  boolean has(long flag) {
    return (bits & flag) != 0;
  }

  void set(long flag, boolean value) {
    bits = value ? bits | flag : bits & ~flag;
  }

  Privilege previousForMachine() {
    return Privilege.of((bits & MPP) >>> MPP_SHIFT);
  }

  void previousForMachine(Privilege privilege) {
    write((long) privilege.encoding() << MPP_SHIFT, MPP);
  }

  Privilege previousForSupervisor() {
    return has(SPP) ? Privilege.S : Privilege.U;
  }

  boolean floatingPointOff() {
    return (bits & FS) == 0;
  }

  boolean floatingPointDirty() {
    return (bits & FS) == FS;
  }

  @Override
  public void exchange(Exchange exchange) {
    bits = exchange.number(bits);
  }

  private void write(long value, long mask) {
    bits = (bits & ~mask) | (value & mask);
  }
}
