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

  /// Fields of the first program header, which loads code.
  private static final int HEADER = 64;

  private static final int OFFSET = HEADER + 8;
  private static final int ADDRESS = HEADER + 16;
  private static final int IN_FILE = HEADER + 32;
  private static final int IN_MEMORY = HEADER + 40;

  @TempDir Path folder;

  /// A file, and with which status it ends on the machine.
  record Case(String name, UnaryOperator<ByteBuffer> change, int status) {
    byte[] bytes() {
      ByteBuffer changed = change.apply(good());
      byte[] bytes = new byte[changed.remaining()];
      changed.get(bytes);
      return bytes;
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
        refused("no program headers", elf -> elf.limit(HEADER)),
        refused("half a program header", elf -> elf.limit(HEADER + 20)),
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
        refused("segment beyond the file", elf -> elf.putLong(OFFSET, 1L << 30)),
        refused("segment of negative place", elf -> elf.putLong(OFFSET, -4096)),
        refused("segment too high", elf -> elf.putLong(ADDRESS, 1L << 39)),
        refused("segment that wraps", elf -> elf.putLong(ADDRESS, -4096)),
        refused("segment too long", elf -> elf.putLong(IN_MEMORY, Long.MAX_VALUE)),
        refused("segment of negative length", elf -> elf.putLong(IN_MEMORY, -1)),
        refused("more in the file", elf -> elf.putLong(IN_FILE, elf.getLong(IN_MEMORY) + 1)),
        refused("misplaced", elf -> elf.putLong(ADDRESS, elf.getLong(ADDRESS) + 1)),
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

  @ParameterizedTest
  @MethodSource("cases")
  void theCommandRefusesItInOneLine(Case file) throws IOException {
    Path path = Files.write(folder.resolve("file"), file.bytes());
    if (file.status == NOT_EXECUTABLE && !file.name.startsWith("script")) {
      assertRefused(NOT_EXECUTABLE, path.toString());
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
    assertEquals(List.of(refusal.getMessage()), refusal.getMessage().lines().toList());
  }

  @Test
  void aProgramRunsWhateverItsNameOnTheHost() throws IOException, ProgramException {
    for (String name : List.of("ä", "日本", "a b", "-x", "%s")) {
      ByteBuffer elf = good();
      Path path = Files.write(folder.resolve(name), elf.array());
      GuestProgram program = GuestProgram.ofHost(path, name);
      GuestRun run =
          GuestRun.of(
              Computer.builder().files(program.entries()).program(program.path(), List.of()));
      assertEquals(0, run.status(), run.error());
      assertTrue(run.output().contains("ello"), run.output());
    }
  }
}
