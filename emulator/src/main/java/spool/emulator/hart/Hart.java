package spool.emulator.hart;

import java.util.OptionalLong;
import spool.emulator.fp.Rounding;
import spool.emulator.isa.Cause;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Access;
import spool.emulator.memory.Bus;
import spool.emulator.state.Exchange;

/// A hardware thread: registers, privilege, translation, traps and a clock of its own.
///
/// Whoever executes instructions does so while [#cycles] is below [#limit] and the hart is not
/// parked, calls [#retire] for what it executed, and [#takeTrap], [#deliverPendingTrap] and
/// [#takeInterrupt] between instructions.
public final class Hart extends ClockedHart {
  private static final int NO_TRAP = -1;

  /// The bits of `cycle`, `time` and `instret` in `mcounteren`.
  private static final long BASIC_COUNTERS = 7;

  final PrivilegedState state = new PrivilegedState();
  private final int id;
  private long pc;
  private Runnable instructionFence = () -> {};
  private Runnable wakeup = () -> unpark(cycles());
  private boolean parked;
  private boolean interruptPending;
  boolean floatingPointReady;
  int roundingMode;
  private int pendingCause = NO_TRAP;
  private long pendingValue;
  private Supervisor supervisor = new ArchitecturalTraps();
  private boolean supervised;

  /// Hart number `id` on `bus`, in M-mode with everything off, as after reset.
  public Hart(int id, Bus bus) {
    super(bus);
    this.id = id;
  }

  /// Everything but who takes the traps, and whom the hart tells of what it does.
  @Override
  public void exchange(Exchange exchange) {
    super.exchange(exchange);
    state.exchange(exchange);
    pc = exchange.number(pc);
    parked = exchange.flag(parked);
    roundingMode = exchange.integer(roundingMode);
    pendingCause = exchange.integer(pendingCause);
    pendingValue = exchange.number(pendingValue);
    if (exchange.isRestoring()) {
      environmentChanged();
      followState();
    }
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
    return state.privilege;
  }

  /// Changes the privilege.
  public void privilege(Privilege next) {
    state.privilege = next;
    stateChanged();
  }

  /// Lets `supervisor` take the traps of U-mode from now on. The hart goes to U-mode with floating
  /// point, the basic counters and cache management on and all memory permitted.
  public void attach(Supervisor supervisor) {
    this.supervisor = supervisor;
    supervised = true;
    permitAllMemory();
    state.status.set(Status.FS, true);
    state.machine.counters(BASIC_COUNTERS);
    state.supervisor.counters(BASIC_COUNTERS);
    state.machine.environment.permit(Environment.CBCFE | Environment.CBZE);
    state.supervisor.environment.permit(Environment.CBCFE | Environment.CBZE);
    privilege(Privilege.U);
  }

  /// Lets `firmware` take every trap from now on, which passes those that are not its own on to
  /// [#enter]. The hart is in supervisor mode with every trap but `ecall` delegated to it, its own
  /// timer, the counters, cache management and memory types on and all memory permitted: as
  /// firmware leaves it.
  public void attachFirmware(Supervisor firmware) {
    supervisor = firmware;
    permitAllMemory();
    state.delegatedExceptions(~(1L << Cause.ECALL_FROM_S));
    state.interrupts.delegated(-1);
    state.machine.counters(-1);
    state.supervisor.counters(BASIC_COUNTERS);
    state.machine.environment.permit(
        Environment.CBIE
            | Environment.CBCFE
            | Environment.CBZE
            | Environment.PBMTE
            | Environment.STCE);
    environmentChanged();
    privilege(Privilege.S);
  }

  // Address space

  /// The address space, as the CSR `satp` has it.
  public long satp() {
    return translation.satp();
  }

  /// Switches the address space and forgets its translations.
  public void satp(long value) {
    translation.satp(value);
  }

  /// Switches the address space, and goes by what it knew when it was there last, unless that was
  /// to be forgotten since ([#forgetTranslations]).
  public void switchTo(long satp) {
    enter(satp);
  }

  /// Forgets what it knows of the address space `satp`. Where it is in another one, and harts are
  /// threads, it need not stand still for that, as long as it is not to switch meanwhile.
  public void forgetTranslations(long satp) {
    translation.forget(satp);
  }

  /// Forgets what it knows of one virtual page of the address space `satp`.
  public void forgetTranslation(long satp, long address) {
    translation.forget(satp, address);
  }

  /// Forgets every cached translation.
  public void flushTranslations() {
    translation.flush();
  }

  /// Forgets the cached translation of one virtual page.
  public void flushTranslation(long address) {
    translation.flush(address);
  }

  /// A number that identifies how instruction addresses are translated now: another one whenever
  /// that may have changed (`satp`, `sfence.vma`, privilege), the same when it is as it was.
  public long translationEpoch() {
    return translation.epoch();
  }

  /// The physical address, always in RAM, of the instruction halfword at the virtual address `pc`.
  /// As long as [#translationEpoch] stays it holds, and if [#fetchesWholePage] then for the rest of
  /// the page too. Throws [Trap].
  public long fetchAddress(long pc) {
    return ramAddress(pc, Short.BYTES, Access.FETCH);
  }

  /// The physical address of data at the virtual `address` in the present mode, whatever may be
  /// done there; empty if there is none. For debuggers: looking so changes nothing.
  public OptionalLong find(long address) {
    long physical = translation.find(address);
    return physical < 0 ? OptionalLong.empty() : OptionalLong.of(physical);
  }

  /// Whether the whole page of `pc` may be executed, of which [#fetchAddress] was just asked for a
  /// part. The protection of physical memory can permit less than a page.
  public boolean fetchesWholePage(long pc) {
    return translation.fetchesWholePage(pc);
  }

  /// The physical address of the instruction halfword at the virtual `address`, if the hart fetched
  /// from that page lately and may fetch from all of it. Looking so changes nothing.
  public OptionalLong findFetched(long address) {
    long physical = translation.findFetched(address);
    return physical < 0 ? OptionalLong.empty() : OptionalLong.of(physical);
  }

  /// Permits every mode to access all physical memory, as firmware does by the first entry of its
  /// protection; without any entry, machine mode alone may.
  public void permitAllMemory() {
    translation.protection().permitAll();
    flushTranslations();
  }

  // Clock

  /// How many instructions may execute before something else has its turn: what the limit leaves,
  /// and none while an interrupt is pending.
  public long room() {
    return interruptPending ? 0 : limit() - cycles();
  }

  /// Where there are triggers.
  public Triggers triggers() {
    return translation.triggers();
  }

  /// Goes by other triggers, or by the same that answer otherwise now. Not to be called while
  /// instructions execute.
  public void triggers(Triggers next) {
    translation.triggers(next);
  }

  /// Says whether `time` is not below `stimecmp`, both unsigned. For the timer.
  public void timeReached(boolean reached) {
    state.interrupts.timeReached(reached);
    stateChanged();
  }

  /// Whether the current mode may touch `stimecmp`.
  boolean mayCompareTime() {
    boolean lent = state.machine.environment.has(Environment.STCE) && mayCount(1);
    return state.privilege == Privilege.M || lent;
  }

  /// Whether the hart executes nothing and only waits for interrupts.
  public boolean isParked() {
    return parked;
  }

  /// Stops executing until [#unpark], or until an interrupt waits that is enabled in `mie`, which
  /// may be at once.
  public void park() {
    parked = true;
    wakeIfInterrupted();
  }

  /// Executes again, from virtual time `now` on if its clock is behind.
  public void unpark(long now) {
    parked = false;
    charge(Math.max(0, now - cycles()));
  }

  /// Calls `action`, which is to [#unpark] the hart at the right time, when an interrupt ends its
  /// parking.
  public void onWakeup(Runnable action) {
    wakeup = action;
  }

  private void wakeIfInterrupted() {
    if (parked && state.interrupts.waiting() != 0) {
      wakeup.run();
    }
  }

  // Traps

  /// Takes a trap of the instruction at [#pc]. With a [Supervisor], one from U-mode is its; others
  /// go to machine or supervisor mode as `medeleg` says.
  ///
  /// An illegal instruction whose `value` is 0 is given its bits.
  public void takeTrap(int cause, long value) {
    boolean unknown = cause == Cause.ILLEGAL_INSTRUCTION && value == 0;
    long detail = unknown ? instructionBits() : value;
    clearReservation();
    supervisor.exception(this, cause, detail);
  }

  /// Whether [#raise] left a trap.
  public boolean trapPending() {
    return pendingCause != NO_TRAP;
  }

  /// Takes the trap that [#raise] left; [#pc] is that of the instruction that raised it.
  public void deliverPendingTrap() {
    int cause = pendingCause;
    pendingCause = NO_TRAP;
    takeTrap(cause, pendingValue);
  }

  /// Raises or lowers interrupt `number`, as in `mip`. For devices.
  public void setInterrupt(int number, boolean level) {
    state.interrupts.line(number, level);
    stateChanged();
  }

  /// Chooses the interrupts that can happen, as `mie` does. For a [Supervisor].
  public void enableInterrupts(long numbers) {
    state.interrupts.enabled(numbers);
    stateChanged();
  }

  /// Whether an interrupt is to be taken before the next instruction. For a hart with a
  /// [Supervisor] that is any interrupt that is pending and enabled in `mie`.
  public boolean interruptPending() {
    return interruptPending;
  }

  /// Takes the first pending interrupt, of which there is one; see [#interruptPending].
  public void takeInterrupt() {
    clearReservation();
    supervisor.interrupt(this, Interrupts.first(takeable()));
  }

  private long takeable() {
    return supervised
        ? state.interrupts.waiting()
        : state.interrupts.takeable(state.privilege, state.status);
  }

  /// Enters the handler that the trap registers name, for `cause` as in `mcause`.
  public void enter(long cause, long value) {
    pc = state.enter(cause, value, pc);
    stateChanged();
  }

  /// Brings up to date what follows from the privileged state.
  void stateChanged() {
    followState();
    wakeIfInterrupted();
  }

  private void followState() {
    Status status = state.status;
    view(state.privilege, state.dataPrivilege(), status.has(Status.SUM), status.has(Status.MXR));
    floatingPointReady = status.floatingPointDirty();
    interruptPending = takeable() != 0;
  }

  /// Brings up to date what follows from `menvcfg`.
  void environmentChanged() {
    Environment machine = state.machine.environment;
    translation.entries(machine.has(Environment.ADUE), machine.has(Environment.PBMTE));
    state.interrupts.comparesTime(machine.has(Environment.STCE));
  }

  private long instructionBits() {
    try {
      long low = fetch16(pc);
      return (low & 3) == 3 ? fetch16(pc + 2) << Short.SIZE | low : low;
    } catch (Trap _) {
      return 0;
    }
  }

  // Control and status registers

  @Override
  public long readCsr(int csr) {
    ControlRegister register = ControlRegisters.at(csr);
    requireLegal(register.isAccessible(this));
    return register.read(this);
  }

  @Override
  public void writeCsr(int csr, long value) {
    ControlRegister register = ControlRegisters.at(csr);
    requireLegal(register.isAccessible(this) && !register.isReadOnly());
    register.write(this, value);
  }

  /// Whether the counter with a bit in `mcounteren` and `scounteren` can be read.
  boolean mayCount(int bit) {
    boolean machine = state.privilege == Privilege.M || has(state.machine.counters(), bit);
    boolean supervisor = state.privilege != Privilege.U || has(state.supervisor.counters(), bit);
    return machine && supervisor;
  }

  private static boolean has(long bits, int bit) {
    return (bits >>> bit & 1) != 0;
  }

  /// Whether the current mode may touch `satp` and its translations.
  boolean mayManageMemory() {
    return mayUnless(Status.TVM);
  }

  /// Whether the current mode is machine mode, or supervisor mode that is not kept from it.
  private boolean mayUnless(long trapFlag) {
    return switch (state.privilege) {
      case M -> true;
      case S -> !state.status.has(trapFlag);
      case U -> false;
    };
  }

  private static void requireLegal(boolean legal) {
    if (!legal) {
      throw new Trap(Cause.ILLEGAL_INSTRUCTION, 0);
    }
  }

  // Floating point

  /// Whether NX has accrued: a result was inexact.
  public boolean isInexact() {
    return exceptionFlags.isInexact();
  }

  /// The value of `fcsr`.
  public int floatingPointControl() {
    return roundingMode << 5 | exceptionFlags.accrued;
  }

  /// Writes `fcsr`.
  public void floatingPointControl(int value) {
    roundingMode = value >>> 5 & 7;
    exceptionFlags.set(value);
    state.status.set(Status.FS, true);
  }

  int roundingMode() {
    return roundingMode;
  }

  @Override
  public int rounding(int rm) {
    requireFloatingPoint();
    int mode = rm == Rounding.DYN ? roundingMode : rm;
    requireLegal(mode <= Rounding.RMM);
    return mode;
  }

  @Override
  public void requireFloatingPoint() {
    if (!floatingPointReady) {
      requireLegal(!state.status.floatingPointOff());
      state.status.set(Status.FS, true);
      floatingPointReady = true;
    }
  }

  // System instructions

  @Override
  public void raise(int cause, long value) {
    pendingCause = cause;
    pendingValue = value;
  }

  @Override
  public void environmentCall() {
    raise(Cause.ECALL_FROM_U + state.privilege.encoding(), 0);
  }

  /// Calls `action` for every `fence.i`. Who executes needs that where stores to code are not
  /// noticed as they happen, see [spool.emulator.memory.PhysicalMemory#onCodeWrite].
  public void onFenceInstruction(Runnable action) {
    instructionFence = action;
  }

  @Override
  public void fenceInstruction() {
    instructionFence.run();
  }

  @Override
  public void fenceVirtualMemory(
      long address, boolean everyAddress, long asid, boolean everySpace) {
    requireLegal(mayManageMemory());
    if (everyAddress) {
      flushTranslations();
    } else {
      flushTranslation(address);
    }
  }

  @Override
  public void returnFromMachine() {
    requireLegal(state.privilege == Privilege.M);
    pc = state.returnFromMachine();
    stateChanged();
  }

  @Override
  public void returnFromSupervisor() {
    requireLegal(mayUnless(Status.TSR));
    pc = state.returnFromSupervisor();
    stateChanged();
  }

  @Override
  public void waitForInterrupt() {
    requireLegal(mayUnless(Status.TW));
    park();
  }

  /// Ends the slice, and with it the reservation if other harts run.
  @Override
  public void waitOnReservation() {
    if (hasReservation()) {
      lowerLimit(cycles());
    }
  }

  @Override
  public void manageCacheBlock(long address, boolean discards) {
    requireLegal(environmentPermits(discards ? Environment.CBIE : Environment.CBCFE));
    readCacheBlock(address);
  }

  @Override
  public void zeroCacheBlock(long address) {
    requireLegal(environmentPermits(Environment.CBZE));
    clearCacheBlock(address);
  }

  private boolean environmentPermits(long flag) {
    boolean machine = state.privilege == Privilege.M || state.machine.environment.has(flag);
    boolean supervisor = state.privilege != Privilege.U || state.supervisor.environment.has(flag);
    return machine && supervisor;
  }
}
