package spool.emulator.device;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import spool.emulator.memory.BusError;
import spool.emulator.memory.Device;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;

/// What all virtio devices have in common: the registers of virtio over MMIO, version 2, and the
/// negotiation with the driver (virtio 1.2, sections 2.1 to 2.3, 3.1 and 4.2). A kind of device
/// extends it with what it does with the chains of its queues.
///
/// A queue that makes no sense is answered as section 2.1.2 has it: the device sets
/// `DEVICE_NEEDS_RESET`, tells the driver by a configuration interrupt, and touches nothing more
/// until it is reset.
///
/// A driver that does not accept `VIRTIO_F_VERSION_1` is served all the same, which section 6.1
/// leaves to the device: that of xv6 negotiates the low 32 features only.
public abstract class VirtioDevice implements Device {
  /// Bytes of address space.
  public static final long SIZE = 0x1000;

  /// The feature that every device of this version offers.
  static final long VERSION_1 = 1L << 32;

  private static final int MAGIC_VALUE = 0x000;
  private static final int VERSION = 0x004;
  private static final int DEVICE_ID = 0x008;
  private static final int VENDOR_ID = 0x00c;
  private static final int DEVICE_FEATURES = 0x010;
  private static final int DEVICE_FEATURES_SELECT = 0x014;
  private static final int DRIVER_FEATURES = 0x020;
  private static final int DRIVER_FEATURES_SELECT = 0x024;
  private static final int QUEUE_SELECT = 0x030;
  private static final int QUEUE_SIZE_MAX = 0x034;
  private static final int QUEUE_SIZE = 0x038;
  private static final int QUEUE_READY = 0x044;
  private static final int QUEUE_NOTIFY = 0x050;
  private static final int INTERRUPT_STATUS = 0x060;
  private static final int INTERRUPT_ACKNOWLEDGE = 0x064;
  private static final int STATUS = 0x070;
  private static final int QUEUE_DESCRIPTORS = 0x080;
  private static final int QUEUE_DRIVER = 0x090;
  private static final int QUEUE_DEVICE = 0x0a0;
  private static final int SHARED_MEMORY_LENGTH = 0x0b0;
  private static final int SHARED_MEMORY_BASE = 0x0b8;
  private static final int CONFIGURATION = 0x100;

  /// "virt".
  private static final int MAGIC = 0x7472_6976;

  /// "QEMU", which drivers written for its board insist on.
  private static final int VENDOR = 0x554d_4551;

  private static final int FEATURES_OK = 8;
  private static final int DRIVER_OK = 4;
  private static final int NEEDS_RESET = 64;
  private static final int USED_BUFFER = 1;
  private static final int CONFIGURATION_CHANGE = 2;
  private static final int NONE = -1;

  private final Control control = new Control();
  private final PhysicalMemory memory;
  private final InterruptLine line;
  private final int deviceId;
  private final long offered;
  private final byte[] configuration;
  private final List<Virtqueue> queues;

  private int status;
  private int interruptStatus;
  private long accepted;
  private int deviceFeaturesSelect;
  private int driverFeaturesSelect;
  private int queueSelect;

  /// A device of the kind `deviceId` (virtio 1.2, chapter 5) that offers `features`, has so many
  /// queues in `memory`, shows `configuration` and interrupts by `line`.
  VirtioDevice(
      PhysicalMemory memory,
      InterruptLine line,
      int deviceId,
      long features,
      byte[] configuration,
      int queueCount) {
    this.memory = memory;
    this.line = line;
    this.deviceId = deviceId;
    this.offered = features | VERSION_1;
    this.configuration = configuration.clone();
    this.queues = Stream.generate(() -> new Virtqueue(memory)).limit(queueCount).toList();
  }

  /// A place without a device, as virtio over MMIO has it: the identity 0, and nothing else.
  public static Device absent() {
    return new Registers() {
      @Override
      public void exchange(Exchange exchange) {}

      @Override
      int loadWord(int offset) {
        return identity(offset, 0);
      }

      @Override
      void storeWord(int offset, int value) {}
    };
  }

  private static int identity(int offset, int deviceId) {
    return switch (offset) {
      case MAGIC_VALUE -> MAGIC;
      case VERSION -> 2;
      case DEVICE_ID -> deviceId;
      case VENDOR_ID -> VENDOR;
      default -> 0;
    };
  }

  /// What every virtio device has; a kind of device adds what is its own.
  @Override
  public void exchange(Exchange exchange) {
    status = exchange.integer(status);
    interruptStatus = exchange.integer(interruptStatus);
    accepted = exchange.number(accepted);
    deviceFeaturesSelect = exchange.integer(deviceFeaturesSelect);
    driverFeaturesSelect = exchange.integer(driverFeaturesSelect);
    queueSelect = exchange.integer(queueSelect);
    queues.forEach(queue -> queue.exchange(exchange));
  }

  /// Passes a chain that is being served through `exchange`.
  final DescriptorChain exchange(Exchange exchange, DescriptorChain chain) {
    return DescriptorChain.exchange(exchange, memory, chain);
  }

  /// A chain of nothing, for a place to be filled by [#exchange(Exchange, DescriptorChain)].
  final DescriptorChain noChain() {
    return new DescriptorChain(memory, 0, List.of(), List.of());
  }

  /// The driver has made chains available in queue number `queue`.
  abstract void notified(int queue);

  /// The driver gives up everything under way.
  abstract void reset();

  /// Whether the driver has accepted `feature`.
  final boolean has(long feature) {
    return (accepted & feature) != 0;
  }

  /// Takes the next chain of queue number `queue`; none if there is none, or the device does not
  /// run.
  final Optional<DescriptorChain> take(int queue) {
    if ((status & (DRIVER_OK | NEEDS_RESET)) != DRIVER_OK) {
      return Optional.empty();
    }
    try {
      return queues.get(queue).take();
    } catch (MalformedQueueException _) {
      fail();
      return Optional.empty();
    }
  }

  /// Returns a chain of queue number `queue`, `written` bytes of which have been written.
  final void giveBack(int queue, DescriptorChain chain, int written) {
    if (queues.get(queue).isReady() && queues.get(queue).giveBack(chain, written)) {
      interrupt(USED_BUFFER);
    }
  }

  /// Stops until the next reset: the driver has broken the rules.
  final void fail() {
    status |= NEEDS_RESET;
    if ((status & DRIVER_OK) != 0) {
      interrupt(CONFIGURATION_CHANGE);
    }
  }

  private void interrupt(int cause) {
    interruptStatus |= cause;
    line.set(true);
  }

  /// The control registers answer to aligned words alone, the configuration to every width.
  @Override
  public final long load(long offset, int size) {
    return offset < CONFIGURATION
        ? control.load(offset, size)
        : loadConfiguration((int) offset - CONFIGURATION, size);
  }

  private long loadConfiguration(int offset, int size) {
    demandAligned(offset, size);
    long value = 0;
    for (int index = Math.min(size, configuration.length - offset) - 1; index >= 0; index--) {
      value = value << Byte.SIZE | Byte.toUnsignedLong(configuration[offset + index]);
    }
    return value;
  }

  private static void demandAligned(int offset, int size) {
    if (offset % size != 0) {
      throw new BusError(offset);
    }
  }

  /// Nothing in the configuration can be changed.
  @Override
  public final void store(long offset, int size, long value) {
    if (offset < CONFIGURATION) {
      control.store(offset, size, value);
    } else {
      demandAligned((int) offset, size);
    }
  }

  private void resetAll() {
    status = 0;
    interruptStatus = 0;
    accepted = 0;
    deviceFeaturesSelect = 0;
    driverFeaturesSelect = 0;
    queueSelect = 0;
    queues.forEach(Virtqueue::reset);
    line.set(false);
    reset();
  }

  /// The registers before the configuration.
  private final class Control extends Registers {
    /// The registers are those of the device.
    @Override
    public void exchange(Exchange exchange) {}

    @Override
    int loadWord(int offset) {
      return switch (offset) {
        case DEVICE_FEATURES -> half(offered, deviceFeaturesSelect);
        case QUEUE_SIZE_MAX -> isQueue(queueSelect) ? Virtqueue.MOST_DESCRIPTORS : 0;
        case QUEUE_READY -> isQueue(queueSelect) && queues.get(queueSelect).isReady() ? 1 : 0;
        case INTERRUPT_STATUS -> interruptStatus;
        case STATUS -> status;
        case SHARED_MEMORY_LENGTH,
            SHARED_MEMORY_LENGTH + 4,
            SHARED_MEMORY_BASE,
            SHARED_MEMORY_BASE + 4 ->
            NONE;
        default -> identity(offset, deviceId);
      };
    }

    private static int half(long features, int select) {
      return select == 0 ? (int) features : select == 1 ? (int) (features >>> Integer.SIZE) : 0;
    }

    private boolean isQueue(int number) {
      return number >= 0 && number < queues.size();
    }

    @Override
    void storeWord(int offset, int value) {
      switch (offset) {
        case DEVICE_FEATURES_SELECT -> deviceFeaturesSelect = value;
        case DRIVER_FEATURES_SELECT -> driverFeaturesSelect = value;
        case DRIVER_FEATURES -> accept(Integer.toUnsignedLong(value));
        case QUEUE_SELECT -> queueSelect = value;
        case QUEUE_NOTIFY -> notify(value);
        case INTERRUPT_ACKNOWLEDGE -> acknowledge(value);
        case STATUS -> storeStatus(value);
        default -> {
          if (isQueue(queueSelect)) {
            storeQueue(queues.get(queueSelect), offset, value);
          }
        }
      }
    }

    private void storeQueue(Virtqueue queue, int offset, int value) {
      switch (offset) {
        case QUEUE_SIZE -> queue.size(value);
        case QUEUE_READY -> open(queue, value);
        case QUEUE_DESCRIPTORS, QUEUE_DESCRIPTORS + 4 ->
            queue.descriptors(value, offset != QUEUE_DESCRIPTORS);
        case QUEUE_DRIVER, QUEUE_DRIVER + 4 -> queue.available(value, offset != QUEUE_DRIVER);
        case QUEUE_DEVICE, QUEUE_DEVICE + 4 -> queue.used(value, offset != QUEUE_DEVICE);
        default -> {}
      }
    }

    private void open(Virtqueue queue, int value) {
      try {
        queue.ready((value & 1) != 0);
      } catch (MalformedQueueException _) {
        fail();
      }
    }

    /// Features are settled once the device has agreed to them.
    private void accept(long half) {
      if ((status & FEATURES_OK) == 0 && (driverFeaturesSelect & ~1) == 0) {
        int shift = driverFeaturesSelect * Integer.SIZE;
        accepted = (accepted & ~(0xffff_ffffL << shift)) | (half << shift);
      }
    }

    private void notify(int queue) {
      if (isQueue(queue)) {
        notified(queue);
      }
    }

    private void acknowledge(int causes) {
      interruptStatus &= ~causes;
      line.set(interruptStatus != 0);
    }

    private void storeStatus(int value) {
      if (value == 0) {
        resetAll();
        return;
      }
      boolean isAgreed = (accepted & ~offered) == 0;
      boolean wasDriven = (status & DRIVER_OK) != 0;
      status = (value & ~NEEDS_RESET) | (status & NEEDS_RESET);
      status = isAgreed ? status & 0xff : status & 0xff & ~FEATURES_OK;
      if (!wasDriven && (status & DRIVER_OK) != 0) {
        serveEarlier();
      }
    }

    /// A driver may make chains available before it says that it is ready.
    private void serveEarlier() {
      for (int queue = 0; queue < queues.size(); queue++) {
        notified(queue);
      }
    }
  }
}
