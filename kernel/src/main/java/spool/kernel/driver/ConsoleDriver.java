package spool.kernel.driver;

import java.util.function.IntConsumer;
import spool.emulator.memory.Bus;

/// Drives the 16550 serial port (National Semiconductor PC16550D data sheet).
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

  private static final int SOURCE = 10;

  private final Bus bus;

  /// Switches the port on.
  public ConsoleDriver(Bus bus) {
    this.bus = bus;
    bus.store(LINE_CONTROL, 1, EIGHT_BITS);
    bus.store(FIFO_CONTROL, 1, ENABLE_FIFOS);
  }

  /// Passes every byte that comes to `receiver` from now on.
  public void receive(InterruptController interrupts, IntConsumer receiver) {
    interrupts.attach(SOURCE, () -> drain(receiver));
    bus.store(INTERRUPT_ENABLE, 1, ENABLE_RECEIVED);
  }

  /// Sends one byte.
  public void send(int value) {
    bus.store(DATA, 1, value);
  }

  private void drain(IntConsumer receiver) {
    while ((bus.load(LINE_STATUS, 1) & DATA_READY) != 0) {
      receiver.accept((int) bus.load(DATA, 1));
    }
  }
}
