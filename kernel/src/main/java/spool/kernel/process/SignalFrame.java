package spool.kernel.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import spool.kernel.signal.AlternateStack;
import spool.kernel.signal.SignalInfo;

/// What the kernel leaves on the stack of a program whose handler it enters, and takes from there
/// in `rt_sigreturn`: Linux riscv64's `struct rt_sigframe`.
///
/// | offset | bytes | contents |
/// | --- | --- | --- |
/// | 0 | 128 | `siginfo_t` |
/// | 128 | 16 | `uc_flags`, `uc_link` |
/// | 144 | 24 | `uc_stack` |
/// | 168 | 8 | `uc_sigmask`, and 120 bytes unused |
/// | 304 | 256 | `pc`, then `x1` to `x31` |
/// | 560 | 260 | `f0` to `f31`, `fcsr` |
/// | 820 | 268 | zeros: the end of the list of extensions |
final class SignalFrame {
  /// Bytes of the frame, a multiple of the stack's alignment.
  static final int BYTES = 1088;

  /// Where `ucontext_t` is.
  static final int CONTEXT = 128;

  private static final int STACK = 144;
  private static final int MASK = 168;
  private static final int INTEGERS = 304;
  private static final int FLOATS = 560;

  private final ByteBuffer raw;

  private SignalFrame(byte[] bytes) {
    raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// A frame that holds these.
  static SignalFrame of(SignalInfo info, AlternateStack stack, long mask, Registers registers) {
    SignalFrame frame = new SignalFrame(new byte[BYTES]);
    frame.raw.put(0, info.toBytes());
    frame.raw.put(STACK, stack.toBytes(registers.x[Registers.SP]));
    frame.raw.putLong(MASK, mask);
    frame.raw.putLong(INTEGERS, registers.pc());
    for (int number = 1; number < Registers.COUNT; number++) {
      frame.raw.putLong(INTEGERS + number * Long.BYTES, registers.x[number]);
    }
    for (int number = 0; number < Registers.COUNT; number++) {
      frame.raw.putLong(FLOATS + number * Long.BYTES, registers.f[number]);
    }
    frame.raw.putInt(FLOATS + Registers.COUNT * Long.BYTES, registers.fcsr());
    return frame;
  }

  /// A frame as a program left it.
  static SignalFrame of(byte[] bytes) {
    return new SignalFrame(bytes);
  }

  /// The frame's memory.
  byte[] bytes() {
    return raw.array();
  }

  /// The signal mask to go back to.
  long mask() {
    return raw.getLong(MASK);
  }

  /// The alternate stack to go back to.
  AlternateStack stack() {
    byte[] bytes = new byte[AlternateStack.BYTES];
    raw.get(STACK, bytes);
    return AlternateStack.of(bytes);
  }

  /// Puts the registers to go back to into `registers`.
  void restore(Registers registers) {
    registers.pc(raw.getLong(INTEGERS));
    for (int number = 1; number < Registers.COUNT; number++) {
      registers.x[number] = raw.getLong(INTEGERS + number * Long.BYTES);
    }
    for (int number = 0; number < Registers.COUNT; number++) {
      registers.f[number] = raw.getLong(FLOATS + number * Long.BYTES);
    }
    registers.fcsr(raw.getInt(FLOATS + Registers.COUNT * Long.BYTES));
  }
}
