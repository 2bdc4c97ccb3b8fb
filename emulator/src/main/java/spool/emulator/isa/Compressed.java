package spool.emulator.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A compressed encoding of the instruction that the same method describes.
///
/// `bits` are sixteen, written as in [Insn]. A field may name several targets and conditions:
/// `rd=rs1!0` is one five-bit field that gives both `rd` and `rs1` and must not be zero; `rs1'` is
/// a three-bit field for registers 8 to 15; `imm[5]!0` is part of an immediate that must not be
/// zero as a whole. `implied` fixes operands that the encoding does not hold, such as `rs1=2` or
/// `rd=0 imm=0`; `unsigned` says that the immediate is zero-extended.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(CompressedForms.class)
public @interface Compressed {
  /// The encoding.
  String bits();

  /// The assembly text.
  String asm();

  /// Operands that the encoding implies, blank-separated `name=number` or `name=name`.
  String implied() default "";

  /// Whether the immediate is zero-extended instead of sign-extended.
  boolean unsigned() default false;
}
