package spool.emulator.hart;

import spool.emulator.isa.Cause;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The registers with which one privileged mode takes its traps: `mtvec`, `mepc` ... or `stvec`,
/// `sepc` ... (RISC-V privileged architecture, "Machine-Level CSRs").
final class TrapRegisters implements Stateful {
  private static final long VECTORED = 1;
  private static final int VECTOR_BYTES = 4;

  private long vector;
  private long returnAddress;
  long cause;
  long value;
  long scratch;
  private int counters;
  final Environment environment;

  TrapRegisters(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void exchange(Exchange exchange) {
    vector = exchange.number(vector);
    returnAddress = exchange.number(returnAddress);
    cause = exchange.number(cause);
    value = exchange.number(value);
    scratch = exchange.number(scratch);
    counters = exchange.integer(counters);
    environment.exchange(exchange);
  }

  /// `mtvec` or `stvec`.
  long vector() {
    return vector;
  }

  /// Of the modes only direct (0) and vectored (1) exist.
  void vector(long address) {
    vector = address & ~2L;
  }

  /// `mepc` or `sepc`.
  long returnAddress() {
    return returnAddress;
  }

  /// Instructions begin at even addresses.
  void returnAddress(long address) {
    returnAddress = address & ~1L;
  }

  /// `mcounteren` or `scounteren`: which of `cycle`, `time`, `instret` and the other counters less
  /// privileged modes see.
  long counters() {
    return Integer.toUnsignedLong(counters);
  }

  /// See [#counters()].
  void counters(long enabled) {
    counters = (int) enabled;
  }

  /// Notes a trap of `cause` at `pc` and answers where its handler begins.
  long enter(long cause, long value, long pc) {
    returnAddress(pc);
    this.cause = cause;
    this.value = value;
    long base = vector & ~VECTORED;
    boolean vectored = cause < 0 && (vector & VECTORED) != 0;
    return vectored ? base + VECTOR_BYTES * (cause & ~Cause.INTERRUPT) : base;
  }
}
