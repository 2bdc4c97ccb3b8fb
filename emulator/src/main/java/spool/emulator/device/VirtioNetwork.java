package spool.emulator.device;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;

/// A network card: a virtio network device (virtio 1.2, section 5.1) with one pair of queues that
/// offers nothing but its address, so that each frame is whole and as it goes over the cable.
///
/// Sending takes no time. As with any Ethernet card, frames get lost: those that come faster than
/// the driver offers buffers for once the card's own memory is full, and those that are too long.
public final class VirtioNetwork extends VirtioDevice {
  /// Bytes of an Ethernet address.
  public static final int ADDRESS_BYTES = 6;

  /// Bytes of the longest frame: 1,500 of data, a header of 14 and a VLAN's 4.
  public static final int MOST_FRAME_BYTES = 1518;

  private static final int DEVICE_ID = 1;
  private static final long HAS_ADDRESS = 1 << 5;
  private static final int RECEIVE = 0;
  private static final int TRANSMIT = 1;
  private static final int QUEUES = 2;
  private static final int MOST_WAITING = 256;

  /// The header of a frame in memory, of which only the count of its buffers is ever not zero, and
  /// which only drivers for version 1 expect (section 5.1.6.1).
  private static final int HEADER_BYTES = 12;

  private static final int OLD_HEADER_BYTES = 10;
  private static final int BUFFER_COUNT = 10;

  private final Consumer<byte[]> cable;
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();

  /// A card with the address `address` that sends its frames to `cable`.
  public VirtioNetwork(
      PhysicalMemory memory, InterruptLine line, byte[] address, Consumer<byte[]> cable) {
    super(memory, line, DEVICE_ID, HAS_ADDRESS, configuration(address), QUEUES);
    this.cable = cable;
  }

  private static byte[] configuration(byte[] address) {
    if (address.length != ADDRESS_BYTES) {
      throw new IllegalArgumentException(
          "an Ethernet address of %d bytes, not %d".formatted(address.length, ADDRESS_BYTES));
    }
    return Arrays.copyOf(address, ADDRESS_BYTES);
  }

  /// Takes a frame from the cable.
  public void receive(byte[] frame) {
    if (frame.length <= MOST_FRAME_BYTES && waiting.size() < MOST_WAITING) {
      waiting.add(frame.clone());
      deliver();
    }
  }

  @Override
  void notified(int queue) {
    if (queue == RECEIVE) {
      deliver();
    } else {
      transmit();
    }
  }

  @Override
  public void exchange(Exchange exchange) {
    super.exchange(exchange);
    List<byte[]> found = exchange.arrays(List.copyOf(waiting), MOST_WAITING + 1);
    waiting.clear();
    waiting.addAll(found);
  }

  @Override
  void reset() {
    waiting.clear();
  }

  private int headerBytes() {
    return has(VERSION_1) ? HEADER_BYTES : OLD_HEADER_BYTES;
  }

  private void deliver() {
    while (!waiting.isEmpty()) {
      Optional<DescriptorChain> chain = take(RECEIVE);
      if (chain.isEmpty()) {
        return;
      }
      giveBack(RECEIVE, chain.get(), fill(chain.get(), waiting.remove()));
    }
  }

  /// Puts `frame` into `chain`, and answers how many bytes that are: none if it does not fit.
  private int fill(DescriptorChain chain, byte[] frame) {
    int header = headerBytes();
    byte[] bytes = new byte[header + frame.length];
    if (header == HEADER_BYTES) {
      bytes[BUFFER_COUNT] = 1;
    }
    System.arraycopy(frame, 0, bytes, header, frame.length);
    if (chain.writableBytes() < bytes.length) {
      return 0;
    }
    chain.write(0, bytes, bytes.length);
    return bytes.length;
  }

  private void transmit() {
    for (Optional<DescriptorChain> next = take(TRANSMIT); next.isPresent(); next = take(TRANSMIT)) {
      send(next.get());
      giveBack(TRANSMIT, next.get(), 0);
    }
  }

  private void send(DescriptorChain chain) {
    int header = headerBytes();
    long length = chain.readableBytes() - header;
    if (length > 0 && length <= MOST_FRAME_BYTES) {
      byte[] bytes = new byte[header + (int) length];
      chain.read(0, bytes, bytes.length);
      cable.accept(Arrays.copyOfRange(bytes, header, bytes.length));
    }
  }
}
