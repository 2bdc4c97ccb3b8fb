package spool.kernel.exec;

import java.util.Optional;
import spool.emulator.image.ElfFile;
import spool.kernel.abi.AuxiliaryVector;
import spool.kernel.abi.ErrnoException;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.Backing;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Label;
import spool.kernel.vm.MapRequest;
import spool.kernel.vm.MemoryObject;
import spool.kernel.vm.Protection;
import spool.kernel.vm.Translations;

/// Brings programs into fresh address spaces.
///
/// The caller's own space is not touched, so that a program that cannot be loaded harms nobody: it
/// throws ENOEXEC with the reason, ENOMEM, E2BIG, or what [Interpreters] throws, and has taken
/// nothing.
public final class ProgramLoader {
  /// Where position-independent programs go: two thirds up, as in Linux, at an address that suits
  /// every alignment up to 2 MiB.
  private static final long PROGRAM_BASE = (AddressSpace.END / 3 * 2) & -(2L << 20);

  /// `COMPAT_HWCAP_ISA_*` of the single-letter extensions I, M, A, F, D and C.
  private static final long HARDWARE_CAPABILITIES =
      "IMAFDC".chars().mapToLong(letter -> 1L << (letter - 'A')).sum();

  private static final long CLOCK_TICKS_PER_SECOND = 100;

  /// How far a new stack reaches below what is on it: Linux's `stack_expand`.
  private static final long STACK_HEADROOM = 128 << 10;

  /// `li a7, 139; ecall`: calls `rt_sigreturn`. Debuggers and unwinders know a signal frame by it.
  private static final byte[] TRAMPOLINE = {
    (byte) 0x93, 0x08, (byte) 0xb0, 0x08, 0x73, 0x00, 0x00, 0x00
  };

  private final Frames frames;
  private final Translations translations;
  private final MemoryObject trampoline;

  /// A loader into `frames`, for harts with `translations`.
  public ProgramLoader(Frames frames, Translations translations) {
    this.frames = frames;
    this.translations = translations;
    this.trampoline = MemoryObject.of(frames, TRAMPOLINE);
  }

  /// Loads `program` and, if it asks for one, its interpreter.
  public Image load(Program program, Interpreters interpreters) {
    ElfImage main = ElfImage.parse(program.file());
    Optional<ElfImage> interpreter =
        main.elf().interpreter().map(path -> ElfImage.parse(open(path, interpreters)));
    program.arguments().requireFit(program.limits().stack());
    AddressSpace space = new AddressSpace(frames, translations, program.limits());
    try {
      return build(space, program, main, interpreter);
    } catch (ErrnoException failure) {
      space.release();
      throw failure;
    }
  }

  private static ProgramFile open(String path, Interpreters interpreters) {
    try {
      return interpreters.open(path);
    } catch (ErrnoException failure) {
      throw failure
          .errno()
          .failure("its interpreter %s: %s".formatted(path, failure.errno().text()));
    }
  }

  private Image build(
      AddressSpace space, Program program, ElfImage main, Optional<ElfImage> interpreter) {
    mapTrampoline(space);
    long bias = main.bias(PROGRAM_BASE);
    space.startHeap(main.map(space, bias));
    InitialStack stack = new InitialStack(program.arguments(), program.path(), program.random());
    describe(stack, program.identity());
    describe(stack, main.elf(), bias);
    long start = main.elf().entry() + bias;
    if (interpreter.isPresent()) {
      long base = interpreter.get().bias(space.gap(interpreter.get().span()));
      interpreter.get().map(space, base);
      stack.add(AuxiliaryVector.AT_BASE, base);
      start = interpreter.get().elf().entry() + base;
    }
    return new Image(space, start, push(space, stack, main.elf().hasExecutableStack()));
  }

  private void mapTrampoline(AddressSpace space) {
    Backing code = Backing.copyOf(trampoline, 0, Label.TRAMPOLINE);
    space.map(
        MapRequest.of(Frames.BYTES, Protection.READ_EXECUTE, code).fixed(AddressSpace.TRAMPOLINE));
  }

  private static void describe(InitialStack stack, Identity identity) {
    stack.add(AuxiliaryVector.AT_PAGESZ, Frames.BYTES);
    stack.add(AuxiliaryVector.AT_FLAGS, 0);
    stack.add(AuxiliaryVector.AT_UID, identity.uid());
    stack.add(AuxiliaryVector.AT_EUID, identity.effectiveUid());
    stack.add(AuxiliaryVector.AT_GID, identity.gid());
    stack.add(AuxiliaryVector.AT_EGID, identity.effectiveGid());
    stack.add(AuxiliaryVector.AT_HWCAP, HARDWARE_CAPABILITIES);
    stack.add(AuxiliaryVector.AT_CLKTCK, CLOCK_TICKS_PER_SECOND);
    stack.add(AuxiliaryVector.AT_SECURE, identity.isElevated() ? 1 : 0);
  }

  private static void describe(InitialStack stack, ElfFile elf, long bias) {
    stack.add(AuxiliaryVector.AT_PHDR, elf.programHeaderAddress().map(at -> at + bias).orElse(0L));
    stack.add(AuxiliaryVector.AT_PHENT, ElfFile.PROGRAM_HEADER_BYTES);
    stack.add(AuxiliaryVector.AT_PHNUM, elf.programHeaders());
    stack.add(AuxiliaryVector.AT_BASE, 0);
    stack.add(AuxiliaryVector.AT_ENTRY, elf.entry() + bias);
  }

  private static long push(AddressSpace space, InitialStack stack, boolean executable) {
    byte[] contents = stack.build(AddressSpace.STACK_TOP);
    long pointer = AddressSpace.STACK_TOP - contents.length;
    long bottom = (pointer - STACK_HEADROOM) & -Frames.BYTES;
    Protection protection = executable ? Protection.ALL : Protection.READ_WRITE;
    Backing backing = Backing.stack(Label.STACK);
    space.map(MapRequest.of(AddressSpace.STACK_TOP - bottom, protection, backing).fixed(bottom));
    space.write(pointer, contents);
    return pointer;
  }
}
