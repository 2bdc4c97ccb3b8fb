package spool.emulator.machine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import spool.emulator.device.ByteSink;
import spool.emulator.device.Clint;
import spool.emulator.device.Clock;
import spool.emulator.device.InterruptLine;
import spool.emulator.device.LinePrinter;
import spool.emulator.device.Plic;
import spool.emulator.device.Power;
import spool.emulator.device.SerialPort;
import spool.emulator.device.TapeDrive;
import spool.emulator.device.TapeImage;
import spool.emulator.device.TapeTimings;
import spool.emulator.device.Uart;
import spool.emulator.device.VirtioConsole;
import spool.emulator.device.VirtioDevice;
import spool.emulator.device.VirtioNetwork;
import spool.emulator.device.VirtualTime;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Cause;
import spool.emulator.memory.Bus;
import spool.emulator.memory.Device;
import spool.emulator.memory.PhysicalMemory;

/// What is soldered to the bus and where: the addresses and interrupt numbers of QEMU's `virt`, and
/// where that board has nothing, tape drives and a line printer.
///
/// The list of slots is the one description of the wiring; bus, memory map and device tree follow
/// it.
public final class Board {
  /// Where RAM begins.
  public static final long RAM_BASE = 0x8000_0000L;

  /// The interrupt number of a device without one.
  public static final int NO_INTERRUPT = 0;

  /// What a device is to software: the name of its node in the device tree, and the names of the
  /// bindings by which drivers know it, the most specific first.
  public enum Kind {
    /// The power switch.
    POWER("test", "sifive,test1 sifive,test0 syscon"),

    /// The real-time clock.
    CLOCK("rtc", "google,goldfish-rtc"),

    /// Timers and interrupts between harts.
    TIMER("clint", "sifive,clint0 riscv,clint0"),

    /// The interrupt controller.
    INTERRUPTS("plic", "sifive,plic-1.0.0 riscv,plic0"),

    /// The console.
    SERIAL("serial", "ns16550a"),

    /// A place for a virtio device.
    VIRTIO("virtio_mmio", "virtio,mmio"),

    /// A tape drive.
    TAPE("tape", "spool,tape-drive"),

    /// The line printer.
    PRINTER("printer", "spool,line-printer");

    private final String node;
    private final String compatible;

    Kind(String node, String compatible) {
      this.node = node;
      this.compatible = compatible;
    }

    /// The names of its bindings.
    public List<String> compatible() {
      return List.of(compatible.split(" ", -1));
    }
  }

  /// One device: its name, what it is, its window of addresses, and its interrupt number at the
  /// PLIC.
  public record Slot(String name, Kind kind, long base, long size, int interrupt, Device device) {
    /// The name and unit address of its node in the device tree.
    String node() {
      return kind.node + "@" + Long.toHexString(base);
    }
  }

  /// What a virtio device is plugged into. What it has to tell the host it does by `host`.
  record Socket(
      PhysicalMemory memory,
      VirtualTime time,
      InterruptLine line,
      Function<String, SplitMix> random,
      Consumer<Runnable> host) {}

  /// A virtio device that is still in its box.
  @FunctionalInterface
  interface Card {
    /// The device, plugged into `socket`.
    VirtioDevice plug(Socket socket);
  }

  /// How many virtio devices fit.
  static final int SOCKETS = 8;

  /// How many tape drives there are.
  public static final int TAPE_DRIVES = 2;

  /// A reel of tape to be loaded at the start.
  record Reel(TapeImage image, boolean writable) {}

  /// What is at the far end of the devices: the host's sinks, the reels by drive, the cards by
  /// socket.
  record Attachments(
      ByteSink console, ByteSink printer, List<Optional<Reel>> reels, List<Optional<Card>> cards) {}

  private static final int UART_INTERRUPT = 10;
  private static final int CLOCK_INTERRUPT = 11;
  private static final int TAPE_INTERRUPT = 12;
  private static final int PRINTER_INTERRUPT = 14;

  private static final long VIRTIO_BASE = 0x1000_1000;
  private static final int VIRTIO_INTERRUPT = 1;

  /// The time of a byte on the console's line: ten bits at ten megabaud, and some jitter.
  private static final long BYTE_CYCLES = 1_000;

  private static final long BYTE_JITTER_CYCLES = 100;

  private final Uart uart;
  private final List<TapeDrive> tapes;
  private final LinePrinter printer;
  private final List<Slot> slots;

  Board(
      List<Hart> harts,
      Conductor time,
      PhysicalMemory memory,
      Attachments attachments,
      Power.Switch power,
      Instant epoch,
      Function<String, SplitMix> random) {
    var clint = new Clint(time, harts.stream().map(hart -> clintLines(time, hart)).toList());
    harts.forEach(hart -> connect(time, hart, clint));
    var plic = new Plic(harts.stream().flatMap(hart -> plicLines(time, hart)).toList());
    uart = uart(time, plic, attachments.console, random.apply("uart"));
    tapes =
        IntStream.range(0, TAPE_DRIVES)
            .mapToObj(
                drive -> tape(time, plic, memory, drive, attachments.reels.get(drive), random))
            .toList();
    printer = new LinePrinter(time, plic.source(PRINTER_INTERRUPT), attachments.printer);
    List<Slot> all = new ArrayList<>();
    all.add(new Slot("power", Kind.POWER, 0x10_0000, Power.SIZE, NO_INTERRUPT, new Power(power)));
    var clock = new Clock(time, plic.source(CLOCK_INTERRUPT), epoch);
    all.add(new Slot("clock", Kind.CLOCK, 0x10_1000, Clock.SIZE, CLOCK_INTERRUPT, clock));
    all.add(new Slot("clint", Kind.TIMER, 0x200_0000, Clint.SIZE, NO_INTERRUPT, clint));
    all.add(new Slot("plic", Kind.INTERRUPTS, 0xc00_0000, Plic.SIZE, NO_INTERRUPT, plic));
    all.add(new Slot("uart", Kind.SERIAL, 0x1000_0000, Uart.SIZE, UART_INTERRUPT, uart));
    for (int number = 0; number < SOCKETS; number++) {
      InterruptLine line = plic.source(VIRTIO_INTERRUPT + number);
      all.add(
          virtio(
              number,
              attachments.cards.get(number),
              new Socket(memory, time, line, random, time::once)));
    }
    all.add(
        new Slot("tape0", Kind.TAPE, 0x1001_0000, TapeDrive.SIZE, TAPE_INTERRUPT, tapes.get(0)));
    all.add(
        new Slot(
            "tape1", Kind.TAPE, 0x1001_1000, TapeDrive.SIZE, TAPE_INTERRUPT + 1, tapes.get(1)));
    all.add(
        new Slot(
            "printer", Kind.PRINTER, 0x1001_2000, LinePrinter.SIZE, PRINTER_INTERRUPT, printer));
    slots = List.copyOf(all);
  }

  private static Slot virtio(int number, Optional<Card> card, Socket socket) {
    Device device = card.<Device>map(box -> box.plug(socket)).orElseGet(VirtioDevice::absent);
    return new Slot(
        "virtio" + number,
        Kind.VIRTIO,
        VIRTIO_BASE + number * VirtioDevice.SIZE,
        VirtioDevice.SIZE,
        VIRTIO_INTERRUPT + number,
        device);
  }

  private static Uart uart(VirtualTime time, Plic plic, ByteSink console, SplitMix jitter) {
    return new Uart(
        time,
        plic.source(UART_INTERRUPT),
        console,
        () -> BYTE_CYCLES + jitter.below(BYTE_JITTER_CYCLES));
  }

  private static TapeDrive tape(
      VirtualTime time,
      Plic plic,
      PhysicalMemory memory,
      int drive,
      Optional<Reel> reel,
      Function<String, SplitMix> random) {
    TapeTimings timings = TapeTimings.IBM_729_IV;
    SplitMix jitter = random.apply("tape" + drive);
    TapeDrive tape =
        new TapeDrive(
            time,
            plic.source(TAPE_INTERRUPT + drive),
            memory,
            timings,
            () -> jitter.below(timings.jitterCycles()));
    reel.ifPresent(loaded -> tape.load(loaded.image, loaded.writable));
    return tape;
  }

  private static void connect(Conductor conductor, Hart hart, Clint clint) {
    hart.timeSource(clint::ticks);
    hart.onTimeCompare(
        ticks -> conductor.exclusively(() -> clint.supervisorCompare(hart.id(), ticks)));
  }

  private static Clint.Lines clintLines(Conductor conductor, Hart hart) {
    return new Clint.Lines(
        line(conductor, hart, Cause.MACHINE_SOFTWARE),
        line(conductor, hart, Cause.MACHINE_TIMER),
        conductor.line(hart, hart::timeReached));
  }

  private static Stream<InterruptLine> plicLines(Conductor conductor, Hart hart) {
    return Stream.of(
        line(conductor, hart, Cause.MACHINE_EXTERNAL),
        line(conductor, hart, Cause.SUPERVISOR_EXTERNAL));
  }

  private static InterruptLine line(Conductor conductor, Hart hart, int interrupt) {
    return conductor.line(hart, raised -> hart.setInterrupt(interrupt, raised));
  }

  /// Every device, by ascending address.
  public List<Slot> slots() {
    return slots;
  }

  /// Where the terminal's input goes: to the virtio console if there is one, otherwise to the UART.
  public SerialPort console() {
    return find(VirtioConsole.class).<SerialPort>map(console -> console).orElse(uart);
  }

  /// The network card, if there is one.
  public Optional<VirtioNetwork> network() {
    return find(VirtioNetwork.class);
  }

  private <T> Optional<T> find(Class<T> kind) {
    return slots.stream().map(Slot::device).filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /// The tape drives, by number.
  public List<TapeDrive> tapes() {
    return tapes;
  }

  /// Lets the devices hand the host what the guest has given them: the run is over.
  void drain() {
    uart.drain();
    printer.drain();
  }

  void attachTo(Bus bus, Conductor conductor) {
    slots.forEach(slot -> bus.attach(slot.base, slot.size, conductor.guard(slot.device)));
  }
}
