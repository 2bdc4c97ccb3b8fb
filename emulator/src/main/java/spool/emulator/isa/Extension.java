package spool.emulator.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says that a class describes the instructions of an extension.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Extension {
  /// The name, such as `M`.
  String value();

  /// Whether programs use it so much that the interpreter's inner loop should hold it.
  boolean common() default false;
}
