package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import spool.userland.InBoxImage;

/// Files that are no programs, or hardly: `spool run` says why in one line and with the status of
/// shells, and so does a shell on the machine.
class BadElfTest {
  private static final InBoxImage IMAGE = InBoxImage.open();
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int SEGMENTATION_FAULT = 128 + 11;

  private static final int CLASS = 4;
  private static final int DATA = 5;
  private static final int TYPE = 16;
  private static final int MACHINE = 18;
  private static final int ENTRY = 24;
  private static final int HEADERS_OFFSET = 32;
  private static final int HEADER_SIZE = 54;
  private static final int HEADER_COUNT = 56;

  private static final int HEADERS = 64;
  private static final int HEADER_BYTES = 56;
  private static final int EXECUTABLE = 1;

  /// Fields of a program header.
  private static final int FLAGS = 4;

  private static final int OFFSET = 8;
  private static final int ADDRESS = 16;
  private static final int IN_FILE = 32;
  private static final int IN_MEMORY = 40;

  @TempDir Path folder;

  /// A file, and with which status it ends on the machine.
  record Case(String name, UnaryOperator<ByteBuffer> change, int status) {
    byte[] bytes() {
      return BadElfTest.bytes(change.apply(good()));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static ByteBuffer good() {
    ByteBuffer contents = IMAGE.find("examples/hello").orElseThrow().contents();
    ByteBuffer copy = ByteBuffer.allocate(contents.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    return copy.put(0, contents, contents.position(), contents.remaining());
  }

  static byte[] bytes(ByteBuffer file) {
    byte[] bytes = new byte[file.remaining()];
    file.get(file.position(), bytes);
    return bytes;
  }

  /// Where the program header is that loads the code.
  private static int codeHeader(ByteBuffer elf) {
    int header = HEADERS;
    while (elf.getInt(header) != 1 || (elf.getInt(header + FLAGS) & EXECUTABLE) == 0) {
      header += HEADER_BYTES;
    }
    return header;
  }

  /// Where in the file the first instruction is.
  static int entryOffset(ByteBuffer elf) {
    int header = codeHeader(elf);
    long within = elf.getLong(ENTRY) - elf.getLong(header + ADDRESS);
    return (int) (elf.getLong(header + OFFSET) + within);
  }

  /// Changes a field of the segment of code.
  private static ByteBuffer lie(ByteBuffer elf, int field, long value) {
    return elf.putLong(codeHeader(elf) + field, value);
  }

  private static long field(ByteBuffer elf, int field) {
    return elf.getLong(codeHeader(elf) + field);
  }

  private static Case refused(String name, UnaryOperator<ByteBuffer> change) {
    return new Case(name, change, NOT_EXECUTABLE);
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("untouched", elf -> elf, 0),
        refused("empty", elf -> elf.limit(0)),
        refused("text", elf -> ByteBuffer.wrap("hello\n".getBytes(UTF_8))),
        refused("script of nothing", elf -> ByteBuffer.wrap("#!\n".getBytes(UTF_8))),
        refused("half a header", elf -> elf.limit(20)),
        refused("no program headers", elf -> elf.limit(HEADERS)),
        refused("half a program header", elf -> elf.limit(HEADERS + 20)),
        refused("half a file", elf -> elf.limit(elf.capacity() / 3)),
        refused("32 bits", elf -> elf.put(CLASS, (byte) 1)),
        refused("big-endian", elf -> elf.put(DATA, (byte) 2)),
        refused("relocatable", elf -> elf.putShort(TYPE, (short) 1)),
        refused("x86-64", elf -> elf.putShort(MACHINE, (short) 62)),
        refused("no segments", elf -> elf.putShort(HEADER_COUNT, (short) 0)),
        refused("too many segments", elf -> elf.putShort(HEADER_COUNT, (short) -1)),
        refused("other program headers", elf -> elf.putShort(HEADER_SIZE, (short) 55)),
        refused("program headers nowhere", elf -> elf.putLong(HEADERS_OFFSET, 1L << 40)),
        refused("program headers before all", elf -> elf.putLong(HEADERS_OFFSET, -64)),
        refused("segment beyond the file", elf -> lie(elf, OFFSET, 1L << 30)),
        refused("segment of negative place", elf -> lie(elf, OFFSET, -4096)),
        refused("segment too high", elf -> lie(elf, ADDRESS, 1L << 39)),
        refused("segment that wraps", elf -> lie(elf, ADDRESS, -4096)),
        refused("segment too long", elf -> lie(elf, IN_MEMORY, Long.MAX_VALUE)),
        refused("segment of negative length", elf -> lie(elf, IN_MEMORY, -1)),
        refused("more in the file", elf -> lie(elf, IN_FILE, field(elf, IN_MEMORY) + 1)),
        refused("misplaced", elf -> lie(elf, ADDRESS, field(elf, ADDRESS) + 1)),
        new Case("entry nowhere", elf -> elf.putLong(ENTRY, 0x7000_0000), SEGMENTATION_FAULT),
        new Case("entry in no space", elf -> elf.putLong(ENTRY, -2), SEGMENTATION_FAULT));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theMachineRefusesOrRunsIt(Case file) {
    HostileRun run = HostileRun.ofProgram(file.bytes());
    assertEquals(OptionalInt.of(file.status), run.status(), run.error());
    if (file.status == NOT_EXECUTABLE) {
      assertEquals(1, run.error().lines().count(), run.error());
    }
  }

  /// What the command does not see itself, the machine does.
  @ParameterizedTest
  @MethodSource("cases")
  void theCommandRefusesItInOneLineOrLeavesItToTheMachine(Case file) throws IOException {
    Path path = Files.write(folder.resolve("file"), file.bytes());
    try {
      GuestProgram.find(path.toString(), IMAGE);
    } catch (ProgramException refusal) {
      assertRefused(NOT_EXECUTABLE, path.toString());
      assertEquals(NOT_EXECUTABLE, file.status);
    }
  }

  @Test
  void whatIsNoFileIsRefused() {
    assertRefused(NOT_FOUND, folder.resolve("missing").toString());
    assertRefused(NOT_EXECUTABLE, folder.toString());
    assertRefused(NOT_EXECUTABLE, "/dev/null");
    assertRefused(NOT_EXECUTABLE, "");
    assertRefused(NOT_FOUND, "x".repeat(5000));
    assertRefused(NOT_FOUND, "a\0b");
  }

  private static void assertRefused(int status, String name) {
    ProgramException refusal =
        assertThrows(ProgramException.class, () -> GuestProgram.find(name, IMAGE));
    assertEquals(status, refusal.status());
    String message = String.valueOf(refusal.getMessage());
    assertEquals(List.of(message), message.lines().toList());
  }

  @Test
  void aProgramRunsWhateverItsNameOnTheHost() throws IOException, ProgramException {
    for (String name : List.of("ä", "日本", "a b", "-x", "%s")) {
      Path path = Files.write(folder.resolve(name), bytes(good()));
      GuestProgram program = GuestProgram.ofHost(path, name);
      GuestRun run =
          GuestRun.of(
              Computer.builder().files(program.entries()).program(program.path(), List.of()));
      assertEquals(0, run.status(), run.error());
      assertTrue(run.output().contains("ello"), run.output());
    }
  }
}
