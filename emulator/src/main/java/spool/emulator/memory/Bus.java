package spool.emulator.memory;

import java.util.ArrayList;
import java.util.List;

/// Where RAM and the devices are in the physical address space.
public final class Bus {
  private record Window(long base, long size, Device device) {
    boolean contains(long address, long length) {
      long offset = address - base;
      return offset >= 0 && offset <= size - length;
    }

    boolean overlaps(long otherBase, long otherSize) {
      return base < otherBase + otherSize && otherBase < base + size;
    }
  }

  private final PhysicalMemory memory;

  /// So few that going through them takes no longer than any search.
  private final List<Window> windows = new ArrayList<>();

  /// A bus with RAM and no devices yet.
  public Bus(PhysicalMemory memory) {
    this.memory = memory;
  }

  /// The RAM.
  public PhysicalMemory memory() {
    return memory;
  }

  /// Puts `device` at `base`, `size` bytes long, where nothing else is.
  public void attach(long base, long size, Device device) {
    if (overlaps(base, size)) {
      throw new IllegalArgumentException(
          "0x%x bytes at 0x%x overlap RAM or a device".formatted(size, base));
    }
    windows.add(new Window(base, size, device));
  }

  /// Loads `size` (1, 2, 4, 8) bytes from anywhere, zero-extended. Throws [BusError].
  public long load(long address, int size) {
    if (memory.contains(address, size)) {
      return switch (size) {
        case 1 -> memory.load8(address) & 0xffL;
        case 2 -> memory.load16(address) & 0xffffL;
        case 4 -> memory.load32(address) & 0xffff_ffffL;
        default -> memory.load64(address);
      };
    }
    Window window = window(address, size);
    return window.device.load(address - window.base, size);
  }

  /// Stores the low `size` (1, 2, 4, 8) bytes of `value` anywhere. Throws [BusError].
  public void store(long address, int size, long value) {
    if (memory.contains(address, size)) {
      switch (size) {
        case 1 -> memory.store8(address, (byte) value);
        case 2 -> memory.store16(address, (short) value);
        case 4 -> memory.store32(address, (int) value);
        default -> memory.store64(address, value);
      }
      return;
    }
    Window window = window(address, size);
    window.device.store(address - window.base, size, value);
  }

  private boolean overlaps(long base, long size) {
    boolean device = windows.stream().anyMatch(window -> window.overlaps(base, size));
    return device || (base < memory.base() + memory.sizeBytes() && memory.base() < base + size);
  }

  private Window window(long address, int size) {
    for (Window window : windows) {
      if (window.contains(address, size)) {
        return window;
      }
    }
    throw new BusError(address);
  }
}
