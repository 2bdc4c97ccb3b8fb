package spool.kernel.exec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.vm.UserMemory;

/// The arguments and environment of a program, as bytes without their closing zeros.
public record Arguments(List<byte[]> arguments, List<byte[]> environment) {
  /// Linux's `MAX_ARG_STRLEN`: bytes of one string, with its zero.
  private static final int MOST_STRING_BYTES = 128 << 10;

  /// Linux's bounds of all strings and pointers together, whatever the limit of the stack.
  private static final long LEAST_BYTES = 128 << 10;

  private static final long MOST_BYTES = 6 << 20;

  /// Every program has a name: `argv[0]` is there even if the caller gave none, as in Linux.
  public Arguments {
    arguments = arguments.isEmpty() ? List.of(new byte[0]) : List.copyOf(arguments);
    environment = List.copyOf(environment);
  }

  /// Arguments and environment from text of the host, which a guest reads as UTF-8.
  public static Arguments of(List<String> arguments, List<String> environment) {
    return new Arguments(encoded(arguments), encoded(environment));
  }

  private static List<byte[]> encoded(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /// Reads what `argv` and `envp` of execve(2) point to; a null pointer stands for an empty list.
  /// Throws EFAULT, and E2BIG when it is more than a stack of at most `stackLimit` bytes, unsigned,
  /// may hold.
  public static Arguments read(UserMemory memory, long argv, long envp, long stackLimit) {
    long budget = budget(stackLimit);
    List<byte[]> arguments = readStrings(memory, argv, budget);
    return new Arguments(arguments, readStrings(memory, envp, budget - cost(arguments)));
  }

  private static List<byte[]> readStrings(UserMemory memory, long pointers, long budget) {
    List<byte[]> strings = new ArrayList<>();
    if (pointers == 0) {
      return strings;
    }
    long left = budget;
    for (long at = pointers; memory.load64(at) != 0; at += Long.BYTES) {
      byte[] string = readString(memory, memory.load64(at));
      left -= cost(string);
      if (left < 0) {
        throw Errno.E2BIG.failure();
      }
      strings.add(string);
    }
    return strings;
  }

  private static byte[] readString(UserMemory memory, long address) {
    try {
      return memory.readBytesToZero(address, MOST_STRING_BYTES);
    } catch (ErrnoException failure) {
      throw failure.errno() == Errno.ENAMETOOLONG ? Errno.E2BIG.failure() : failure;
    }
  }

  /// Throws E2BIG unless a stack of at most `stackLimit` bytes, unsigned, may hold everything.
  void requireFit(long stackLimit) {
    boolean tooLong =
        arguments.stream().anyMatch(string -> string.length >= MOST_STRING_BYTES)
            || environment.stream().anyMatch(string -> string.length >= MOST_STRING_BYTES);
    if (tooLong || cost(arguments) + cost(environment) > budget(stackLimit)) {
      throw Errno.E2BIG.failure();
    }
  }

  /// As many of the first arguments, and of the environment, as have `most` bytes with their zeros;
  /// of the next as much as there is room for.
  public Arguments first(int most) {
    return new Arguments(first(arguments, most), first(environment, most));
  }

  private static List<byte[]> first(List<byte[]> strings, int most) {
    List<byte[]> kept = new ArrayList<>();
    int left = most;
    for (byte[] string : strings) {
      if (left > 0) {
        kept.add(string.length < left ? string : Arrays.copyOf(string, left - 1));
        left -= string.length + 1;
      }
    }
    return kept;
  }

  private static long budget(long stackLimit) {
    return Math.clamp(stackLimit >>> 2, LEAST_BYTES, MOST_BYTES);
  }

  private static long cost(List<byte[]> strings) {
    return strings.stream().mapToLong(Arguments::cost).sum();
  }

  private static long cost(byte[] string) {
    return (long) string.length + 1 + Long.BYTES;
  }
}
