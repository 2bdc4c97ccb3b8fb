package spool.userland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerTest {
  @TempDir Path folder;

  @Test
  void makesARiscvExecutable() throws IOException, CompileException {
    Path program = compile("#include <stdio.h>\nint main(void) { return puts(\"x\") < 0; }\n");
    ByteBuffer elf = ByteBuffer.wrap(Files.readAllBytes(program));
    assertEquals(0x7f454c46, elf.getInt());
    assertEquals(243, elf.get(18) & 0xff); // EM_RISCV
  }

  @Test
  void linksSeveralSourcesAndTakesFlags() throws IOException, CompileException {
    Path first = source("first.c", "int value(void);\nint main(void) { return value(); }\n");
    Path second = source("second.c", "int value(void) { return VALUE; }\n");
    Path program = folder.resolve("program");
    Compiler.compile(List.of(first, second), program, List.of("-DVALUE=3"));
    assertTrue(Files.size(program) > 0);
  }

  @Test
  void errorTellsFileLineAndReason() {
    CompileException failure =
        assertThrows(CompileException.class, () -> compile("int main(void) { return oops; }\n"));
    assertTrue(failure.toString().contains("program.c:1:25"), failure.toString());
    assertTrue(failure.toString().contains("oops"));
    assertFalse(Files.exists(folder.resolve("program")));
  }

  @Test
  void missingFunctionIsTold() {
    CompileException failure =
        assertThrows(
            CompileException.class,
            () -> compile("void nowhere(void);\nint main(void) { nowhere(); return 0; }\n"));
    assertTrue(failure.toString().contains("undefined symbol: nowhere"), failure.toString());
  }

  @Test
  void missingFileIsTold() {
    Path missing = folder.resolve("missing.c");
    CompileException failure =
        assertThrows(
            CompileException.class,
            () -> Compiler.compile(List.of(missing), folder.resolve("x"), List.of()));
    assertTrue(failure.toString().endsWith(missing + ": no such file"), failure.toString());
  }

  private Path compile(String text) throws IOException, CompileException {
    Path program = folder.resolve("program");
    Compiler.compile(List.of(source("program.c", text)), program, List.of());
    return program;
  }

  private Path source(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
