package spool.kernel.exec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
  private final List<byte[]> strings = new ArrayList<>();
  private final int argumentCount;
  private final LongSupplier random;

  InitialStack(Arguments arguments, String path, LongSupplier random) {
    this.argumentCount = arguments.arguments().size();
    this.random = random;
    strings.addAll(arguments.arguments());
    strings.addAll(arguments.environment());
    strings.add(path.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Adds an entry to the auxiliary vector; they are written in ascending order of their types.
  void add(int type, long value) {
    auxiliary.put(type, value);
  }

  /// The bytes of a stack that ends at `top`; its first byte is where the stack pointer points.
  byte[] build(long top) {
    int stringBytes = strings.stream().mapToInt(string -> string.length + 1).sum() + TOP_ZEROS;
    int size = aligned(vectorBytes() + RANDOM_BYTES + stringBytes);
    ByteBuffer stack = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    long bottom = top - size;
    int at = size - stringBytes;
    stack.putLong(at - RANDOM_BYTES, random.getAsLong());
    stack.putLong(at - Long.BYTES, random.getAsLong());
    add(AuxiliaryVector.AT_RANDOM, bottom + at - RANDOM_BYTES);
    stack.putLong(argumentCount);
    for (int index = 0; index < strings.size() - 1; index++) {
      terminate(stack, index == argumentCount);
      stack.putLong(bottom + at);
      at = put(stack, at, strings.get(index));
    }
    terminate(stack, strings.size() - 1 == argumentCount);
    stack.putLong(0);
    add(AuxiliaryVector.AT_EXECFN, bottom + at);
    put(stack, at, strings.getLast());
    auxiliary.forEach((type, value) -> stack.putLong(type).putLong(value));
    return stack.array();
  }

  /// Ends the list of arguments before the environment begins.
  private static void terminate(ByteBuffer stack, boolean environmentBegins) {
    if (environmentBegins) {
      stack.putLong(0);
    }
  }

  private static int put(ByteBuffer stack, int at, byte[] string) {
    stack.put(at, string);
    return at + string.length + 1;
  }

  /// The bytes of `argc`, the pointers and the auxiliary vector with the two entries that point
  /// into the stack itself and `AT_NULL`.
  private int vectorBytes() {
    int pointers = 1 + strings.size() - 1 + 2;
    return (pointers + 2 * (auxiliary.size() + 3)) * Long.BYTES;
  }

  private static int aligned(int size) {
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
