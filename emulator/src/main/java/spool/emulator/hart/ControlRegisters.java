package spool.emulator.hart;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import spool.emulator.hart.ControlRegister.Writer;
import spool.emulator.memory.PhysicalProtection;

/// The control and status registers that a hart has, each described in one place (RISC-V privileged
/// architecture, "CSR Listing"). What is not here is an illegal instruction.
///
/// There are no performance counters beyond the three that are required, and no triggers for
/// debugging: their registers read as zero.
public final class ControlRegisters {
  private static final int COUNT = 4096;

  /// What is at the numbers of none.
  private static final ControlRegister ABSENT =
      new ControlRegister(0, "", _ -> false, _ -> 0, ControlRegisters::ignore);

  private static final ControlRegisters TABLE = new ControlRegisters();

  private final ControlRegister[] registers = new ControlRegister[COUNT];

  private ControlRegisters() {
    Arrays.fill(registers, ABSENT);
    floatingPoint();
    counters();
    identity();
    supervisor();
    machine();
    delegation();
    protection();
    triggers();
    traps(0x100, "s", hart -> hart.state.supervisor);
    traps(0x300, "m", hart -> hart.state.machine);
  }

  /// The registers that exist, by number.
  public static List<ControlRegister> all() {
    return Arrays.stream(TABLE.registers).filter(register -> !register.name().isEmpty()).toList();
  }

  /// The register with a number below 4096; what does not exist is never accessible.
  static ControlRegister at(int number) {
    return TABLE.registers[number];
  }

  private void define(
      int number,
      String name,
      Predicate<Hart> condition,
      ToLongFunction<Hart> reader,
      Writer writer) {
    registers[number] = new ControlRegister(number, name, condition, reader, writer);
  }

  private void define(int number, String name, ToLongFunction<Hart> reader, Writer writer) {
    define(number, name, _ -> true, reader, writer);
  }

  private void constant(int number, String name, long value) {
    define(number, name, _ -> value, ControlRegisters::ignore);
  }

  private static void ignore(Hart hart, long value) {}

  private void floatingPoint() {
    Predicate<Hart> on = hart -> !hart.state.status.floatingPointOff();
    define(
        0x001,
        "fflags",
        on,
        hart -> hart.exceptionFlags.accrued,
        (hart, value) -> hart.floatingPointControl(hart.roundingMode() << 5 | ((int) value & 31)));
    define(
        0x002,
        "frm",
        on,
        Hart::roundingMode,
        (hart, value) -> hart.floatingPointControl((int) value << 5 | hart.exceptionFlags.accrued));
    define(
        0x003,
        "fcsr",
        on,
        Hart::floatingPointControl,
        (hart, value) -> hart.floatingPointControl((int) value));
  }

  private void counters() {
    counter("cycle", 0, hart -> hart.cycleCounter);
    counter("instret", 2, hart -> hart.instructionCounter);
    define(0xc01, "time", hart -> hart.mayCount(1), Hart::time, ControlRegisters::ignore);
    define(0x14d, "stimecmp", Hart::mayCompareTime, Hart::timeCompare, Hart::timeCompare);
    define(
        0x320,
        "mcountinhibit",
        hart ->
            (hart.cycleCounter.isInhibited() ? 1 : 0)
                | (hart.instructionCounter.isInhibited() ? 4 : 0),
        (hart, value) -> {
          hart.cycleCounter.inhibit((value & 1) != 0);
          hart.instructionCounter.inhibit((value & 4) != 0);
        });
    for (int number = 3; number < 32; number++) {
      counter("hpmcounter" + number, number, _ -> 0, ControlRegisters::ignore);
      constant(0x320 + number, "mhpmevent" + number, 0);
    }
  }

  private void counter(String name, int number, Function<Hart, EventCounter> of) {
    counter(
        name, number, hart -> of.apply(hart).read(), (hart, value) -> of.apply(hart).write(value));
  }

  private void counter(String name, int number, ToLongFunction<Hart> reader, Writer writer) {
    define(0xc00 + number, name, hart -> hart.mayCount(number), reader, ControlRegisters::ignore);
    define(0xb00 + number, "m" + name, reader, writer);
  }

  private void supervisor() {
    define(
        0x100,
        "sstatus",
        hart -> hart.state.status.supervisor(),
        (hart, value) -> hart.state.status.supervisor(value));
    define(
        0x104,
        "sie",
        hart -> hart.state.interrupts.supervisorEnabled(),
        (hart, value) -> hart.state.interrupts.supervisorEnabled(value));
    define(
        0x144,
        "sip",
        hart -> hart.state.interrupts.supervisorPending(),
        (hart, value) -> hart.state.interrupts.supervisorPending(value));
    define(0x180, "satp", Hart::mayManageMemory, Hart::satp, Hart::satp);
  }

  private void identity() {
    constant(0xf11, "mvendorid", 0);
    constant(0xf12, "marchid", 0);
    constant(0xf13, "mimpid", 0);
    define(0xf14, "mhartid", Hart::id, ControlRegisters::ignore);
    constant(0xf15, "mconfigptr", 0);
    constant(0x301, "misa", 2L << 62 | extensions("ABCDFIMSU"));
  }

  private void machine() {
    define(
        0x300,
        "mstatus",
        hart -> hart.state.status.machine(),
        (hart, value) -> hart.state.status.machine(value));
    define(
        0x304,
        "mie",
        hart -> hart.state.interrupts.enabled(),
        (hart, value) -> hart.state.interrupts.enabled(value));
    define(
        0x344,
        "mip",
        hart -> hart.state.interrupts.pending(),
        (hart, value) -> hart.state.interrupts.pending(value));
  }

  private void delegation() {
    define(
        0x302,
        "medeleg",
        hart -> hart.state.delegatedExceptions(),
        (hart, value) -> hart.state.delegatedExceptions(value));
    define(
        0x303,
        "mideleg",
        hart -> hart.state.interrupts.delegated(),
        (hart, value) -> hart.state.interrupts.delegated(value));
  }

  /// Of the registers with configurations the even ones exist. The entries from 16 on are off for
  /// good.
  private void protection() {
    for (int number = 0; number < 16; number += 2) {
      int register = number;
      protection(
          0x3a0 + number,
          "pmpcfg" + number,
          number < PhysicalProtection.ENTRIES / 4,
          entries -> entries.configurations(register),
          (entries, value) -> entries.configurations(register, value));
    }
    for (int number = 0; number < 64; number++) {
      int entry = number;
      protection(
          0x3b0 + number,
          "pmpaddr" + number,
          number < PhysicalProtection.ENTRIES,
          entries -> entries.address(entry),
          (entries, value) -> entries.address(entry, value));
    }
  }

  private void protection(
      int number,
      String name,
      boolean exists,
      ToLongFunction<PhysicalProtection> reader,
      ObjLongConsumer<PhysicalProtection> writer) {
    if (!exists) {
      constant(number, name, 0);
      return;
    }
    define(
        number,
        name,
        hart -> reader.applyAsLong(hart.translation.protection()),
        (hart, value) -> {
          writer.accept(hart.translation.protection(), value);
          hart.flushTranslations();
        });
  }

  /// There are no triggers: the only one that can be selected has no type ("RISC-V Debug
  /// Specification", "Enumeration").
  private void triggers() {
    constant(0x7a0, "tselect", 0);
    constant(0x7a1, "tdata1", 0);
    constant(0x7a2, "tdata2", 0);
    constant(0x7a3, "tdata3", 0);
    constant(0x7a4, "tinfo", 1);
  }

  /// The registers that machine and supervisor mode both have, from number `base` on.
  private void traps(int base, String prefix, Function<Hart, TrapRegisters> of) {
    define(
        base + 0x05,
        prefix + "tvec",
        hart -> of.apply(hart).vector(),
        (hart, value) -> of.apply(hart).vector(value));
    define(
        base + 0x06,
        prefix + "counteren",
        hart -> of.apply(hart).counters(),
        (hart, value) -> of.apply(hart).counters(value));
    define(
        base + 0x0a,
        prefix + "envcfg",
        hart -> of.apply(hart).environment.bits(),
        (hart, value) -> {
          of.apply(hart).environment.bits(value);
          hart.environmentChanged();
        });
    define(
        base + 0x40,
        prefix + "scratch",
        hart -> of.apply(hart).scratch,
        (hart, value) -> of.apply(hart).scratch = value);
    define(
        base + 0x41,
        prefix + "epc",
        hart -> of.apply(hart).returnAddress(),
        (hart, value) -> of.apply(hart).returnAddress(value));
    define(
        base + 0x42,
        prefix + "cause",
        hart -> of.apply(hart).cause,
        (hart, value) -> of.apply(hart).cause = value);
    define(
        base + 0x43,
        prefix + "tval",
        hart -> of.apply(hart).value,
        (hart, value) -> of.apply(hart).value = value);
  }

  private static long extensions(String letters) {
    return letters.chars().mapToLong(letter -> 1L << (letter - 'A')).reduce(0, (a, b) -> a | b);
  }
}
