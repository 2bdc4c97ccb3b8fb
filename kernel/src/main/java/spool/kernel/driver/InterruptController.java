package spool.kernel.driver;

import java.util.Map;
import java.util.TreeMap;
import spool.emulator.memory.Bus;

/// Drives the platform-level interrupt controller, through which the devices interrupt hart 0
/// (RISC-V PLIC specification 1.0.0).
public final class InterruptController {
  private static final long PLIC = 0xc00_0000L;
  private static final long MACHINE_ENABLE = PLIC + 0x2000;
  private static final long MACHINE_THRESHOLD = PLIC + 0x20_0000;
  private static final long MACHINE_CLAIM = MACHINE_THRESHOLD + 4;
  private static final int PRIORITY = 1;

  private final Bus bus;
  private final Map<Integer, Runnable> handlers = new TreeMap<>();

  /// A driver that enables no source yet; the kernel has to let hart 0 take machine external
  /// interrupts.
  public InterruptController(Bus bus) {
    this.bus = bus;
    bus.store(MACHINE_THRESHOLD, 4, 0);
  }

  /// Enables the interrupt number `source` (1 to 95), which `handler` serves: it must make the
  /// device lower its line.
  public void attach(int source, Runnable handler) {
    handlers.put(source, handler);
    bus.store(PLIC + 4L * source, 4, PRIORITY);
    long word = MACHINE_ENABLE + source / Integer.SIZE * 4L;
    bus.store(word, 4, bus.load(word, 4) | 1L << source % Integer.SIZE);
  }

  /// Serves an external interrupt of hart 0: every source that is pending.
  public void serve() {
    int source = claim();
    while (source != 0) {
      handlers.getOrDefault(source, () -> {}).run();
      bus.store(MACHINE_CLAIM, 4, source);
      source = claim();
    }
  }

  private int claim() {
    return (int) bus.load(MACHINE_CLAIM, 4);
  }
}
