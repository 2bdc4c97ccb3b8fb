package spool.kernel.exec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import spool.kernel.abi.AuxiliaryVector;

/// What a program finds on its stack (System V ABI, "Process Initialization", as Linux lays it
/// out).
///
/// From the stack pointer upwards: `argc`, the pointers of `argv` and a null, those of `envp` and a
/// null, the auxiliary vector and `AT_NULL`; then the bytes that these point to, and at the very
/// top the path of the program and eight zeros.
final class InitialStack {
  private static final int ALIGNMENT = 16;
  private static final int RANDOM_BYTES = 16;
  private static final int TOP_ZEROS = 8;

  private final Map<Integer, Long> auxiliary = new TreeMap<>();
  private final Arguments arguments;
  private final byte[] path;
  private final LongSupplier random;

  InitialStack(Arguments arguments, String path, LongSupplier random) {
    this.arguments = arguments;
    this.path = path.getBytes(StandardCharsets.ISO_8859_1);
    this.random = random;
  }

  /// Adds an entry to the auxiliary vector; they are written in ascending order of their types.
  void add(int type, long value) {
    auxiliary.put(type, value);
  }

  /// The bytes of a stack that ends at `top`; its first byte is where the stack pointer points.
  byte[] build(long top) {
    int stringBytes =
        bytes(arguments.arguments()) + bytes(arguments.environment()) + bytes(List.of(path));
    int size = aligned(vectorBytes() + RANDOM_BYTES + stringBytes + TOP_ZEROS);
    ByteBuffer stack = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    int strings = size - TOP_ZEROS - stringBytes;
    stack.putLong(strings - RANDOM_BYTES, random.getAsLong());
    stack.putLong(strings - Long.BYTES, random.getAsLong());
    add(AuxiliaryVector.AT_RANDOM, top - size + strings - RANDOM_BYTES);
    stack.putLong(arguments.arguments().size());
    int environment = put(stack, arguments.arguments(), strings, top);
    int last = put(stack, arguments.environment(), environment, top);
    stack.put(last, path);
    add(AuxiliaryVector.AT_EXECFN, top - size + last);
    auxiliary.forEach((type, value) -> stack.putLong(type).putLong(value));
    return stack.array();
  }

  /// Puts pointers to `strings` and a null next on the stack, and the strings themselves from `at`
  /// on; answers where they end.
  private static int put(ByteBuffer stack, List<byte[]> strings, int at, long top) {
    int next = at;
    for (byte[] string : strings) {
      stack.putLong(top - stack.capacity() + next);
      stack.put(next, string);
      next += string.length + 1;
    }
    stack.putLong(0);
    return next;
  }

  private static int bytes(List<byte[]> strings) {
    return strings.stream().mapToInt(string -> string.length + 1).sum();
  }

  /// The bytes of `argc`, the pointers with their nulls, and the auxiliary vector with the two
  /// entries that point into the stack itself and `AT_NULL`.
  private int vectorBytes() {
    int pointers = arguments.arguments().size() + arguments.environment().size() + 2;
    return (1 + pointers + 2 * (auxiliary.size() + 3)) * Long.BYTES;
  }

  private static int aligned(int size) {
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
