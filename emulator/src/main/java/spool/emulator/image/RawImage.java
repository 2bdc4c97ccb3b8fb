package spool.emulator.image;

import spool.emulator.memory.PhysicalMemory;

/// Puts bare-metal images into RAM: raw bytes, or an ELF by its physical addresses.
public final class RawImage {
  private RawImage() {}

  /// Copies `image` to `address`. Throws [IllegalArgumentException] when it does not fit there.
  public static void place(byte[] image, PhysicalMemory memory, long address) {
    if (!memory.contains(address, image.length)) {
      throw new IllegalArgumentException(
          "an image of %d bytes does not fit into RAM at 0x%x".formatted(image.length, address));
    }
    memory.write(address, image, 0, image.length);
  }

  /// Copies the segments of `program` to their physical addresses and zeros what follows them;
  /// answers the physical address of its entry. Throws [ElfException] when a segment is outside
  /// RAM.
  public static long place(ElfFile program, PhysicalMemory memory) throws ElfException {
    long entry = program.entry();
    for (Segment segment : program.segments()) {
      place(program, segment, memory);
      if (segment.contains(program.entry())) {
        entry = program.entry() - segment.address() + segment.physicalAddress();
      }
    }
    return entry;
  }

  private static void place(ElfFile program, Segment segment, PhysicalMemory memory)
      throws ElfException {
    long target = segment.physicalAddress();
    if (!memory.contains(target, segment.memoryBytes())) {
      throw new ElfException(
          "the segment of 0x%x bytes at 0x%x is outside RAM"
              .formatted(segment.memoryBytes(), target));
    }
    byte[] bytes = new byte[(int) segment.fileBytes()];
    program.read(segment, 0, bytes, 0, bytes.length);
    memory.write(target, bytes, 0, bytes.length);
    memory.fill(target + bytes.length, (int) (segment.memoryBytes() - bytes.length), (byte) 0);
  }
}
