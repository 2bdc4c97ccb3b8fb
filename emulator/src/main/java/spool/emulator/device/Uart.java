package spool.emulator.device;

import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import spool.emulator.memory.Device;
import spool.emulator.state.Exchange;

/// The serial console: a 16550A with 16-byte FIFOs, after National Semiconductor's data sheet.
///
/// Each byte takes time on the line, in both directions, but the divisor does not set it: the line
/// is as fast as the board says. The sender at the other end honours flow control, so that bytes
/// wait on the line while the receive FIFO is full; only the loopback can overrun it. A driver that
/// fills the transmit FIFO beyond its end loses nothing: the byte on the line arrives early. The
/// character timeout is reported as soon as the line has fallen silent with bytes left in the FIFO.
/// The modem lines are always ready and never change, except in loopback. Every register is a byte;
/// wider accesses see its value in their low byte.
public final class Uart implements Device, SerialPort {
  /// Bytes of address space.
  public static final long SIZE = 0x100;

  private static final int FIFO_BYTES = 16;
  private static final int[] TRIGGERS = {1, 4, 8, 14};

  private static final int DATA = 0;
  private static final int INTERRUPT_ENABLE = 1;
  private static final int INTERRUPT_IDENTITY = 2;
  private static final int FIFO_CONTROL = 2;
  private static final int LINE_CONTROL = 3;
  private static final int MODEM_CONTROL = 4;
  private static final int LINE_STATUS = 5;
  private static final int MODEM_STATUS = 6;
  private static final int SCRATCH = 7;

  private static final int ENABLE_RECEIVED = 1;
  private static final int ENABLE_TRANSMIT_EMPTY = 2;
  private static final int ENABLE_LINE_STATUS = 4;

  private static final int NO_INTERRUPT = 1;
  private static final int IDENTITY_TRANSMIT_EMPTY = 0x2;
  private static final int IDENTITY_RECEIVED = 0x4;
  private static final int IDENTITY_LINE_STATUS = 0x6;
  private static final int IDENTITY_TIMEOUT = 0xc;
  private static final int IDENTITY_FIFOS = 0xc0;

  private static final int FIFO_ENABLE = 1;
  private static final int FIFO_CLEAR_RECEIVED = 2;
  private static final int FIFO_CLEAR_TRANSMIT = 4;

  private static final int DIVISOR_LATCH = 0x80;
  private static final int LOOPBACK = 0x10;

  private static final int STATUS_DATA_READY = 0x01;
  private static final int STATUS_OVERRUN = 0x02;
  private static final int STATUS_FIFO_EMPTY = 0x20;
  private static final int STATUS_LINE_IDLE = 0x40;

  /// Carrier, data set ready, clear to send.
  private static final int MODEM_READY = 0xb0;

  private final VirtualTime time;
  private final InterruptLine line;
  private final ByteSink sink;
  private final LongSupplier byteCycles;

  private final ArrayDeque<Byte> incoming = new ArrayDeque<>();
  private final ArrayDeque<Byte> received = new ArrayDeque<>();
  private final ArrayDeque<Byte> toSend = new ArrayDeque<>();
  private Runnable silence = () -> {};
  private VirtualTime.@Nullable Alarm receiving;
  private VirtualTime.@Nullable Alarm sending;
  private byte onLine;
  private boolean isOverrun;
  private boolean isTransmitEmptyReported = true;

  private int interruptEnable;
  private int fifoControl;
  private int lineControl;
  private int modemControl;
  private int scratch;
  private int divisor;

  /// A port that sends to `sink`. `byteCycles` answers how long the next byte takes on the line.
  public Uart(VirtualTime time, InterruptLine line, ByteSink sink, LongSupplier byteCycles) {
    this.time = time;
    this.line = line;
    this.sink = sink;
    this.byteCycles = byteCycles;
  }

  @Override
  public void receive(byte[] bytes) {
    for (byte value : bytes) {
      incoming.add(value);
    }
    listen();
  }

  @Override
  public void onSilence(Runnable action) {
    silence = action;
  }

  @Override
  public byte[] takeBack() {
    byte[] bytes = bytes(incoming);
    incoming.clear();
    if (receiving != null) {
      receiving.cancel();
      receiving = null;
    }
    return bytes;
  }

  private void listen() {
    if (receiving == null && !incoming.isEmpty() && received.size() < capacity()) {
      receiving = time.schedule(time.now() + byteCycles.getAsLong(), this::arrive);
    }
  }

  private void arrive() {
    receiving = null;
    accept(incoming.remove());
    listen();
    update();
    if (incoming.isEmpty()) {
      silence.run();
    }
  }

  private void accept(byte value) {
    if (received.size() < capacity()) {
      received.add(value);
    } else {
      isOverrun = true;
    }
  }

  private void send(byte value) {
    isTransmitEmptyReported = true;
    if (sending != null && toSend.size() == capacity()) {
      sending.cancel();
      sent();
    }
    toSend.add(value);
    shift();
  }

  /// Moves the next byte from the FIFO onto the line if that is idle.
  private void shift() {
    if (sending != null) {
      return;
    }
    if (toSend.isEmpty()) {
      sink.flush();
      return;
    }
    onLine = toSend.remove();
    isTransmitEmptyReported = !toSend.isEmpty();
    sending = time.schedule(time.now() + byteCycles.getAsLong(), this::sent);
  }

  private void sent() {
    sending = null;
    leave(onLine);
    shift();
    update();
  }

  /// Sends everything that the guest has handed over, without taking time: the run is over.
  public void drain() {
    while (sending != null) {
      sending.cancel();
      sent();
    }
  }

  private void leave(byte value) {
    if (isLoopback()) {
      accept(value);
    } else {
      sink.write(value);
    }
  }

  @Override
  public void exchange(Exchange exchange) {
    exchange(exchange, incoming);
    exchange(exchange, received);
    exchange(exchange, toSend);
    receiving = time.exchange(exchange, receiving, this::arrive);
    sending = time.exchange(exchange, sending, this::sent);
    onLine = (byte) exchange.integer(onLine);
    isOverrun = exchange.flag(isOverrun);
    isTransmitEmptyReported = exchange.flag(isTransmitEmptyReported);
    interruptEnable = exchange.integer(interruptEnable);
    fifoControl = exchange.integer(fifoControl);
    lineControl = exchange.integer(lineControl);
    modemControl = exchange.integer(modemControl);
    scratch = exchange.integer(scratch);
    divisor = exchange.integer(divisor);
  }

  private static void exchange(Exchange exchange, ArrayDeque<Byte> queue) {
    byte[] found = exchange.bytes(bytes(queue));
    queue.clear();
    for (byte value : found) {
      queue.add(value);
    }
  }

  private static byte[] bytes(ArrayDeque<Byte> queue) {
    byte[] bytes = new byte[queue.size()];
    int index = 0;
    for (byte value : queue) {
      bytes[index++] = value;
    }
    return bytes;
  }

  private boolean hasFifos() {
    return (fifoControl & FIFO_ENABLE) != 0;
  }

  private boolean isLoopback() {
    return (modemControl & LOOPBACK) != 0;
  }

  private boolean isDivisorShown() {
    return (lineControl & DIVISOR_LATCH) != 0;
  }

  private int capacity() {
    return hasFifos() ? FIFO_BYTES : 1;
  }

  private int trigger() {
    return hasFifos() ? TRIGGERS[fifoControl >>> 6] : 1;
  }

  @Override
  public long load(long offset, int size) {
    return switch ((int) offset) {
      case DATA -> isDivisorShown() ? divisor & 0xff : read();
      case INTERRUPT_ENABLE -> isDivisorShown() ? divisor >>> Byte.SIZE : interruptEnable;
      case INTERRUPT_IDENTITY -> identify();
      case LINE_CONTROL -> lineControl;
      case MODEM_CONTROL -> modemControl;
      case LINE_STATUS -> lineStatus();
      case MODEM_STATUS -> modemStatus();
      case SCRATCH -> scratch;
      default -> 0;
    };
  }

  @Override
  public void store(long offset, int size, long value) {
    int low = (int) value & 0xff;
    switch ((int) offset) {
      case DATA -> storeData(low);
      case INTERRUPT_ENABLE -> storeInterruptEnable(low);
      case FIFO_CONTROL -> storeFifoControl(low);
      case LINE_CONTROL -> lineControl = low;
      case MODEM_CONTROL -> modemControl = low & 0x1f;
      case SCRATCH -> scratch = low;
      default -> {}
    }
    update();
  }

  private int read() {
    int value = received.isEmpty() ? 0 : received.remove() & 0xff;
    listen();
    update();
    return value;
  }

  private void storeData(int value) {
    if (isDivisorShown()) {
      divisor = (divisor & 0xff00) | value;
    } else {
      send((byte) value);
    }
  }

  private void storeInterruptEnable(int value) {
    if (isDivisorShown()) {
      divisor = (divisor & 0xff) | value << Byte.SIZE;
      return;
    }
    if ((value & ~interruptEnable & ENABLE_TRANSMIT_EMPTY) != 0) {
      isTransmitEmptyReported = false;
    }
    interruptEnable = value & 0xf;
  }

  private void storeFifoControl(int value) {
    boolean isToggled = ((value ^ fifoControl) & FIFO_ENABLE) != 0;
    if (isToggled || (value & FIFO_CLEAR_RECEIVED) != 0) {
      received.clear();
    }
    if (isToggled || (value & FIFO_CLEAR_TRANSMIT) != 0) {
      toSend.clear();
    }
    fifoControl = value;
    listen();
  }

  private int lineStatus() {
    int status =
        (received.isEmpty() ? 0 : STATUS_DATA_READY)
            | (isOverrun ? STATUS_OVERRUN : 0)
            | (toSend.isEmpty() ? STATUS_FIFO_EMPTY : 0)
            | (toSend.isEmpty() && sending == null ? STATUS_LINE_IDLE : 0);
    if (isOverrun) {
      isOverrun = false;
      update();
    }
    return status;
  }

  /// In loopback the outputs show as inputs: RTS, DTR, OUT1, OUT2 as CTS, DSR, RI, DCD.
  private int modemStatus() {
    if (!isLoopback()) {
      return MODEM_READY;
    }
    int swapped = (modemControl & 1) << 1 | (modemControl & 2) >>> 1 | (modemControl & 0xc);
    return swapped << 4;
  }

  /// Reads the identity of the most urgent interrupt, which ends a transmit-empty interrupt.
  private int identify() {
    int interrupt = interrupt();
    if (interrupt == IDENTITY_TRANSMIT_EMPTY) {
      isTransmitEmptyReported = true;
      update();
    }
    return interrupt | (hasFifos() ? IDENTITY_FIFOS : 0);
  }

  private int interrupt() {
    if (isEnabled(ENABLE_LINE_STATUS) && isOverrun) {
      return IDENTITY_LINE_STATUS;
    }
    if (isEnabled(ENABLE_RECEIVED) && received.size() >= trigger()) {
      return IDENTITY_RECEIVED;
    }
    if (isEnabled(ENABLE_RECEIVED) && !received.isEmpty() && incoming.isEmpty()) {
      return IDENTITY_TIMEOUT;
    }
    if (isEnabled(ENABLE_TRANSMIT_EMPTY) && toSend.isEmpty() && !isTransmitEmptyReported) {
      return IDENTITY_TRANSMIT_EMPTY;
    }
    return NO_INTERRUPT;
  }

  private boolean isEnabled(int cause) {
    return (interruptEnable & cause) != 0;
  }

  private void update() {
    line.set(interrupt() != NO_INTERRUPT);
  }
}
