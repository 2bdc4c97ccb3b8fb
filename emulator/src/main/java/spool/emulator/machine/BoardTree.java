package spool.emulator.machine;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import spool.emulator.device.Clint;
import spool.emulator.device.Plic;
import spool.emulator.device.Power;
import spool.emulator.hart.IsaString;
import spool.emulator.image.DeviceNode;
import spool.emulator.isa.Cause;
import spool.emulator.memory.PhysicalMemory;

/// The device tree of a board: what its slots, its harts and its RAM are to software, by the
/// bindings of Linux, in the shape that QEMU's `virt` has.
final class BoardTree {
  private static final int CACHE_BLOCK_BYTES = 64;
  private static final int UART_CLOCK_HERTZ = 3_686_400;

  /// Handles by which nodes refer to one another; that of a hart's interrupts is its number above
  /// [#FIRST_HART].
  private static final int PLIC_HANDLE = 1;

  private static final int POWER_HANDLE = 2;
  private static final int FIRST_HART = 0x100;
  private static final int FIRST_CPU = 0x200;

  private final Board board;
  private final int harts;
  private final PhysicalMemory memory;

  BoardTree(Board board, int harts, PhysicalMemory memory) {
    this.board = board;
    this.harts = harts;
    this.memory = memory;
  }

  /// The root, with `chosen` for what depends on the software to be started, to which it adds where
  /// the console is.
  DeviceNode root(DeviceNode chosen) {
    return new DeviceNode("")
        .cells("#address-cells", 2)
        .cells("#size-cells", 2)
        .text("compatible", "riscv-virtio")
        .text("model", "riscv-virtio,spool")
        .add(chosen.text("stdout-path", console()))
        .add(powerCommand("poweroff", Power.PASS))
        .add(powerCommand("reboot", Power.RESET))
        .add(memory())
        .add(cpus())
        .add(devices());
  }

  private static DeviceNode powerCommand(String name, int value) {
    return new DeviceNode(name)
        .cells("value", value)
        .cells("offset", 0)
        .cells("regmap", POWER_HANDLE)
        .text("compatible", "syscon-" + name);
  }

  private DeviceNode memory() {
    return new DeviceNode("memory@" + Long.toHexString(memory.base()))
        .text("device_type", "memory")
        .wideCells("reg", memory.base(), memory.sizeBytes());
  }

  private DeviceNode cpus() {
    DeviceNode cpus =
        new DeviceNode("cpus")
            .cells("#address-cells", 1)
            .cells("#size-cells", 0)
            .cells("timebase-frequency", (int) Clint.TICKS_PER_SECOND);
    DeviceNode cluster = new DeviceNode("cluster0");
    for (int hart = 0; hart < harts; hart++) {
      cpus.add(cpu(hart));
      cluster.add(new DeviceNode("core" + hart).cells("cpu", FIRST_CPU + hart));
    }
    return cpus.add(new DeviceNode("cpu-map").add(cluster));
  }

  private static DeviceNode cpu(int hart) {
    return new DeviceNode("cpu@" + Integer.toHexString(hart))
        .cells("phandle", FIRST_CPU + hart)
        .text("device_type", "cpu")
        .cells("reg", hart)
        .text("status", "okay")
        .text("compatible", "riscv")
        .cells("riscv,cbom-block-size", CACHE_BLOCK_BYTES)
        .cells("riscv,cbop-block-size", CACHE_BLOCK_BYTES)
        .cells("riscv,cboz-block-size", CACHE_BLOCK_BYTES)
        .texts("riscv,isa-extensions", IsaString.extensions())
        .text("riscv,isa-base", IsaString.BASE)
        .text("riscv,isa", IsaString.text())
        .text("mmu-type", "riscv,sv57")
        .add(
            new DeviceNode("interrupt-controller")
                .cells("#interrupt-cells", 1)
                .cells("#address-cells", 0)
                .flag("interrupt-controller")
                .text("compatible", "riscv,cpu-intc")
                .cells("phandle", FIRST_HART + hart));
  }

  private DeviceNode devices() {
    DeviceNode devices =
        new DeviceNode("soc")
            .cells("#address-cells", 2)
            .cells("#size-cells", 2)
            .text("compatible", "simple-bus")
            .flag("ranges");
    board.slots().stream().map(this::device).forEach(devices::add);
    return devices;
  }

  private DeviceNode device(Board.Slot slot) {
    DeviceNode node =
        new DeviceNode(slot.node())
            .wideCells("reg", slot.base(), slot.size())
            .texts("compatible", slot.kind().compatible());
    if (slot.interrupt() != Board.NO_INTERRUPT) {
      node.cells("interrupts", slot.interrupt()).cells("interrupt-parent", PLIC_HANDLE);
    }
    return switch (slot.kind()) {
      case SERIAL -> node.cells("clock-frequency", UART_CLOCK_HERTZ);
      case POWER -> node.cells("phandle", POWER_HANDLE);
      case TIMER ->
          node.cells("interrupts-extended", lines(Cause.MACHINE_SOFTWARE, Cause.MACHINE_TIMER));
      case INTERRUPTS -> interruptController(node);
      default -> node;
    };
  }

  private DeviceNode interruptController(DeviceNode node) {
    return node.cells("phandle", PLIC_HANDLE)
        .cells("riscv,ndev", Plic.SOURCES - 1)
        .flag("interrupt-controller")
        .cells("#interrupt-cells", 1)
        .cells("#address-cells", 0)
        .cells("interrupts-extended", lines(Cause.MACHINE_EXTERNAL, Cause.SUPERVISOR_EXTERNAL));
  }

  /// Interrupts of every hart: its handle and the number, as in `mip`, for each of `numbers`.
  private int[] lines(Integer... numbers) {
    return IntStream.range(0, harts)
        .boxed()
        .flatMap(hart -> Stream.of(numbers).flatMap(number -> Stream.of(FIRST_HART + hart, number)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private String console() {
    return board.slots().stream()
        .filter(slot -> slot.kind() == Board.Kind.SERIAL)
        .map(slot -> "/soc/" + slot.node())
        .findFirst()
        .orElseThrow();
  }
}
