package spool.kernel.exec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.kernel.vm.Errors.assertFails;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.AuxiliaryVector;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Label;
import spool.kernel.vm.Limits;
import spool.kernel.vm.MemoryObject;
import spool.kernel.vm.Silence;

class ProgramLoaderTest {
  private static final int CODE = TestElf.READ | TestElf.EXECUTE;
  private static final int DATA = TestElf.READ | TestElf.WRITE;
  private static final byte[] TEXT = "instructions".getBytes(US_ASCII);
  private static final byte[] VARIABLES = "variables".getBytes(US_ASCII);

  private final Frames frames = new Frames(new PhysicalMemory(0x8000_0000L, 1 << 20));
  private final ProgramLoader loader = new ProgramLoader(frames, new Silence());
  private final List<AddressSpace> spaces = new ArrayList<>();

  @AfterEach
  void nothingIsLeftBehind() {
    spaces.forEach(AddressSpace::release);
    assertEquals(frames.total(), frames.free() + frames.cached());
  }

  @Test
  void segmentsAreWhereTheFileSays() {
    Image image = load(twoSegments());
    AddressSpace space = image.memory();
    assertEquals(0x1_0010, image.entry());
    assertArrayEquals(TEXT, space.read(0x1_0010, TEXT.length));
    assertArrayEquals(VARIABLES, space.read(0x1_2ff0, VARIABLES.length));
    assertFails(Errno.EFAULT, () -> space.store8(0x1_0010, (byte) 0));
    assertFails(Errno.EFAULT, () -> space.load8(0x1_1000));
    assertEquals(
        List.of("00010000-00011000 r-xp", "00012000-00013000 rw-p", "00013000-00016000 rw-p"),
        space.maps().lines().limit(3).map(line -> line.substring(0, 22)).toList());
  }

  @Test
  void whatTheFileDoesNotGiveIsZero() {
    byte[] file = twoSegments();
    Arrays.fill(file, 0x2ff9, 0x3000, (byte) 1);
    AddressSpace space = load(file).memory();
    assertArrayEquals(new byte[0x2000], space.read(0x1_2ff9, 0x2000));
    space.store8(0x1_5fff, (byte) 1);
    assertFails(Errno.EFAULT, () -> space.load8(0x1_6000));
  }

  @Test
  void theHeapBeginsBehindTheProgram() {
    AddressSpace space = load(twoSegments()).memory();
    assertEquals(0x1_6000, space.moveHeapEnd(0));
    assertEquals(0x1_6001, space.moveHeapEnd(0x1_6001));
  }

  @Test
  void programsDoNotShareTheirVariables() {
    MemoryObject file = MemoryObject.of(frames, twoSegments());
    AddressSpace first = load(file, noInterpreter()).memory();
    AddressSpace second = load(file, noInterpreter()).memory();
    first.store8(0x1_2ff0, (byte) 'V');
    assertEquals('v', second.load8(0x1_2ff0));
    file.release();
  }

  @Test
  void theStackIsAsLinuxBuildsIt() {
    Image image = load(twoSegments());
    AddressSpace space = image.memory();
    long at = image.stackPointer();
    assertEquals(0, at % 16);
    assertEquals(2, space.load64(at));
    assertEquals("prog", space.readString(space.load64(at + 8), 10));
    assertEquals("", space.readString(space.load64(at + 16), 10));
    assertEquals(0, space.load64(at + 24));
    assertEquals("A=b", space.readString(space.load64(at + 32), 10));
    assertEquals(0, space.load64(at + 40));
    assertEquals(4096, auxiliary(image, AuxiliaryVector.AT_PAGESZ));
    assertEquals(0x112d, auxiliary(image, AuxiliaryVector.AT_HWCAP));
    assertEquals(1000, auxiliary(image, AuxiliaryVector.AT_UID));
    assertEquals(1, auxiliary(image, AuxiliaryVector.AT_SECURE));
    assertEquals(0x1_0010, auxiliary(image, AuxiliaryVector.AT_ENTRY));
    assertEquals(2, auxiliary(image, AuxiliaryVector.AT_PHNUM));
    assertEquals(0, auxiliary(image, AuxiliaryVector.AT_BASE));
    assertEquals(7, space.load64(auxiliary(image, AuxiliaryVector.AT_RANDOM)));
    assertEquals(7, space.load64(auxiliary(image, AuxiliaryVector.AT_RANDOM) + 8));
    long path = auxiliary(image, AuxiliaryVector.AT_EXECFN);
    assertEquals("/bin/prog", space.readString(path, 10));
    assertEquals(AddressSpace.STACK_TOP, path + "/bin/prog\0".length() + 8);
    assertEquals("prog\0\0A=b\0", text(space, space.load64(at + 8), 10));
  }

  @Test
  void positionIndependentProgramsGoHigh() {
    byte[] file =
        new TestElf(true, 0x1010).headersAt(0).segment(0x1010, CODE, TEXT, TEXT.length).build();
    Image image = load(file);
    AddressSpace space = image.memory();
    long base = image.entry() - 0x1010;
    assertEquals(0, base % (2 << 20));
    assertTrue(base > AddressSpace.END / 2 && base < AddressSpace.STACK_TOP);
    assertArrayEquals(TEXT, space.read(image.entry(), TEXT.length));
    assertEquals(base + 64, auxiliary(image, AuxiliaryVector.AT_PHDR));
    assertEquals(image.entry(), auxiliary(image, AuxiliaryVector.AT_ENTRY));
  }

  @Test
  void dynamicProgramsBeginInTheirInterpreter() {
    byte[] file =
        new TestElf(true, 0x10)
            .interpreter("/lib/ld.so")
            .segment(0x10, CODE, TEXT, TEXT.length)
            .build();
    byte[] interpreter =
        new TestElf(true, 0x4).segment(0, CODE, VARIABLES, VARIABLES.length).build();
    MemoryObject object = MemoryObject.of(frames, interpreter);
    Image image =
        load(
            MemoryObject.of(frames, file),
            path -> {
              assertEquals("/lib/ld.so", path);
              return new ProgramFile(object, Label.NONE);
            });
    long base = auxiliary(image, AuxiliaryVector.AT_BASE);
    assertEquals(base + 4, image.entry());
    assertEquals(image.memory().mapCeiling() - 4096, base);
    assertArrayEquals(VARIABLES, image.memory().read(base, VARIABLES.length));
    assertArrayEquals(
        TEXT, image.memory().read(auxiliary(image, AuxiliaryVector.AT_ENTRY), TEXT.length));
  }

  @Test
  void aMissingInterpreterIsNamed() {
    byte[] file =
        new TestElf(true, 0).interpreter("/lib/ld.so").segment(0, CODE, TEXT, 100).build();
    ErrnoException failure = assertThrows(ErrnoException.class, () -> load(file));
    assertEquals(Errno.ENOENT, failure.errno());
    assertEquals("its interpreter /lib/ld.so: No such file or directory", failure.getMessage());
  }

  @Test
  void handlersReturnByTheTrampoline() {
    AddressSpace space = load(twoSegments()).memory();
    assertEquals(0x08b0_0893, space.load32(AddressSpace.TRAMPOLINE));
    assertEquals(0x0000_0073, space.load32(AddressSpace.TRAMPOLINE + 4));
  }

  @Test
  void theStackIsExecutableOnlyOnDemand() {
    assertTrue(stackLine(load(twoSegments())).contains(" rw-p "));
    byte[] file =
        new TestElf(false, 0x1_0000)
            .segment(0x1_0000, CODE, TEXT, TEXT.length)
            .executableStack()
            .build();
    assertTrue(stackLine(load(file)).contains(" rwxp "));
  }

  @Test
  void unusableFilesAreRefusedWithAReason() {
    assertRefused("empty", new byte[0]);
    assertRefused("begins with 23 21", "#!/bin/sh".getBytes(US_ASCII));
    assertRefused("no loadable segment", new TestElf(false, 0).build());
    assertRefused("overlap", claim(0, 0x1_0000, 10, 10).claim(0, 0x1_0005, 1, 1).build());
    assertRefused("truncated", claim(0, 0x1_0000, 1 << 20, 1 << 20).build());
    assertRefused("more than", claim(0, 0x1_0000, 20, 10).build());
    assertRefused("larger than", claim(0, 0x1_0000, 0, 1L << 50).build());
    assertRefused("larger than", claim(0, 0x1_0000, 0, -1).build());
    assertRefused("outside", claim(0, AddressSpace.END, 0, 10).build());
    assertRefused("outside", claim(0, -4096, 0, 10).build());
    assertRefused("where programs can be", claim(0, 0, 10, 10).build());
    assertRefused("where programs can be", claim(0, AddressSpace.END - 4096, 10, 10).build());
    assertRefused("another place in its page", claim(1, 0x1_0000, 10, 10).build());
  }

  private static TestElf claim(long offset, long address, long inFile, long inMemory) {
    return new TestElf(false, 0x1_0000).claim(offset, address, inFile, inMemory);
  }

  @Test
  void whatMemoryCannotHoldIsRefused() {
    assertFails(Errno.ENOMEM, () -> load(claim(0, 0x1_0000, 0, 1L << 36).build()));
  }

  @Test
  void argumentsHaveABound() {
    byte[] file = twoSegments();
    String huge = "x".repeat(128 << 10);
    assertFails(Errno.E2BIG, () -> load(file, List.of(huge)));
    assertFails(Errno.E2BIG, () -> load(file, Collections.nCopies(40, "x".repeat(60_000))));
    load(file, List.of(huge.substring(1)));
  }

  @Test
  void aProgramAlwaysHasAName() {
    Image image = load(twoSegments(), List.of());
    long at = image.stackPointer();
    assertEquals(1, image.memory().load64(at));
    assertEquals("", image.memory().readString(image.memory().load64(at + 8), 1));
  }

  private static byte[] twoSegments() {
    return new TestElf(false, 0x1_0010)
        .segment(0x1_0010, CODE, TEXT, TEXT.length)
        .segment(0x1_2ff0, DATA, VARIABLES, 0x3000)
        .build();
  }

  private Image load(byte[] file) {
    MemoryObject object = MemoryObject.of(frames, file);
    try {
      return load(object, noInterpreter());
    } finally {
      object.release();
    }
  }

  private Image load(byte[] file, List<String> arguments) {
    MemoryObject object = MemoryObject.of(frames, file);
    try {
      return load(object, Arguments.of(arguments, List.of()), noInterpreter());
    } finally {
      object.release();
    }
  }

  private Image load(MemoryObject file, Interpreters interpreters) {
    return load(file, Arguments.of(List.of("prog", ""), List.of("A=b")), interpreters);
  }

  private Image load(MemoryObject file, Arguments arguments, Interpreters interpreters) {
    Program program =
        new Program(
            new ProgramFile(file, new Label("/bin/prog", 1, 2)),
            "/bin/prog",
            arguments,
            new Identity(1000, 0, 0, 0),
            Limits.DEFAULT,
            () -> 7);
    Image image = loader.load(program, interpreters);
    spaces.add(image.memory());
    return image;
  }

  private static Interpreters noInterpreter() {
    return path -> {
      throw Errno.ENOENT.failure();
    };
  }

  private void assertRefused(String reason, byte[] file) {
    ErrnoException failure = assertThrows(ErrnoException.class, () -> load(file), reason);
    assertEquals(Errno.ENOEXEC, failure.errno());
    assertTrue(String.valueOf(failure.getMessage()).contains(reason), failure.getMessage());
  }

  private static String stackLine(Image image) {
    return image.memory().maps().lines().filter(line -> line.endsWith("[stack]")).findFirst().get();
  }

  /// An entry of the auxiliary vector above the two arguments and one variable of [#load(byte[])].
  private static long auxiliary(Image image, int type) {
    AddressSpace space = image.memory();
    long at = image.stackPointer() + 48;
    while (space.load64(at) != type && space.load64(at) != AuxiliaryVector.AT_NULL) {
      at += 16;
    }
    assertEquals(type, space.load64(at));
    return space.load64(at + 8);
  }

  private static String text(AddressSpace space, long address, int length) {
    return new String(space.read(address, length), US_ASCII);
  }
}
