package spool.userland;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The system calls that the C library can make, and the C headers generated from them.
///
/// They are those of the kernel's own table, from which its dispatch is generated too, and those of
/// Linux that programs may want although this kernel answers `ENOSYS`. Both are resources of
/// tab-separated lines: number, name, number of arguments, and what does not matter here.
record SyscallTable(List<Call> calls) {
  private static final String KERNEL = "/spool/kernel/syscall/table.tsv";
  private static final String LINUX = "/spool/userland/linux.tsv";

  record Call(int number, String name, int arguments) {
    static Call parse(String line) {
      String[] fields = line.split("\t", -1);
      if (fields.length < 3) {
        throw new IllegalArgumentException("not a number, a name and a count: " + line);
      }
      return new Call(Integer.parseInt(fields[0]), fields[1], Integer.parseInt(fields[2]));
    }

    String parameters() {
      return letters("%s");
    }

    String casts() {
      return letters("(long)(%s)");
    }

    private String letters(String form) {
      return IntStream.range(0, arguments)
          .mapToObj(index -> form.formatted((char) ('a' + index)))
          .collect(Collectors.joining(", "));
    }
  }

  static SyscallTable load() throws IOException {
    return read(KERNEL).orElse(read(LINUX));
  }

  private static SyscallTable read(String resource) throws IOException {
    try (InputStream stream = SyscallTable.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IOException("no system-call table " + resource);
      }
      return parse(new String(stream.readAllBytes(), UTF_8));
    }
  }

  /// This table and the calls of `other` that it does not have, by number.
  SyscallTable orElse(SyscallTable other) {
    Map<Integer, Call> byNumber = new TreeMap<>();
    other.calls.forEach(call -> byNumber.put(call.number(), call));
    calls.forEach(call -> byNumber.put(call.number(), call));
    return new SyscallTable(List.copyOf(byNumber.values()));
  }

  static SyscallTable parse(String table) {
    return new SyscallTable(
        table
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(Call::parse)
            .toList());
  }

  /// `sys/syscall.h`: the numbers, as `SYS_name`.
  String numbers() {
    return "#pragma once\n\n"
        + calls.stream()
            .map(call -> "#define SYS_%s %d\n".formatted(call.name(), call.number()))
            .collect(Collectors.joining());
  }

  /// `stubs.h`: a macro `sys_name(a, b)` for each call, over `ecall0` to `ecall6`.
  String stubs() {
    return "#pragma once\n\n#include \"ecall.h\"\n\n"
        + calls.stream().map(SyscallTable::stub).collect(Collectors.joining());
  }

  private static String stub(Call call) {
    String arguments = call.arguments() == 0 ? "" : ", " + call.casts();
    return "#define sys_%s(%s) ecall%d(%d%s)\n"
        .formatted(call.name(), call.parameters(), call.arguments(), call.number(), arguments);
  }
}
