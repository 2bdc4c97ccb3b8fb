package spool.emulator.machine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import spool.emulator.device.ByteSink;
import spool.emulator.device.DiskImage;
import spool.emulator.device.DiskTiming;
import spool.emulator.device.Power;
import spool.emulator.exec.Interpreter;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Supervisor;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;

/// The whole computer: harts, RAM, devices and virtual time.
///
/// Its harts are parked until [#start] or a kernel sets them going. Everything but [#inbox] and
/// [#requestStop] belongs to the thread that calls [#run].
public final class Machine {
  /// Where RAM begins, as on QEMU's `virt` board.
  public static final long RAM_BASE = Board.RAM_BASE;

  /// Cycles in a second of virtual time: one cycle is one nanosecond.
  public static final long CYCLES_PER_SECOND = 1_000_000_000L;

  private final long seed;
  private final Bus bus;
  private final List<Hart> harts;
  private final Engine engine;
  private final Board board;

  /// A machine with `hartCount` harts (1 to 64) and `ramBytes` of RAM, all else as usual.
  public Machine(int hartCount, long ramBytes) {
    this(new Builder().harts(hartCount).ramBytes(ramBytes));
  }

  private Machine(Builder builder) {
    seed = builder.seed;
    bus = new Bus(new PhysicalMemory(RAM_BASE, builder.ramBytes));
    harts = IntStream.range(0, builder.harts).mapToObj(id -> new Hart(id, bus)).toList();
    harts.forEach(Hart::park);
    Executor executor = builder.executor.apply(bus.memory());
    engine = new Engine(harts, executor, builder.pacer, builder.listener, random("slice"));
    board =
        new Board(
            harts,
            bus.memory(),
            builder.disks,
            engine,
            builder.console,
            power(),
            builder.epoch,
            random("uart"));
    board.attachTo(bus);
    harts.forEach(hart -> hart.onWakeup(() -> engine.wake(hart)));
  }

  /// The usual machine, to be changed: see the methods of [Builder].
  public static Builder builder() {
    return new Builder();
  }

  private Power.Switch power() {
    return new Power.Switch() {
      @Override
      public void powerOff(int status) {
        Machine.this.powerOff(status);
      }

      @Override
      public void reset() {
        engine.finish(new Outcome.ResetRequested());
      }
    };
  }

  /// The harts, by number.
  public List<Hart> harts() {
    return harts;
  }

  /// RAM and the devices.
  public Bus bus() {
    return bus;
  }

  /// The devices and their places.
  public Board board() {
    return board;
  }

  /// What is to happen when.
  public EventQueue events() {
    return engine.events();
  }

  /// Where other threads hand in input.
  public Inbox inbox() {
    return engine.inbox();
  }

  /// Virtual time in cycles: the clock of the hart that is running, or of the event being handled.
  public long now() {
    return engine.now();
  }

  /// The machine's stream of random numbers for `purpose`, always the same for one seed.
  public SplitMix random(String purpose) {
    return SplitMix.of(seed, purpose);
  }

  /// Lets `supervisor` take the traps of U-mode.
  public void attach(Supervisor supervisor) {
    harts.forEach(hart -> hart.attach(supervisor));
  }

  /// Sets every hart going at `entry` in machine mode, with its number in `a0` and no device tree
  /// (zero) in `a1`.
  public void start(long entry) {
    for (Hart hart : harts) {
      hart.pc(entry);
      hart.x[10] = hart.id();
      hart.x[11] = 0;
      engine.wake(hart);
    }
  }

  /// Lets a hart go on from now if it is parked; it gets to run before the present hart's time goes
  /// on.
  public void wake(Hart hart) {
    engine.wake(hart);
  }

  /// Runs until the machine is switched off, told to stop, or has nothing left to wait for. After
  /// [Outcome.Stopped] it can run on. Throws [EngineFailure] on a defect.
  public Outcome run() {
    Outcome outcome = engine.run();
    if (!(outcome instanceof Outcome.Stopped)) {
      board.uart().drain();
    }
    return outcome;
  }

  /// Ends [#run] with [Outcome.PoweredOff] once the present instruction or event is over.
  public void powerOff(int status) {
    engine.finish(new Outcome.PoweredOff(status));
  }

  /// Ends [#run] with [Outcome.Stopped] soon, or the next one if none is under way. Any thread may
  /// call it.
  public void requestStop() {
    inbox().post(() -> engine.finish(new Outcome.Stopped()));
  }

  /// What a machine is made of. Unsuitable values throw [IllegalArgumentException].
  public static final class Builder {
    /// How many harts a machine has at most.
    public static final int MOST_HARTS = 64;

    private static final long MEBIBYTE = 1 << 20;

    private int harts = 1;
    private long ramBytes = 256 * MEBIBYTE;
    private long seed;
    private ByteSink console = value -> {};
    private Pacer pacer = Pacer.immediate();
    private Instant epoch = Instant.parse("2026-01-01T00:00:00Z");
    private final List<Board.Disk> disks = new ArrayList<>();
    private SliceListener listener = (cycle, hart, pc) -> {};
    private Function<PhysicalMemory, Executor> executor = memory -> new Interpreter(memory)::run;

    private Builder() {}

    /// How many harts, 1 to 64; one if not said otherwise.
    public Builder harts(int count) {
      if (count < 1 || count > MOST_HARTS) {
        throw new IllegalArgumentException(count + " harts, not 1 to " + MOST_HARTS);
      }
      harts = count;
      return this;
    }

    /// The size of RAM, whole frames below 2 GiB; 256 MiB if not said otherwise.
    public Builder ramBytes(long size) {
      if (size <= 0 || size >= 2048 * MEBIBYTE || size % PhysicalMemory.FRAME_BYTES != 0) {
        throw new IllegalArgumentException(
            "memory of " + size + " bytes, not whole frames of 4096 bytes below 2 GiB");
      }
      ramBytes = size;
      return this;
    }

    /// What decides slice lengths, device jitter and the guest's random numbers; every seed, also
    /// 0, varies them in its own way.
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /// Where the console's output goes; nowhere if not said otherwise.
    public Builder console(ByteSink sink) {
      console = sink;
      return this;
    }

    /// How idle time passes; at once if not said otherwise.
    public Builder pacer(Pacer value) {
      pacer = value;
      return this;
    }

    /// What the clock shows at virtual time zero; the first second of 2026 if not said otherwise.
    public Builder epoch(Instant start) {
      epoch = start;
      return this;
    }

    /// Adds a disk with the contents `image` that takes the time of `timing`, which no other disk
    /// has; eight at most.
    public Builder disk(DiskImage image, DiskTiming timing) {
      if (disks.size() == Board.MOST_DISKS) {
        throw new IllegalArgumentException("more than " + Board.MOST_DISKS + " disks");
      }
      if (image.sectors() > timing.mostSectors()) {
        throw new IllegalArgumentException(
            "a disk of %d sectors does not fit on a drive of %d"
                .formatted(image.sectors(), timing.mostSectors()));
      }
      disks.add(new Board.Disk(image, timing));
      return this;
    }

    /// Who is told of every slice.
    public Builder sliceListener(SliceListener value) {
      listener = value;
      return this;
    }

    /// Makes what executes the instructions in memory; an interpreter if not said otherwise.
    public Builder executor(Function<PhysicalMemory, Executor> value) {
      executor = value;
      return this;
    }

    /// The machine.
    public Machine build() {
      return new Machine(this);
    }
  }
}
