package spool.emulator.device;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;

/// A second console: a virtio console device with its one port (virtio 1.2, section 5.3), which
/// takes no time. What the host sends waits until the driver offers buffers for it.
public final class VirtioConsole extends VirtioDevice implements SerialPort {
  private static final int DEVICE_ID = 3;
  private static final int RECEIVE = 0;
  private static final int TRANSMIT = 1;
  private static final int QUEUES = 2;
  private static final int CONFIGURATION_BYTES = 12;
  private static final int CHUNK_BYTES = 1 << 12;

  private final ByteSink sink;
  private final ArrayDeque<ByteBuffer> incoming = new ArrayDeque<>();
  private Runnable silence = () -> {};

  /// A console that sends to `sink`.
  public VirtioConsole(PhysicalMemory memory, InterruptLine line, ByteSink sink) {
    super(memory, line, DEVICE_ID, 0, new byte[CONFIGURATION_BYTES], QUEUES);
    this.sink = sink;
  }

  @Override
  public void receive(byte[] bytes) {
    if (bytes.length > 0) {
      incoming.add(ByteBuffer.wrap(bytes.clone()));
      deliver();
    }
  }

  @Override
  public void onSilence(Runnable action) {
    silence = action;
  }

  @Override
  public byte[] takeBack() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    incoming.forEach(buffer -> bytes.writeBytes(left(buffer)));
    incoming.clear();
    return bytes.toByteArray();
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
    List<byte[]> left = incoming.stream().map(VirtioConsole::left).toList();
    List<byte[]> found = exchange.arrays(left, Integer.MAX_VALUE);
    incoming.clear();
    found.forEach(bytes -> incoming.add(ByteBuffer.wrap(bytes)));
  }

  private static byte[] left(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  void reset() {}

  private void deliver() {
    boolean hadAny = !incoming.isEmpty();
    while (!incoming.isEmpty()) {
      Optional<DescriptorChain> chain = take(RECEIVE);
      if (chain.isEmpty()) {
        return;
      }
      giveBack(RECEIVE, chain.get(), fill(chain.get()));
    }
    if (hadAny) {
      silence.run();
    }
  }

  /// Moves what fits of the oldest bytes into `chain`, and answers how many they are.
  private int fill(DescriptorChain chain) {
    ByteBuffer oldest = incoming.element();
    byte[] bytes = new byte[(int) Math.min(oldest.remaining(), chain.writableBytes())];
    oldest.get(bytes);
    chain.write(0, bytes, bytes.length);
    if (!oldest.hasRemaining()) {
      incoming.remove();
    }
    return bytes.length;
  }

  private void transmit() {
    for (Optional<DescriptorChain> next = take(TRANSMIT); next.isPresent(); next = take(TRANSMIT)) {
      send(next.get());
      giveBack(TRANSMIT, next.get(), 0);
    }
  }

  private void send(DescriptorChain chain) {
    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, chain.readableBytes())];
    for (long done = 0; done < chain.readableBytes(); done += chunk.length) {
      int count = (int) Math.min(chunk.length, chain.readableBytes() - done);
      chain.read(done, chunk, count);
      for (byte value : Arrays.copyOf(chunk, count)) {
        sink.write(value);
      }
    }
  }
}
