package spool.emulator.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes one instruction; the annotated static method is its semantics.
///
/// `bits` is the encoding, most significant bit first, in blank-separated fields: binary digits, or
/// names. Register fields are `rd rs1 rs2` (integer) and `fd fs1 fs2 fs3` (floating point), five
/// bits each. Immediate fields are `imm[...]` with the bit ranges that they hold, as the
/// specification prints them (`imm[20|10:1|11|19:12]`); they are sign-extended from the highest
/// bit. Others are unsigned: `rm[2:0]`, `csr[11:0]`, `shamt[5:0]`, `uimm[4:0]`, `pred[3:0]`,
/// `succ[3:0]`, `aq`, `rl`. `_n_` stands for n bits that are ignored.
///
/// The method's parameters are bound by name: `rs1 rs2` (long) and `fs1 fs2 fs3` (long, the raw
/// NaN-boxed register) pass register contents; `imm` (long) and `rm csr shamt uimm` (int) pass the
/// field; `rdNumber rs1Number rs2Number` (int) the register's number; `pc` (long) the instruction's
/// own address. `DataMemory memory` gives access to memory, and `Cpu cpu` to everything; the
/// interpreter's inner loop holds no instruction with a `cpu`. What the method answers is decided
/// by the [Flow]: with [Flow#NEXT] and [Flow#END], a `long` is written to `rd` or `fd`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Insn {
  /// The encoding.
  String bits();

  /// The assembly text, with field names in place of operands; `target` stands for `pc + imm`, and
  /// an `rm` that is dynamic is left out.
  String asm();

  /// Where execution goes afterwards.
  Flow flow() default Flow.NEXT;
}
