package spool.emulator.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.LongSupplier;
import spool.emulator.memory.PhysicalMemory;

/// A source of random numbers for the guest: a virtio entropy device (virtio 1.2, section 5.4). On
/// a machine with a seed they are the same in every run. However large a buffer is, it gets no more
/// than so many bytes, which section 5.4.6 leaves to the device.
public final class VirtioEntropy extends VirtioDevice {
  private static final int DEVICE_ID = 4;
  private static final int MOST_BYTES = 1 << 12;

  private final LongSupplier random;

  /// A source of the numbers of `random`, 64 bits each time.
  public VirtioEntropy(PhysicalMemory memory, InterruptLine line, LongSupplier random) {
    super(memory, line, DEVICE_ID, 0, new byte[0], 1);
    this.random = random;
  }

  @Override
  void notified(int queue) {
    for (Optional<DescriptorChain> next = take(0); next.isPresent(); next = take(0)) {
      DescriptorChain chain = next.get();
      int count = (int) Math.min(MOST_BYTES, chain.writableBytes());
      chain.write(0, bytes(count), count);
      giveBack(0, chain, count);
    }
  }

  @Override
  void reset() {}

  private byte[] bytes(int count) {
    ByteBuffer buffer = ByteBuffer.allocate(count + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.position() < count) {
      buffer.putLong(random.getAsLong());
    }
    return buffer.array();
  }
}
