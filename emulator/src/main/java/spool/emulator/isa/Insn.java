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
/// specification prints them (`imm[20|10:1|11|19:12]`). Others: `rm[2:0]`, `csr[11:0]`,
/// `shamt[5:0]`, `uimm[4:0]`, `aq`, `rl`, `_n_` for n bits that are ignored.
///
/// The method's parameters are bound by name: `rs1 rs2` (long) and `fs1 fs2 fs3` (long, the raw
/// NaN-boxed register) pass register contents; `imm`, `rm`, `csr`, `shamt`, `uimm` pass the field;
/// `rdNumber`, `rs1Number` pass the register's number; `pc` (long) the instruction's own address,
/// `length` (int) its size in bytes; `bits` (int) the whole encoding. A leading `Cpu` gives access
/// to everything else. The return type is the effect: `long` writes `rd` or `fd`, `boolean` says
/// whether the branch to `pc + imm` is taken, `void` acts through the `Cpu` alone.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Insn {
  /// The encoding.
  String bits();

  /// The assembly text, with field names in place of operands.
  String asm();

  /// Where execution goes afterwards; a `boolean` method is a branch whatever this says.
  Flow flow() default Flow.NEXT;
}
