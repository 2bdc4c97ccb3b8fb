package spool.emulator.hart;

import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// A control and status register (CSR): its number, its name and what reading and writing it do.
public final class ControlRegister {
  /// What a write does; it keeps the bits that may be written.
  interface Writer {
    void write(Hart hart, long value);
  }

  private final int number;
  private final String name;
  private final Predicate<Hart> condition;
  private final ToLongFunction<Hart> reader;
  private final Writer writer;

  /// A register that is accessible under `condition`, besides what its number asks for.
  ControlRegister(
      int number,
      String name,
      Predicate<Hart> condition,
      ToLongFunction<Hart> reader,
      Writer writer) {
    this.number = number;
    this.name = name;
    this.condition = condition;
    this.reader = reader;
    this.writer = writer;
  }

  /// The number in instructions.
  public int number() {
    return number;
  }

  /// The name in assembly text.
  public String name() {
    return name;
  }

  /// Whether instructions may not write the register, by its number.
  public boolean isReadOnly() {
    return number >>> 10 == 3;
  }

  /// Whether what `hart` executes may access the register: the number holds the least privilege.
  public boolean isAccessible(Hart hart) {
    return hart.privilege().encoding() >= (number >>> 8 & 3) && condition.test(hart);
  }

  /// Reads, whatever the privilege of `hart`.
  public long read(Hart hart) {
    return reader.applyAsLong(hart);
  }

  /// Writes, whatever the privilege of `hart`. Bits that cannot be written are ignored.
  public void write(Hart hart, long value) {
    writer.write(hart, value);
    hart.stateChanged();
  }

  @Override
  public String toString() {
    return name;
  }
}
