package spool.emulator.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A compressed encoding of the instruction that the same method describes.
///
/// `bits` are sixteen, written as in [Insn]. One field may give several operands: `rd=rs1`. A
/// register with a prime (`rs1'`) has three bits for registers 8 to 15. `!n` after a field says
/// that the operand, as a whole if it is scattered, must not be `n`: `rd=rs1!0`, `imm[5]!0`. A
/// pattern that fits only without such a condition is reserved, or belongs to another instruction.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(CompressedForms.class)
public @interface Compressed {
  /// The encoding.
  String bits();

  /// The assembly text.
  String asm();

  /// Operands that the encoding does not hold, blank-separated `name=number`.
  String implied() default "";

  /// Whether the immediate is zero-extended instead of sign-extended.
  boolean unsigned() default false;
}
