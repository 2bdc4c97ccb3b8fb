package spool.kernel.exec;

import spool.emulator.image.ByteSource;
import spool.emulator.image.ElfException;
import spool.emulator.image.ElfFile;
import spool.emulator.image.Segment;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Mman;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.Backing;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Label;
import spool.kernel.vm.MapRequest;
import spool.kernel.vm.MemoryObject;
import spool.kernel.vm.Protection;

/// An ELF file on its way into an address space, as private mappings of the file: pages come when
/// the program touches them, and are its own when it stores to them.
final class ElfImage {
  private static final long PAGE = Frames.BYTES;

  private final ProgramFile file;
  private final ElfFile elf;
  private final long lowest;
  private final long highest;

  private ElfImage(ProgramFile file, ElfFile elf) {
    this.file = file;
    this.elf = elf;
    this.lowest =
        pageStart(elf.segments().stream().mapToLong(Segment::address).min().orElseThrow());
    this.highest = pageEnd(elf.segments().stream().mapToLong(Segment::end).max().orElseThrow());
  }

  /// Reads the headers of `file`. Throws ENOEXEC, with the reason, unless every segment can be
  /// mapped.
  static ElfImage parse(ProgramFile file) {
    try {
      ElfFile elf = ElfFile.parse(bytesOf(file.contents()));
      elf.segments().forEach(ElfImage::requireMappable);
      return new ElfImage(file, elf);
    } catch (ElfException defect) {
      throw Errno.ENOEXEC.failure(String.valueOf(defect.getMessage()));
    }
  }

  static ByteSource bytesOf(MemoryObject contents) {
    return new ByteSource() {
      @Override
      public long length() {
        return contents.sizeBytes();
      }

      @Override
      public void read(long position, byte[] target, int offset, int count) {
        contents.read(position, target, offset, count);
      }
    };
  }

  private static void requireMappable(Segment segment) {
    if (segment.address() < 0 || segment.end() < 0 || segment.end() > AddressSpace.END) {
      throw Errno.ENOEXEC.failure(
          "a segment of 0x%x bytes at 0x%x is outside of a program's address space"
              .formatted(segment.memoryBytes(), segment.address()));
    }
    if (segment.fileBytes() > 0 && (segment.address() - segment.offset()) % PAGE != 0) {
      throw Errno.ENOEXEC.failure(
          "the segment at 0x%x is at another place in its page than in the file, at 0x%x"
              .formatted(segment.address(), segment.offset()));
    }
  }

  ElfFile elf() {
    return elf;
  }

  /// How many bytes there are from the lowest to the end of the highest page.
  long span() {
    return highest - lowest;
  }

  /// What must be added to the file's own addresses for the lowest page to be at `base`; nothing if
  /// the file says itself where it is to be.
  long bias(long base) {
    return elf.isPositionIndependent() ? base - lowest : 0;
  }

  /// Maps everything into `space`, `bias` above the file's own addresses, and answers the end of
  /// the highest page. Throws ENOEXEC with the reason, and ENOMEM.
  long map(AddressSpace space, long bias) {
    if (lowest + bias < AddressSpace.LOWEST || highest + bias > space.mapCeiling()) {
      throw Errno.ENOEXEC.failure(
          "0x%x bytes at 0x%x are not between 0x%x and 0x%x, where programs can be"
              .formatted(span(), lowest + bias, AddressSpace.LOWEST, space.mapCeiling()));
    }
    elf.segments().stream()
        .sorted((one, other) -> Long.compare(one.address(), other.address()))
        .forEach(segment -> map(space, segment, bias));
    return highest + bias;
  }

  private void map(AddressSpace space, Segment segment, long bias) {
    Protection protection = protection(segment);
    long start = segment.address() + bias;
    long fileEnd = start + segment.fileBytes();
    long zerosFrom = pageStart(start);
    if (segment.fileBytes() > 0) {
      long offset = pageStart(segment.offset());
      zerosFrom = pageEnd(fileEnd);
      Backing backing = Backing.copyOf(file.contents(), offset, file.label());
      map(space, pageStart(start), zerosFrom, protection, backing);
    }
    long end = start + segment.memoryBytes();
    if (end > zerosFrom) {
      map(space, zerosFrom, end, protection, Backing.anonymous(Label.NONE));
    }
    if (end > fileEnd && fileEnd < zerosFrom && protection.isWritable()) {
      space.clear(fileEnd, zerosFrom - fileEnd);
    }
  }

  private static void map(
      AddressSpace space, long start, long end, Protection protection, Backing backing) {
    space.map(MapRequest.of(end - start, protection, backing).fixed(start));
  }

  private static Protection protection(Segment segment) {
    return new Protection(
        (segment.isReadable() ? Mman.PROT_READ : 0)
            | (segment.isWritable() ? Mman.PROT_WRITE : 0)
            | (segment.isExecutable() ? Mman.PROT_EXEC : 0));
  }

  private static long pageStart(long address) {
    return address & -PAGE;
  }

  private static long pageEnd(long address) {
    return pageStart(address + PAGE - 1);
  }
}
