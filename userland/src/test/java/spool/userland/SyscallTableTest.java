package spool.userland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SyscallTableTest {
  private static final SyscallTable TABLE = SyscallTable.parse("63\tread\t3\n172\tgetpid\t0\n");

  @Test
  void numbersAreMacros() {
    assertEquals(
        """
        #pragma once

        #define SYS_read 63
        #define SYS_getpid 172
        """,
        TABLE.numbers());
  }

  @Test
  void stubsTakeAsManyArgumentsAsTheCall() {
    assertEquals(
        """
        #pragma once

        #include "ecall.h"

        #define sys_read(a, b, c) ecall3(63, (long)(a), (long)(b), (long)(c))
        #define sys_getpid() ecall0(172)
        """,
        TABLE.stubs());
  }

  @Test
  void firstTableOutweighsTheOther() {
    SyscallTable other = SyscallTable.parse("63\tread\t6\n64\twrite\t3\tint fd\n");
    assertEquals(
        SyscallTable.parse("63\tread\t3\n64\twrite\t3\n172\tgetpid\t0\n"), TABLE.orElse(other));
  }

  @Test
  void lineWithoutCountIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SyscallTable.parse("63\tread\n"));
  }

  @Test
  void numbersAreThoseOfLinux() throws IOException {
    SyscallTable table = SyscallTable.load();
    assertEquals(93, number(table, "exit"));
    assertEquals(220, number(table, "clone"));
    assertEquals(260, number(table, "wait4"));
  }

  private static int number(SyscallTable table, String name) {
    return table.calls().stream()
        .filter(call -> call.name().equals(name))
        .findFirst()
        .orElseThrow()
        .number();
  }
}
