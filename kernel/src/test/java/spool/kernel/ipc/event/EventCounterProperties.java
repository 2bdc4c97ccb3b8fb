package spool.kernel.ipc.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.Directory;
import spool.kernel.fs.TestCaller;

/// The counter against whole numbers: a step is an addition, or with 0 a read.
class EventCounterProperties {
  private static final BigInteger MOST = BigInteger.TWO.pow(64).subtract(BigInteger.TWO);

  private final Directory root = TestCaller.emptyRoot();
  private final TestCaller caller = new TestCaller(root);

  @Provide
  Arbitrary<List<Long>> steps() {
    return Arbitraries.oneOf(
            Arbitraries.just(0L),
            Arbitraries.longs().between(1, 10),
            Arbitraries.of(-1L, -2L, -3L, Long.MIN_VALUE, Long.MAX_VALUE))
        .list()
        .ofMaxSize(30);
  }

  @Property(tries = 200)
  void countsAsNumbersDo(@ForAll("steps") List<Long> steps, @ForAll boolean isSemaphore) {
    EventCounter counter =
        new EventCounter(root.fileSystem(), 0, isSemaphore, OpenFlags.O_NONBLOCK);
    BigInteger model = BigInteger.ZERO;
    for (long step : steps) {
      model = step == 0 ? read(counter, model, isSemaphore) : add(counter, model, step);
      assertEquals(model.signum() > 0, (counter.poll() & PollEvents.POLLIN) != 0);
      assertEquals(model.compareTo(MOST) < 0, (counter.poll() & PollEvents.POLLOUT) != 0);
    }
  }

  private BigInteger read(EventCounter counter, BigInteger model, boolean isSemaphore) {
    byte[] bytes = new byte[Long.BYTES];
    Errno error = TestCaller.error(() -> counter.read(new ArrayBuffer(bytes), caller));
    if (model.signum() == 0) {
      assertEquals(Errno.EAGAIN, error);
      return model;
    }
    assertEquals(null, error);
    BigInteger taken = unsigned(word(bytes).getLong());
    assertEquals(isSemaphore ? BigInteger.ONE : model, taken);
    return model.subtract(taken);
  }

  private BigInteger add(EventCounter counter, BigInteger model, long value) {
    byte[] bytes = new byte[Long.BYTES];
    word(bytes).putLong(value);
    Errno error = TestCaller.error(() -> counter.write(new ArrayBuffer(bytes), caller));
    BigInteger sum = model.add(unsigned(value));
    assertEquals(refusal(value, sum), error);
    return error == null ? sum : model;
  }

  private static @Nullable Errno refusal(long value, BigInteger sum) {
    Errno full = sum.compareTo(MOST) > 0 ? Errno.EAGAIN : null;
    return value == -1 ? Errno.EINVAL : full;
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static ByteBuffer word(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
