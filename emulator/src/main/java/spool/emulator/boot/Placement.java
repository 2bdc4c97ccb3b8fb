package spool.emulator.boot;

import java.util.ArrayList;
import java.util.List;
import spool.emulator.image.ElfException;
import spool.emulator.image.ElfFile;
import spool.emulator.image.RawImage;
import spool.emulator.image.Segment;
import spool.emulator.memory.PhysicalMemory;

/// Puts images into RAM, none over another.
final class Placement {
  private static final int PAGE_BYTES = PhysicalMemory.FRAME_BYTES;

  private record Range(String name, long start, long size) {
    boolean overlaps(long otherStart, long otherSize) {
      return start < otherStart + otherSize && otherStart < start + size;
    }
  }

  private final PhysicalMemory memory;
  private final List<Range> taken = new ArrayList<>();
  private long top;

  Placement(PhysicalMemory memory) {
    this.memory = memory;
    top = memory.base() + memory.sizeBytes();
  }

  /// Puts the segments of `program` where they belong and answers where it begins.
  long program(BootImage image, ElfFile program) throws BootException {
    try {
      long entry = RawImage.place(program, memory);
      for (Segment segment : program.segments()) {
        take(image.name(), segment.physicalAddress(), segment.memoryBytes());
      }
      return entry;
    } catch (ElfException defect) {
      throw new BootException(image.name() + ": " + defect.getMessage());
    }
  }

  /// Puts an image to `address`, where it takes up `size` bytes.
  void raw(BootImage image, long address, long size) throws BootException {
    if (size < 0 || !memory.contains(address, size)) {
      throw new BootException(
          "%s: %d bytes at 0x%x do not fit into RAM of %d bytes"
              .formatted(image.name(), size, address, memory.sizeBytes()));
    }
    take(image.name(), address, size);
    memory.write(address, image.bytes(), 0, image.bytes().length);
  }

  /// Finds room for `size` bytes, of whole pages, as high as possible.
  long high(String name, long size) throws BootException {
    long address = (top - size) & -PAGE_BYTES;
    if (!memory.contains(address, size)) {
      throw new BootException(
          "%s: %d bytes do not fit into RAM of %d bytes".formatted(name, size, memory.sizeBytes()));
    }
    take(name, address, size);
    top = address;
    return address;
  }

  private void take(String name, long start, long size) throws BootException {
    for (Range other : taken) {
      if (!other.name.equals(name) && other.overlaps(start, size)) {
        throw new BootException(
            "%s: %d bytes at 0x%x overlap %s".formatted(name, size, start, other.name));
      }
    }
    taken.add(new Range(name, start, size));
  }
}
