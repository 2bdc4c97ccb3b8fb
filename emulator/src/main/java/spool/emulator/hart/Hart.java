package spool.emulator.hart;

import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Cpu;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Bus;

/// A hardware thread: registers, privilege, translation, traps and a clock of its own.
public final class Hart extends Cpu {
  private final int id;
  private final Bus bus;
  private long pc;
  private long satp;
  private long retired;
  private long charged;
  private long limit = Long.MAX_VALUE;
  private long translationVersion;
  private boolean parked;
  private Privilege privilege = Privilege.M;

  /// Hart number `id` on `bus`.
  public Hart(int id, Bus bus) {
    this.id = id;
    this.bus = bus;
  }

  /// `mhartid`.
  public int id() {
    return id;
  }

  /// The address of the next instruction.
  public long pc() {
    return pc;
  }

  /// Continues at `address`.
  public void pc(long address) {
    pc = address;
  }

  /// The current privilege.
  public Privilege privilege() {
    return privilege;
  }

  /// Changes the privilege.
  public void privilege(Privilege next) {
    privilege = next;
  }

  /// The address space, as the CSR `satp` has it.
  public long satp() {
    return satp;
  }

  /// Switches the address space and forgets its translations.
  public void satp(long value) {
    satp = value;
    flushTranslations();
  }

  /// Forgets every cached translation.
  public void flushTranslations() {
    translationVersion++;
  }

  /// Forgets the cached translation of one virtual page.
  public void flushTranslation(long address) {
    translationVersion++;
  }

  /// Differs from any earlier answer when translations were forgotten in between, so that whoever
  /// keeps something by virtual address knows when to forget it too.
  public long translationVersion() {
    return translationVersion;
  }

  /// The physical address, in RAM, of the instruction halfword at virtual `address`. Throws [Trap].
  public long fetchAddress(long address) {
    return address;
  }

  /// This hart's own virtual time in cycles: instructions retired plus cycles charged.
  public long cycles() {
    return retired + charged + executed;
  }

  /// How many instructions have retired.
  public long retired() {
    return retired + executed;
  }

  /// Counts `count` instructions as retired, among them those of [Cpu#executed].
  public void retire(int count) {
    retired += count;
    executed = 0;
  }

  /// Lets `cost` cycles pass that no instruction accounts for.
  public void charge(long cost) {
    charged += cost;
  }

  /// Virtual time at which the hart stops executing.
  public long limit() {
    return limit;
  }

  /// Stops executing at virtual time `cycles`; at the end of the running block if that is past.
  public void limit(long cycles) {
    limit = cycles;
  }

  /// Whether an interrupt is pending and enabled.
  public boolean interruptPending() {
    return false;
  }

  /// Takes the most urgent pending interrupt.
  public void takeInterrupt() {}

  /// Takes the exception `cause` with `value`, raised by the instruction at [#pc].
  public void takeTrap(int cause, long value) {}

  /// Whether [#raise] was called and the trap not taken yet.
  public boolean trapRaised() {
    return false;
  }

  /// Takes the trap of [#raise], for the instruction at [#pc].
  public void takeRaisedTrap() {}

  /// A device raises or lowers interrupt `number`, as in `mip`.
  public void setInterrupt(int number, boolean raised) {}

  /// Whether the hart executes nothing and only waits for interrupts.
  public boolean isParked() {
    return parked;
  }

  /// Stops executing until [#unpark].
  public void park() {
    parked = true;
  }

  /// Executes again, from virtual time `now` on if its clock is behind.
  public void unpark(long now) {
    parked = false;
    charge(Math.max(0, now - cycles()));
  }

  /// Drops the reservation of a load-reserved.
  public void clearReservation() {}

  @Override
  public byte load8(long address) {
    return (byte) bus.load(address, 1);
  }

  @Override
  public short load16(long address) {
    return (short) bus.load(address, 2);
  }

  @Override
  public int load32(long address) {
    return (int) bus.load(address, 4);
  }

  @Override
  public long load64(long address) {
    return bus.load(address, 8);
  }

  @Override
  public void store8(long address, byte value) {
    bus.store(address, 1, value);
  }

  @Override
  public void store16(long address, short value) {
    bus.store(address, 2, value);
  }

  @Override
  public void store32(long address, int value) {
    bus.store(address, 4, value);
  }

  @Override
  public void store64(long address, long value) {
    bus.store(address, 8, value);
  }

  @Override
  public int loadReserved32(long address) {
    return load32(address);
  }

  @Override
  public long loadReserved64(long address) {
    return load64(address);
  }

  @Override
  public boolean storeConditional32(long address, int value) {
    store32(address, value);
    return true;
  }

  @Override
  public boolean storeConditional64(long address, long value) {
    store64(address, value);
    return true;
  }

  @Override
  public int atomic32(long address, int operand, IntBinaryOperator operation) {
    int old = load32(address);
    store32(address, operation.applyAsInt(old, operand));
    return old;
  }

  @Override
  public long atomic64(long address, long operand, LongBinaryOperator operation) {
    long old = load64(address);
    store64(address, operation.applyAsLong(old, operand));
    return old;
  }

  @Override
  public long readCsr(int csr) {
    throw new Trap(Cause.ILLEGAL_INSTRUCTION, csr);
  }

  @Override
  public void writeCsr(int csr, long value) {
    throw new Trap(Cause.ILLEGAL_INSTRUCTION, csr);
  }

  @Override
  public int rounding(int rm) {
    return rm;
  }

  @Override
  public void requireFloatingPoint() {}

  @Override
  public void raise(int cause, long value) {
    throw new Trap(cause, value);
  }

  @Override
  public void environmentCall() {
    raise(Cause.ECALL_FROM_U, 0);
  }

  @Override
  public void fence() {}

  @Override
  public void fenceInstruction() {}

  @Override
  public void fenceVirtualMemory(
      long address, boolean everyAddress, long asid, boolean everySpace) {
    flushTranslations();
  }

  @Override
  public void returnFromMachine() {}

  @Override
  public void returnFromSupervisor() {}

  @Override
  public void waitForInterrupt() {}
}
