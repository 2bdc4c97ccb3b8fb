package spool.kernel.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Label;
import spool.kernel.vm.Limits;
import spool.kernel.vm.MemoryObject;
import spool.kernel.vm.Silence;

/// Files that lie.
class ProgramLoaderProperties {
  private static final byte[] NOTHING = new byte[0x800];
  private static final byte[] PROGRAM =
      new TestElf(true, 0x1010)
          .headersAt(0)
          .segment(0x1010, TestElf.READ | TestElf.EXECUTE, NOTHING, NOTHING.length)
          .segment(0x3ff0, TestElf.READ | TestElf.WRITE, NOTHING, 0x3000)
          .executableStack()
          .build();

  /// Overwrites a byte of the headers.
  record Lie(int position, byte value) {}

  @Property(tries = 500)
  void aFileIsLoadedOrRefusedAndTakesNothing(@ForAll("lies") List<Lie> lies) {
    byte[] bytes = PROGRAM.clone();
    lies.forEach(lie -> bytes[lie.position] = lie.value);
    Frames frames = new Frames(new PhysicalMemory(0x8000_0000L, 64 * Frames.BYTES));
    ProgramLoader loader = new ProgramLoader(frames, new Silence());
    MemoryObject file = MemoryObject.of(frames, bytes);
    try {
      Program program = program(file);
      loader.load(program, ProgramLoaderProperties::none).memory().release();
    } catch (ErrnoException refused) {
      List<Errno> reasons = List.of(Errno.ENOEXEC, Errno.ENOMEM, Errno.ENOENT);
      assertTrue(reasons.contains(refused.errno()), refused.errno().name());
    }
    file.release();
    assertEquals(frames.total(), frames.free() + frames.cached());
    assertTrue(frames.cached() <= 1);
  }

  @Provide
  Arbitrary<List<Lie>> lies() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 64 + 4 * 56 - 1), Arbitraries.bytes())
        .as(Lie::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static Program program(MemoryObject file) {
    return new Program(
        new ProgramFile(file, Label.NONE),
        "prog",
        Arguments.of(List.of(), List.of()),
        Identity.ROOT,
        Limits.DEFAULT,
        () -> 0);
  }

  private static ProgramFile none(String path) {
    throw Errno.ENOENT.failure(path);
  }
}
