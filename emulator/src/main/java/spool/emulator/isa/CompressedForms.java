package spool.emulator.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Holds the compressed encodings of an instruction that has several.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CompressedForms {
  /// The encodings.
  Compressed[] value();
}
