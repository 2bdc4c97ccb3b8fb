package spool.emulator.hart;

import spool.emulator.isa.Cause;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The privilege of a hart, and how traps and returns from them change it (RISC-V privileged
/// architecture, "Privilege and Global Interrupt-Enable Stack in `mstatus` register").
final class PrivilegedState implements Stateful {
  /// Exceptions that can be delegated: all but `ecall` from M-mode.
  private static final long DELEGABLE = 0xb3ff;

  final Status status = new Status();
  final Interrupts interrupts = new Interrupts();
  final TrapRegisters machine = new TrapRegisters(Environment.machine());
  final TrapRegisters supervisor = new TrapRegisters(Environment.supervisor());
  private long delegatedExceptions;
  Privilege privilege = Privilege.M;

  @Override
  public void exchange(Exchange exchange) {
    status.exchange(exchange);
    interrupts.exchange(exchange);
    machine.exchange(exchange);
    supervisor.exchange(exchange);
    delegatedExceptions = exchange.number(delegatedExceptions);
    privilege = exchange.choice(privilege);
  }

  /// `medeleg`.
  long delegatedExceptions() {
    return delegatedExceptions;
  }

  /// See [#delegatedExceptions()].
  void delegatedExceptions(long causes) {
    delegatedExceptions = causes & DELEGABLE;
  }

  /// What data is accessed as: MPRV lends machine mode the rights of the mode it came from.
  Privilege dataPrivilege() {
    boolean lent = privilege == Privilege.M && status.has(Status.MPRV);
    return lent ? status.previousForMachine() : privilege;
  }

  /// Takes the trap of `cause` (as in `mcause`) at `pc` and answers where its handler begins.
  long enter(long cause, long value, long pc) {
    boolean delegated = privilege != Privilege.M && isDelegated(cause);
    return delegated ? enterSupervisor(cause, value, pc) : enterMachine(cause, value, pc);
  }

  private boolean isDelegated(long cause) {
    long delegated = cause < 0 ? interrupts.delegated() : delegatedExceptions;
    return (delegated >>> (cause & ~Cause.INTERRUPT) & 1) != 0;
  }

  private long enterSupervisor(long cause, long value, long pc) {
    status.set(Status.SPIE, status.has(Status.SIE));
    status.set(Status.SIE, false);
    status.set(Status.SPP, privilege == Privilege.S);
    privilege = Privilege.S;
    return supervisor.enter(cause, value, pc);
  }

  private long enterMachine(long cause, long value, long pc) {
    status.set(Status.MPIE, status.has(Status.MIE));
    status.set(Status.MIE, false);
    status.previousForMachine(privilege);
    privilege = Privilege.M;
    return machine.enter(cause, value, pc);
  }

  /// `mret`; answers where execution goes on.
  long returnFromMachine() {
    privilege = status.previousForMachine();
    status.set(Status.MIE, status.has(Status.MPIE));
    status.set(Status.MPIE, true);
    status.previousForMachine(Privilege.U);
    endLoan();
    return machine.returnAddress();
  }

  /// `sret`; answers where execution goes on.
  long returnFromSupervisor() {
    privilege = status.previousForSupervisor();
    status.set(Status.SIE, status.has(Status.SPIE));
    status.set(Status.SPIE, true);
    status.set(Status.SPP, false);
    endLoan();
    return supervisor.returnAddress();
  }

  private void endLoan() {
    if (privilege != Privilege.M) {
      status.set(Status.MPRV, false);
    }
  }
}
