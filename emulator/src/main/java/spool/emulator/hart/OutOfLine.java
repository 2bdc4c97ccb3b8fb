package spool.emulator.hart;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A method that is seldom called, so that translated code does not have it written in the place of
/// the call.
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface OutOfLine {}
