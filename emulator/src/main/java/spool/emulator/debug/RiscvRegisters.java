package spool.emulator.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import spool.emulator.debug.RegisterGroup.Register;

/// The registers of RISC-V by the numbers that gdb gives them.
public final class RiscvRegisters {
  /// The number of `pc`; those before it are `x0` to `x31`.
  public static final int PC = 32;

  /// The number of `f0`; the other floating-point registers follow.
  public static final int F0 = 33;

  /// What the number of a control and status register is added to.
  public static final int CSR = 65;

  /// The number of the privilege, which is no register of the architecture.
  public static final int PRIVILEGE = CSR + 4096;

  /// The numbers of `fflags`, `frm` and `fcsr`.
  public static final int FFLAGS = CSR + 1;

  /// See [#FFLAGS].
  public static final int FRM = CSR + 2;

  /// See [#FFLAGS].
  public static final int FCSR = CSR + 3;

  private static final int FILE = 32;
  private static final List<String> X =
      List.of(
          "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "fp", "s1", "a0", "a1", "a2", "a3",
          "a4", "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11",
          "t3", "t4", "t5", "t6");
  private static final List<String> F =
      List.of(
          "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2",
          "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9",
          "fs10", "fs11", "ft8", "ft9", "ft10", "ft11");

  private RiscvRegisters() {}

  /// The integer registers and `pc`.
  public static RegisterGroup integers() {
    List<Register> registers = new ArrayList<>();
    IntStream.range(0, FILE)
        .mapToObj(number -> new Register(number, X.get(number), Long.SIZE, type(number)))
        .forEach(registers::add);
    registers.add(new Register(PC, "pc", Long.SIZE, "code_ptr"));
    return new RegisterGroup("org.gnu.gdb.riscv.cpu", registers);
  }

  private static String type(int number) {
    return switch (X.get(number)) {
      case "ra" -> "code_ptr";
      case "sp", "gp", "tp", "fp" -> "data_ptr";
      default -> "int";
    };
  }

  /// The floating-point registers and what controls them.
  public static RegisterGroup floatingPoint() {
    List<Register> registers = new ArrayList<>();
    IntStream.range(0, FILE)
        .mapToObj(number -> new Register(F0 + number, F.get(number), Long.SIZE, "riscv_double"))
        .forEach(registers::add);
    registers.add(new Register(FFLAGS, "fflags", Integer.SIZE, "int"));
    registers.add(new Register(FRM, "frm", Integer.SIZE, "int"));
    registers.add(new Register(FCSR, "fcsr", Integer.SIZE, "int"));
    return new RegisterGroup("org.gnu.gdb.riscv.fpu", registers);
  }
}
