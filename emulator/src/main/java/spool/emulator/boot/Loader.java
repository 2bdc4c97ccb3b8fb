package spool.emulator.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import spool.emulator.image.ByteSource;
import spool.emulator.image.DeviceNode;
import spool.emulator.image.DeviceTreeBlob;
import spool.emulator.image.ElfException;
import spool.emulator.image.ElfFile;
import spool.emulator.image.LinuxImage;
import spool.emulator.machine.Machine;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.sbi.BuiltInFirmware;

/// Loads a machine as a board's boot loader does, and sets it going.
///
/// Firmware goes to the start of RAM; a kernel as ELF to its physical addresses, as Linux `Image`
/// to where its header says, as raw bytes 2 MiB above the start of RAM, or at the start where there
/// is no firmware. The device tree is in the last pages of RAM, the RAM disk right below it.
///
/// With firmware that is an image, or none at all, every hart begins in machine mode at its entry
/// with its number in `a0`, the address of the device tree in `a1`, and in `a2` what OpenSBI's
/// `fw_dynamic` looks for. With the firmware in Java hart 0 begins in supervisor mode at the
/// kernel's entry, and the others wait to be started (Linux, `Documentation/arch/riscv/boot.rst`).
public final class Loader {
  private static final long KERNEL_OFFSET = 0x20_0000;
  private static final int A2 = 12;
  private static final int ELF_MAGIC = 0x464c_457f;

  /// `struct fw_dynamic_info` of OpenSBI, version 2: where to go on, and in supervisor mode.
  private static final int HANDOVER_BYTES = 48;

  /// What firmware may add to the device tree, behind it.
  private static final int TREE_GROWTH_BYTES = 1 << 16;

  private static final long HANDOVER_MAGIC = 0x4942_534f;
  private static final long HANDOVER_VERSION = 2;
  private static final long SUPERVISOR_MODE = 1;

  private final Machine machine;
  private final BootPlan plan;
  private final PhysicalMemory memory;
  private final Placement placement;
  private Optional<ElfFile> program = Optional.empty();

  private Loader(Machine machine, BootPlan plan) {
    this.machine = machine;
    this.plan = plan;
    memory = machine.bus().memory();
    placement = new Placement(memory);
  }

  /// Loads everything and sets the harts going. Answers the kernel if it is an ELF file.
  ///
  /// @throws BootException if an image does not fit, or is damaged
  public static Optional<ElfFile> load(Machine machine, BootPlan plan) throws BootException {
    Loader loader = new Loader(machine, plan);
    loader.load();
    return loader.program;
  }

  /// The device tree of `machine` as it is when nothing is loaded.
  public static byte[] deviceTree(Machine machine) {
    return DeviceTreeBlob.of(machine.deviceTree(new DeviceNode("chosen")));
  }

  private void load() throws BootException {
    Firmware firmware = settle(plan.firmware());
    long kernel = memory.base();
    if (plan.kernel().isPresent()) {
      kernel = kernel(plan.kernel().get(), firmware);
    }
    switch (firmware) {
      case Firmware.Loaded(BootImage image) -> start(firmware(image), kernel);
      case Firmware.BuiltIn _ -> BuiltInFirmware.start(machine, kernel, deviceTree(kernel));
      default -> start(kernel, kernel);
    }
  }

  /// Parses the kernel, and decides what firmware there is.
  private Firmware settle(Firmware wish) throws BootException {
    if (plan.kernel().isPresent()) {
      program = elf(plan.kernel().get());
    }
    return wish instanceof Firmware.Automatic
        ? isFirmware() ? new Firmware.None() : new Firmware.BuiltIn()
        : wish;
  }

  private boolean isFirmware() {
    return program.stream()
        .flatMap(file -> file.segments().stream())
        .anyMatch(segment -> segment.physicalAddress() < memory.base() + KERNEL_OFFSET);
  }

  private static Optional<ElfFile> elf(BootImage image) throws BootException {
    byte[] bytes = image.bytes();
    ByteBuffer start = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < Integer.BYTES || start.getInt() != ELF_MAGIC) {
      return Optional.empty();
    }
    try {
      return Optional.of(ElfFile.parse(ByteSource.of(bytes)));
    } catch (ElfException defect) {
      throw new BootException(image.name() + ": " + defect.getMessage());
    }
  }

  private long kernel(BootImage image, Firmware firmware) throws BootException {
    if (program.isPresent()) {
      return placement.program(image, program.get());
    }
    long length = image.bytes().length;
    long raw = firmware instanceof Firmware.None ? 0 : KERNEL_OFFSET;
    LinuxImage place = LinuxImage.of(image.bytes()).orElse(new LinuxImage(raw, length));
    long address = memory.base() + place.textOffset();
    placement.raw(image, address, place.sizeBytes());
    return address;
  }

  private long firmware(BootImage image) throws BootException {
    Optional<ElfFile> file = elf(image);
    if (file.isPresent()) {
      return placement.program(image, file.get());
    }
    placement.raw(image, memory.base(), image.bytes().length);
    return memory.base();
  }

  private void start(long entry, long kernel) throws BootException {
    long tree = deviceTree(kernel);
    machine.harts().forEach(hart -> hart.x[A2] = tree - HANDOVER_BYTES);
    machine.start(entry, tree);
  }

  /// Places the device tree, with the handover in front of it and the RAM disk below, and answers
  /// its address.
  private long deviceTree(long kernel) throws BootException {
    int size = blob(0, 0).length;
    long handover = placement.high("the device tree", HANDOVER_BYTES + size + TREE_GROWTH_BYTES);
    long initrd = 0;
    long initrdEnd = 0;
    if (plan.initrd().isPresent()) {
      BootImage image = plan.initrd().get();
      initrd = placement.high(image.name(), image.bytes().length);
      initrdEnd = initrd + image.bytes().length;
      memory.write(initrd, image.bytes(), 0, image.bytes().length);
    }
    memory.write(handover, handover(kernel), 0, HANDOVER_BYTES);
    memory.write(handover + HANDOVER_BYTES, blob(initrd, initrdEnd), 0, size);
    return handover + HANDOVER_BYTES;
  }

  private byte[] blob(long initrd, long initrdEnd) {
    DeviceNode chosen = new DeviceNode("chosen");
    if (!plan.arguments().isEmpty()) {
      chosen.text("bootargs", plan.arguments());
    }
    if (plan.initrd().isPresent()) {
      chosen.wideCells("linux,initrd-start", initrd).wideCells("linux,initrd-end", initrdEnd);
    }
    return DeviceTreeBlob.of(machine.deviceTree(chosen));
  }

  private static byte[] handover(long kernel) {
    return ByteBuffer.allocate(HANDOVER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(HANDOVER_MAGIC)
        .putLong(HANDOVER_VERSION)
        .putLong(kernel)
        .putLong(SUPERVISOR_MODE)
        .putLong(0)
        .putLong(0)
        .array();
  }
}
