package spool.emulator.device;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;

/// The disk: a virtio block device (virtio 1.2, section 5.2) whose requests take the time that a
/// [DiskTiming] says. It serves one request at a time in the order in which they were made
/// available, so that the order of a busy disk is the driver's to choose. Data moves between memory
/// and medium in the instant in which a request is over.
public final class VirtioBlock extends VirtioDevice {
  private static final int DEVICE_ID = 2;

  private static final long SEGMENTS_LIMITED = 1 << 2;
  private static final long READ_ONLY = 1 << 5;
  private static final long BLOCK_SIZE = 1 << 6;
  private static final long FLUSH = 1 << 9;

  private static final int CONFIGURATION_BYTES = 24;
  private static final int CAPACITY = 0;
  private static final int SEGMENTS = 12;
  private static final int BLOCK_BYTES = 20;

  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int FLUSH_CACHE = 4;
  private static final int IDENTIFY = 8;

  private static final byte OK = 0;
  private static final byte FAILED = 1;
  private static final byte UNSUPPORTED = 2;

  private static final int HEADER_BYTES = 16;
  private static final int HEADER_SECTOR = 8;
  private static final int IDENTITY_BYTES = 20;
  private static final int CHUNK_BYTES = 1 << 16;

  /// A request, under way as long as there is an alarm for its end. `length` is how many bytes of
  /// data it has, whichever way they go.
  private record Request(DescriptorChain chain, int type, long sector, long length) {}

  private final VirtualTime time;
  private final DiskImage image;
  private final DiskTiming timing;
  private final byte[] identity;
  private VirtualTime.@Nullable Alarm underWay;
  private Request request;

  /// A disk with the contents `image`, which has no more sectors than `timing` is for, called
  /// `name` when it is asked for its identity.
  public VirtioBlock(
      PhysicalMemory memory,
      VirtualTime time,
      InterruptLine line,
      DiskImage image,
      DiskTiming timing,
      String name) {
    super(memory, line, DEVICE_ID, features(image), configuration(image), 1);
    this.time = time;
    this.image = image;
    this.timing = timing;
    this.request = new Request(noChain(), 0, 0, 0);
    this.identity = Arrays.copyOf(name.getBytes(US_ASCII), IDENTITY_BYTES);
  }

  private static long features(DiskImage image) {
    return SEGMENTS_LIMITED | BLOCK_SIZE | FLUSH | (image.isReadOnly() ? READ_ONLY : 0);
  }

  private static byte[] configuration(DiskImage image) {
    return ByteBuffer.allocate(CONFIGURATION_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(CAPACITY, image.sectors())
        .putInt(SEGMENTS, Virtqueue.MOST_DESCRIPTORS - 2)
        .putInt(BLOCK_BYTES, DiskImage.SECTOR_BYTES)
        .array();
  }

  @Override
  void notified(int queue) {
    if (underWay == null) {
      begin();
    }
  }

  @Override
  public void exchange(Exchange exchange) {
    super.exchange(exchange);
    request =
        new Request(
            exchange(exchange, request.chain),
            exchange.integer(request.type),
            exchange.number(request.sector),
            exchange.number(request.length));
    underWay = time.exchange(exchange, underWay, this::finish);
    timing.exchange(exchange);
    image.exchange(exchange);
  }

  @Override
  void reset() {
    if (underWay != null) {
      underWay.cancel();
      underWay = null;
    }
  }

  /// Begins the next request. One without a header to read or a status to write breaks the rules.
  private void begin() {
    Optional<DescriptorChain> next = take(0);
    if (next.isEmpty()) {
      return;
    }
    DescriptorChain chain = next.get();
    if (chain.readableBytes() < HEADER_BYTES || chain.writableBytes() < 1) {
      fail();
      return;
    }
    request = request(chain);
    underWay = time.schedule(time.now() + duration(request), this::finish);
  }

  private static Request request(DescriptorChain chain) {
    byte[] bytes = new byte[HEADER_BYTES];
    chain.read(0, bytes, HEADER_BYTES);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int type = header.getInt();
    long length =
        type == OUT ? chain.readableBytes() - HEADER_BYTES : chain.writableBytes() - Byte.BYTES;
    return new Request(chain, type, header.getLong(HEADER_SECTOR), length);
  }

  private long duration(Request request) {
    if (request.type == FLUSH_CACHE) {
      return timing.flush(time.now());
    }
    if (!isTransfer(request) || !isSound(request)) {
      return 0;
    }
    int count = (int) (request.length / DiskImage.SECTOR_BYTES);
    return timing.transfer(time.now(), request.sector, count, request.type == OUT);
  }

  private static boolean isTransfer(Request request) {
    return request.type == IN || request.type == OUT;
  }

  /// Whether a transfer is of whole sectors that exist, and may be done.
  private boolean isSound(Request request) {
    long count = request.length / DiskImage.SECTOR_BYTES;
    return request.length % DiskImage.SECTOR_BYTES == 0
        && request.sector >= 0
        && request.sector <= image.sectors() - count
        && (request.type == IN || !image.isReadOnly());
  }

  private void finish() {
    underWay = null;
    byte status = perform(request);
    DescriptorChain chain = request.chain;
    long last = chain.writableBytes() - 1;
    chain.write(last, new byte[] {status}, 1);
    // What a failed read leaves untouched in front of the status does not count as written.
    long written = status == OK || last == 0 ? last + 1 : 0;
    giveBack(0, chain, (int) written);
    begin();
  }

  private byte perform(Request request) {
    try {
      return switch (request.type) {
        case IN, OUT -> isSound(request) ? transfer(request) : FAILED;
        case FLUSH_CACHE -> flush();
        case IDENTIFY -> identify(request);
        default -> UNSUPPORTED;
      };
    } catch (IOException _) {
      return FAILED;
    }
  }

  private byte transfer(Request request) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, request.length)];
    for (long done = 0; done < request.length; done += chunk.length) {
      int count = (int) Math.min(chunk.length, request.length - done);
      long sector = request.sector + done / DiskImage.SECTOR_BYTES;
      if (request.type == IN) {
        image.read(sector, chunk, 0, count);
        request.chain.write(done, chunk, count);
      } else {
        request.chain.read(HEADER_BYTES + done, chunk, count);
        image.write(sector, chunk, 0, count);
      }
    }
    return OK;
  }

  private byte flush() throws IOException {
    image.flush();
    return OK;
  }

  private byte identify(Request request) {
    request.chain.write(0, identity, (int) Math.min(identity.length, request.length));
    return OK;
  }
}
