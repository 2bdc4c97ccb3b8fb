package spool.userland;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The system calls that the C library can make, and the C headers generated from them.
///
/// The table is a resource of tab-separated lines: number, name, number of arguments.
record SyscallTable(List<Call> calls) {
  /// The kernel's table, from which its own dispatch is generated as well.
  private static final String RESOURCE = "/spool/userland/syscalls.tsv";

  record Call(int number, String name, int arguments) {
    static Call parse(String line) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 3) {
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
    try (InputStream stream = SyscallTable.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IOException("no system-call table " + RESOURCE);
      }
      return parse(new String(stream.readAllBytes(), UTF_8));
    }
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
