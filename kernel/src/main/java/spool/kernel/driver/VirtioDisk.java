package spool.kernel.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import spool.emulator.memory.Bus;
import spool.kernel.abi.DeviceNumber;
import spool.kernel.fs.proc.SystemView.DiskUse;
import spool.kernel.vm.Frames;

/// Drives a virtio disk (virtio 1.2, section 5.2).
///
/// Requests wait in the kernel, and the disk has one of them at a time, so that a [RequestOrder]
/// decides which way its arm goes. The interrupt at the end of one begins the next and wakes the
/// task that waits for it. Nothing is kept in memory: every request goes to the disk.
///
/// A request is of bytes, the disk transfers sectors. A write of a part of a sector therefore takes
/// two commands, one that reads its sectors and one that writes them, between which no other
/// request is served: two tasks that write into one sector do not undo each other's work.
///
/// Invariant: a request that was submitted and not withdrawn is either waiting or under way, and
/// ends exactly once, with its queue woken.
public final class VirtioDisk {
  /// The most bytes of one request: such that all sectors that it touches fit into one command.
  static final int MOST_BYTES = DiskCommands.MOST_BYTES;

  /// Bytes in a sector.
  static final int SECTOR_BYTES = 512;

  private static final int BLOCK_DEVICE = 2;
  private static final long READ_ONLY = 1 << 5;
  private static final long FLUSH = 1 << 9;
  private static final int CAPACITY = 0;
  private static final int MAJOR = 254;
  private static final int MINORS = 16;

  private final int number;
  private final VirtioTransport transport;
  private final RequestOrder order;
  private final LongSupplier clock;
  private final DiskCommands commands;
  private final long features;
  private final long sectors;
  private final DiskFigures figures = new DiskFigures();
  private final List<DiskRequest> waiting = new ArrayList<>();
  private @Nullable DiskRequest underWay;
  private boolean isReadFirst;
  private long arm = RequestOrder.NOWHERE;

  private VirtioDisk(
      int number,
      VirtioTransport transport,
      Frames frames,
      RequestOrder order,
      LongSupplier clock) {
    this.number = number;
    this.transport = transport;
    this.order = order;
    this.clock = clock;
    features = transport.negotiate(READ_ONLY | FLUSH);
    sectors = transport.configuration(CAPACITY);
    commands = new DiskCommands(frames, transport);
  }

  /// Brings every disk on the board into operation, each with an order of its own. `clock` is
  /// virtual time.
  public static List<VirtioDisk> find(
      Bus bus,
      Frames frames,
      InterruptController interrupts,
      DiskScheduling scheduling,
      LongSupplier clock) {
    List<VirtioDisk> disks = new ArrayList<>();
    for (int place = 0; place < VirtioTransport.PLACES; place++) {
      VirtioTransport transport = new VirtioTransport(bus, place);
      if (transport.deviceId() == BLOCK_DEVICE) {
        VirtioDisk disk =
            new VirtioDisk(disks.size(), transport, frames, scheduling.order(), clock);
        interrupts.attach(VirtioTransport.FIRST_INTERRUPT + place, disk::serve);
        disks.add(disk);
      }
    }
    return List.copyOf(disks);
  }

  /// `vda` for the first, `vdb` for the second.
  public String name() {
    return "vd" + (char) ('a' + number);
  }

  /// How many sectors of 512 bytes there are.
  public long sectors() {
    return sectors;
  }

  /// How many bytes there are.
  long sizeBytes() {
    return sectors * SECTOR_BYTES;
  }

  /// Whether nothing can be written.
  public boolean isReadOnly() {
    return (features & READ_ONLY) != 0;
  }

  /// Its device number (`abi.DeviceNumber`).
  int device() {
    return DeviceNumber.of(MAJOR, number * MINORS);
  }

  /// What it has done so far.
  public DiskUse use() {
    return figures.at(clock.getAsLong(), name(), device());
  }

  /// Lets `request` wait for its turn. One to flush a disk that keeps nothing back is over at once.
  void submit(DiskRequest request) {
    if (transport.isBroken()) {
      request.end(false);
    } else if (request.kind() == DiskRequest.Kind.FLUSH && (features & FLUSH) == 0) {
      request.end(true);
    } else {
      long now = clock.getAsLong();
      request.since(now);
      figures.inFlight(1, now);
      waiting.add(request);
      beginNext();
    }
  }

  /// Forgets `request` if it still waits for its turn.
  void withdraw(DiskRequest request) {
    if (waiting.remove(request)) {
      figures.inFlight(-1, clock.getAsLong());
    }
  }

  private void beginNext() {
    if (underWay == null && !waiting.isEmpty()) {
      DiskRequest next = waiting.remove(choose());
      underWay = next;
      begin(next);
    }
  }

  /// The index of the next request: one to flush before others, which move the arm.
  private int choose() {
    for (int index = 0; index < waiting.size(); index++) {
      if (waiting.get(index).kind() == DiskRequest.Kind.FLUSH) {
        return index;
      }
    }
    return order.next(waiting.stream().map(DiskRequest::sector).toList(), arm);
  }

  private void begin(DiskRequest request) {
    boolean isWrite = request.kind() == DiskRequest.Kind.WRITE;
    isReadFirst = isWrite && request.isPartial();
    if (request.kind() == DiskRequest.Kind.FLUSH) {
      commands.begin(DiskCommands.FLUSH, 0, 0);
      return;
    }
    arm = request.sector();
    if (isWrite && !isReadFirst) {
      write(request);
    } else {
      commands.begin(DiskCommands.IN, request.sector(), request.sectors() * SECTOR_BYTES);
    }
  }

  private void write(DiskRequest request) {
    commands.put(request.offset(), request.data());
    commands.begin(DiskCommands.OUT, request.sector(), request.sectors() * SECTOR_BYTES);
  }

  /// Serves the disk's interrupt.
  private void serve() {
    transport.acknowledge();
    DiskRequest request = underWay;
    if (request != null && (commands.isOver() || transport.isBroken())) {
      finish(request, commands.isOver() && commands.isSuccess());
    }
  }

  private void finish(DiskRequest request, boolean success) {
    long now = clock.getAsLong();
    DiskRequest.Kind done = isReadFirst ? DiskRequest.Kind.READ : request.kind();
    figures.count(done, request.sectors(), now - request.since());
    if (success && isReadFirst) {
      isReadFirst = false;
      request.since(now);
      write(request);
      return;
    }
    if (success && request.kind() == DiskRequest.Kind.READ) {
      commands.fetch(request.offset(), request.data());
    }
    underWay = null;
    figures.inFlight(-1, now);
    request.end(success);
    goOn();
  }

  /// Begins the next request; a broken disk ends them all.
  private void goOn() {
    if (!transport.isBroken()) {
      beginNext();
      return;
    }
    while (!waiting.isEmpty()) {
      figures.inFlight(-1, clock.getAsLong());
      waiting.removeFirst().end(false);
    }
  }
}
