package spool.kernel.driver;

import java.util.function.IntConsumer;
import spool.emulator.memory.Bus;

/// Drives the 16550 serial port and the interrupt controller between it and hart 0 (National
/// Semiconductor PC16550D data sheet; RISC-V PLIC specification).
///
/// The port's transmitter keeps pace with whatever is stored, so that sending never waits.
public final class ConsoleDriver {
  private static final long UART = 0x1000_0000L;
  private static final long DATA = UART;
  private static final long INTERRUPT_ENABLE = UART + 1;
  private static final long FIFO_CONTROL = UART + 2;
  private static final long LINE_CONTROL = UART + 3;
  private static final long LINE_STATUS = UART + 5;

  private static final int ENABLE_RECEIVED = 1;
  private static final int ENABLE_FIFOS = 1;
  private static final int EIGHT_BITS = 3;
  private static final int DATA_READY = 1;

  private static final long PLIC = 0xc00_0000L;
  private static final int UART_SOURCE = 10;
  private static final long PRIORITY = PLIC + 4 * UART_SOURCE;
  private static final long MACHINE_ENABLE = PLIC + 0x2000;
  private static final long MACHINE_THRESHOLD = PLIC + 0x20_0000;
  private static final long MACHINE_CLAIM = MACHINE_THRESHOLD + 4;

  private final Bus bus;

  /// Switches the port and its interrupt on; the kernel has to let hart 0 take machine external
  /// interrupts.
  public ConsoleDriver(Bus bus) {
    this.bus = bus;
    bus.store(LINE_CONTROL, 1, EIGHT_BITS);
    bus.store(FIFO_CONTROL, 1, ENABLE_FIFOS);
    bus.store(INTERRUPT_ENABLE, 1, ENABLE_RECEIVED);
    bus.store(PRIORITY, 4, 1);
    bus.store(MACHINE_ENABLE, 4, 1 << UART_SOURCE);
    bus.store(MACHINE_THRESHOLD, 4, 0);
  }

  /// Sends one byte.
  public void send(int value) {
    bus.store(DATA, 1, value);
  }

  /// Serves an external interrupt of hart 0: passes every byte that has come to `receiver`.
  public void interrupt(IntConsumer receiver) {
    long source = bus.load(MACHINE_CLAIM, 4);
    while (source != 0) {
      if (source == UART_SOURCE) {
        drain(receiver);
      }
      bus.store(MACHINE_CLAIM, 4, source);
      source = bus.load(MACHINE_CLAIM, 4);
    }
  }

  private void drain(IntConsumer receiver) {
    while ((bus.load(LINE_STATUS, 1) & DATA_READY) != 0) {
      receiver.accept((int) bus.load(DATA, 1));
    }
  }
}
