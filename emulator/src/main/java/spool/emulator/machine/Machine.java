package spool.emulator.machine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import spool.emulator.device.ByteSink;
import spool.emulator.device.DiskImage;
import spool.emulator.device.DiskTiming;
import spool.emulator.device.Power;
import spool.emulator.device.TapeImage;
import spool.emulator.device.VirtioBlock;
import spool.emulator.device.VirtioConsole;
import spool.emulator.device.VirtioEntropy;
import spool.emulator.device.VirtioNetwork;
import spool.emulator.device.VirtualTime;
import spool.emulator.exec.Interpreter;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Supervisor;
import spool.emulator.image.DeviceNode;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.MachineState;
import spool.emulator.state.StateException;
import spool.emulator.state.Stateful;
import spool.emulator.translate.RegionTranslator;

/// The whole computer: harts, RAM, devices and virtual time.
///
/// Its harts are parked until [#start] or a kernel sets them going. Everything but [#inbox] and
/// [#requestStop] belongs to the thread that calls [#run]; while harts execute side by side, to
/// whoever works exclusively ([#exclusively]).
public final class Machine {
  /// Where RAM begins, as on QEMU's `virt` board.
  public static final long RAM_BASE = Board.RAM_BASE;

  /// Cycles in a second of virtual time: one cycle is one nanosecond.
  public static final long CYCLES_PER_SECOND = 1_000_000_000L;

  private final long seed;
  private final Bus bus;
  private final List<Hart> harts;
  private final Conductor conductor;
  private final Board board;
  private final Parts parts;
  private boolean hasKernel;

  /// A machine with `hartCount` harts (1 to 64) and `ramBytes` of RAM, all else as usual.
  public Machine(int hartCount, long ramBytes) {
    this(new Builder().harts(hartCount).ramBytes(ramBytes));
  }

  private Machine(Options<?> options) {
    seed = options.seed;
    bus =
        new Bus(
            options.parallel
                ? PhysicalMemory.shared(RAM_BASE, options.ramBytes)
                : new PhysicalMemory(RAM_BASE, options.ramBytes));
    harts = IntStream.range(0, options.harts).mapToObj(id -> new Hart(id, bus)).toList();
    harts.forEach(Hart::park);
    conductor = options.parallel ? parallel(options) : deterministic(options);
    parts = new Parts(bus.memory(), conductor, harts);
    board =
        new Board(
            harts,
            conductor,
            bus.memory(),
            new Board.Attachments(
                heardOnce(options.console),
                heardOnce(options.printer),
                options.reels,
                options.cards),
            power(),
            options.epoch,
            this::keptRandom);
    board.attachTo(bus, conductor);
    board.slots().forEach(slot -> parts.keep(slot.name(), slot.device()));
    harts.forEach(hart -> hart.onWakeup(() -> conductor.wake(hart)));
  }

  private Conductor deterministic(Options<?> options) {
    Executor executor = options.executor.apply(bus.memory());
    return new Engine(harts, executor, options.pacer, options.listener, random("slice"));
  }

  private Conductor parallel(Options<?> options) {
    return new ParallelEngine(
        harts,
        harts.stream().map(hart -> options.executor.apply(bus.memory())).toList(),
        random("slice"));
  }

  /// The usual machine, to be changed: see the methods of [Options].
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
        conductor.finish(new Outcome.ResetRequested());
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
    return conductor.events();
  }

  /// Virtual time, as devices see it.
  public VirtualTime time() {
    return conductor;
  }

  /// Where other threads hand in input.
  public Inbox inbox() {
    return conductor.inbox();
  }

  /// Virtual time in cycles: the clock of the hart that is running, or of the event being handled.
  public long now() {
    return conductor.now();
  }

  /// The machine's stream of random numbers for `purpose`, always the same for one seed.
  public SplitMix random(String purpose) {
    return SplitMix.of(seed, purpose);
  }

  private SplitMix keptRandom(String purpose) {
    SplitMix stream = random(purpose);
    parts.keep("random " + purpose, stream);
    return stream;
  }

  /// Lets `supervisor` take the traps of U-mode. From then on the machine cannot be saved.
  public void attach(Supervisor supervisor) {
    hasKernel = true;
    Supervisor guarded = conductor.guard(supervisor);
    harts.forEach(hart -> hart.attach(guarded));
  }

  /// Lets `firmware` take every trap, see [Hart#attachFirmware].
  public void attachFirmware(Supervisor firmware) {
    harts.forEach(hart -> hart.attachFirmware(firmware));
  }

  /// Whether harts execute side by side, each on a thread of the host. No such run can be repeated.
  public boolean isParallel() {
    return conductor.isParallel();
  }

  /// Does `action` while no other hart is in a device, or in anything else that does its work so.
  /// What a [Supervisor] does that was given to [#attach] always is.
  public void exclusively(Runnable action) {
    conductor.exclusively(action);
  }

  /// Does `action` to each of `chosen` while that hart executes nothing; it has happened when this
  /// returns. The way to what belongs to another hart, for who works exclusively.
  public void onEach(List<Hart> chosen, Consumer<Hart> action) {
    conductor.onEach(chosen, action);
  }

  /// Raises or lowers interrupt `number` of `hart`, soon.
  public void interrupt(Hart hart, int number, boolean raised) {
    conductor.line(hart, level -> hart.setInterrupt(number, level)).set(raised);
  }

  /// Brings the clock of `hart`, which calls, to the present, where it is not that anyway.
  public void synchronize(Hart hart) {
    conductor.synchronize(hart);
  }

  /// The device tree, with `chosen` for what depends on the software to be started.
  public DeviceNode deviceTree(DeviceNode chosen) {
    return new BoardTree(board, harts.size(), bus.memory()).root(chosen);
  }

  /// Sets every hart going at `entry` in machine mode, with its number in `a0` and no device tree
  /// (zero) in `a1`.
  public void start(long entry) {
    start(entry, 0);
  }

  /// Sets every hart going at `entry` in machine mode, with its number in `a0` and the address of
  /// the device tree in `a1`.
  public void start(long entry, long deviceTree) {
    harts.forEach(hart -> start(hart, entry, deviceTree));
  }

  /// Sets one hart going at `entry` in the mode it is in, with its number in `a0` and `argument` in
  /// `a1`.
  public void start(Hart hart, long entry, long argument) {
    hart.pc(entry);
    hart.x[10] = hart.id();
    hart.x[11] = argument;
    conductor.wake(hart);
  }

  /// Lets a hart go on from now if it is parked; it gets to run before the present hart's time goes
  /// on.
  public void wake(Hart hart) {
    conductor.wake(hart);
  }

  /// Runs until the machine is switched off, told to stop, or has nothing left to wait for. After
  /// [Outcome.Stopped] and [Outcome.Paused] it can run on. Throws [EngineFailure] on a defect.
  public Outcome run() {
    return ended(conductor.run());
  }

  /// Runs as [#run()], but no further than to the instruction or event at which virtual time is
  /// `end` or later, and ends with [Outcome.Stopped] there. To go on from there is the same run as
  /// if it had not been stopped.
  public Outcome run(long end) {
    return ended(conductor.run(end));
  }

  /// Runs as [#run(long)], but to the instruction before which the clock of `hart` has reached
  /// `end`, wherever the other harts are. So every place between two instructions of a run can be
  /// reached: it is described by the hart whose instruction is next, and the clock of that.
  public Outcome run(Hart hart, long end) {
    return ended(conductor.run(hart, end));
  }

  private Outcome ended(Outcome outcome) {
    if (!(outcome instanceof Outcome.Stopped || outcome instanceof Outcome.Paused)) {
      board.drain();
    }
    return outcome;
  }

  /// Ends [#run] with [Outcome.PoweredOff] once the present instruction or event is over.
  public void powerOff(int status) {
    conductor.finish(new Outcome.PoweredOff(status));
  }

  /// Ends [#run] with [Outcome.Stopped] soon, or the next one if none is under way. Any thread may
  /// call it.
  public void requestStop() {
    inbox().post(() -> once(() -> conductor.finish(new Outcome.Stopped())));
  }

  /// Adds `part`, which is none of the machine's own, to what is saved and restored. The machine
  /// into which it is restored must have one with the same name, added in the same order.
  public void keep(String name, Stateful part) {
    parts.keep(name, part);
  }

  /// Whether a part called `name` was added by [#keep], or is the machine's own.
  public boolean keeps(String name) {
    return parts.has(name);
  }

  /// The state that the machine is in, while it stands: between two runs, or when the [Inbox] is
  /// served.
  ///
  /// What harts have learnt of their page tables is no part of it, and is forgotten here and when
  /// restoring, so that both machines go on alike. Disks with a file of the host's are no part of
  /// it either. Throws [StateException] for a machine with a kernel in Java, or with an event that
  /// belongs to none of its parts.
  public MachineState save() {
    demandNoKernel();
    return parts.save();
  }

  /// As [#save()], sharing what is the same with `earlier`. If that is the state saved or restored
  /// last, the time this takes depends on what has changed since, not on how much memory there is.
  public MachineState save(MachineState earlier) {
    demandNoKernel();
    return parts.save(earlier);
  }

  /// Puts the machine, while it stands, into `state`, which is that of one made in the same way.
  /// Throws [StateException] for another one, after which the machine is of no use.
  public void restore(MachineState state) {
    demandNoKernel();
    parts.restore(state);
  }

  private void demandNoKernel() {
    if (hasKernel) {
      throw new StateException("a machine with a kernel in Java cannot be saved");
    }
  }

  /// Ends [#run] with [Outcome.Paused] before the next slice or event, or the next one if none is
  /// under way, and leaves no other trace in the run. Any thread may call it.
  public void requestPause() {
    conductor.requestPause();
  }

  /// Records the run from now on, so that a debugger can take it back. To be called while the
  /// machine stands, which is to be run by that only.
  public Recording record() {
    return record(Recording.Pace.USUAL);
  }

  Recording record(Recording.Pace pace) {
    return new Recording(this, conductor.repeater(), pace);
  }

  /// Does `action`, which is something between the machine and the host and changes nothing of the
  /// machine; but not again when a recorded run is repeated.
  public void once(Runnable action) {
    conductor.once(action);
  }

  /// `sink` as what gets nothing when a recorded run is repeated.
  public ByteSink heardOnce(ByteSink sink) {
    return new ByteSink() {
      @Override
      public void write(byte value) {
        once(() -> sink.write(value));
      }

      @Override
      public void flush() {
        once(sink::flush);
      }
    };
  }

  /// Lets none of `harts` run until told otherwise, for a debugger's sake; with nothing else to do
  /// the run ends with [Outcome.Paused].
  public void hold(Set<Hart> harts) {
    conductor.hold(harts);
  }

  /// What a machine is made of, for a builder `B` of it or of something around it. Unsuitable
  /// values throw [IllegalArgumentException].
  public abstract static class Options<B extends Options<B>> {
    /// How many harts a machine has at most.
    public static final int MOST_HARTS = 64;

    private static final long MEBIBYTE = 1 << 20;

    /// RAM has less than this.
    public static final long MOST_RAM_BYTES = 2048 * MEBIBYTE;

    private static final Instant START_OF_2026 = Instant.ofEpochSecond(1_767_225_600);
    private static final int ENTROPY_SOCKET = Board.SOCKETS - 1;
    private static final int NETWORK_SOCKET = Board.SOCKETS - 2;
    private static final int CONSOLE_SOCKET = Board.SOCKETS - 3;

    private int harts = 1;
    private long ramBytes = 256 * MEBIBYTE;
    private long seed;
    private final List<Optional<Board.Reel>> reels =
        new ArrayList<>(Collections.nCopies(Board.TAPE_DRIVES, Optional.empty()));
    private ByteSink console = value -> {};
    private ByteSink printer = value -> {};
    private Pacer pacer = Pacer.immediate();
    private Instant epoch = START_OF_2026;
    private final List<Optional<Board.Card>> cards =
        new ArrayList<>(Collections.nCopies(Board.SOCKETS, Optional.empty()));
    private int disks;
    private SliceListener listener = (cycle, hart, pc) -> {};
    private boolean parallel;
    private Function<PhysicalMemory, Executor> executor = memory -> new Interpreter(memory)::run;

    /// A usual machine.
    protected Options() {}

    /// This builder.
    protected abstract B self();

    /// Makes the machine.
    protected final Machine makeMachine() {
      return new Machine(this);
    }

    /// How many harts, 1 to 64; one if not said otherwise.
    public final B harts(int count) {
      if (count < 1 || count > MOST_HARTS) {
        throw new IllegalArgumentException(count + " harts, not 1 to " + MOST_HARTS);
      }
      harts = count;
      return self();
    }

    /// The size of RAM, whole frames below 2 GiB; 256 MiB if not said otherwise.
    public final B ramBytes(long size) {
      if (size <= 0 || size >= MOST_RAM_BYTES || size % PhysicalMemory.FRAME_BYTES != 0) {
        throw new IllegalArgumentException(
            "memory of " + size + " bytes, not whole frames of 4096 bytes below 2 GiB");
      }
      ramBytes = size;
      return self();
    }

    /// What decides slice lengths, device jitter and the guest's random numbers; every seed, also
    /// 0, varies them in its own way.
    public final B seed(long value) {
      seed = value;
      return self();
    }

    /// Where the console's output goes; nowhere if not said otherwise.
    public final B console(ByteSink sink) {
      console = sink;
      return self();
    }

    /// Where the line printer's lines go; nowhere if not said otherwise.
    public final B printer(ByteSink sink) {
      printer = sink;
      return self();
    }

    /// Loads a tape drive (0 or 1), with the ring that permits writing or without; empty if not
    /// said otherwise. What the guest writes is in `image` after the run.
    public final B tape(int drive, TapeImage image, boolean writable) {
      if (drive < 0 || drive >= Board.TAPE_DRIVES) {
        throw new IllegalArgumentException(
            "tape drive " + drive + ", not 0 to " + (Board.TAPE_DRIVES - 1));
      }
      reels.set(drive, Optional.of(new Board.Reel(image, writable)));
      return self();
    }

    /// How idle time passes; at once if not said otherwise.
    public final B pacer(Pacer value) {
      pacer = value;
      return self();
    }

    /// What the clock shows at virtual time zero; the first second of 2026 if not said otherwise.
    public final B epoch(Instant start) {
      epoch = start;
      return self();
    }

    /// Adds a disk with the contents `image` that takes the time of `timing`, which no other disk
    /// has. Disks have the virtio sockets from the first on, of which there are eight.
    public final B disk(DiskImage image, DiskTiming timing) {
      if (image.sectors() > timing.mostSectors()) {
        throw new IllegalArgumentException(
            "a disk of %d sectors does not fit on a drive of %d"
                .formatted(image.sectors(), timing.mostSectors()));
      }
      String name = "spool-disk" + disks;
      return plug(
          disks++,
          socket ->
              new VirtioBlock(socket.memory(), socket.time(), socket.line(), image, timing, name));
    }

    /// Adds a source of random numbers, which follow from the seed, in the last virtio socket.
    public final B entropy() {
      return plug(
          ENTROPY_SOCKET,
          socket ->
              new VirtioEntropy(
                  socket.memory(), socket.line(), socket.random().apply("entropy")::next));
    }

    /// Adds a network card with the address `address` in the last virtio socket but one. `cable` is
    /// called by the machine's thread with each frame; what comes the other way is posted to the
    /// [Inbox] for [VirtioNetwork#receive].
    public final B network(byte[] address, Consumer<byte[]> cable) {
      byte[] own = address.clone();
      return plug(
          NETWORK_SOCKET, socket -> new VirtioNetwork(socket.memory(), socket.line(), own, cable));
    }

    /// Adds a virtio console in the last virtio socket but two. It shares the sink of the serial
    /// port, and the terminal's input goes to it alone.
    public final B virtioConsole() {
      return plug(
          CONSOLE_SOCKET,
          socket ->
              new VirtioConsole(
                  socket.memory(),
                  socket.line(),
                  value -> socket.host().accept(() -> console.write(value))));
    }

    private B plug(int socket, Board.Card card) {
      if (socket >= Board.SOCKETS || cards.get(socket).isPresent()) {
        throw new IllegalArgumentException(
            "more disks and other virtio devices than the %d sockets".formatted(Board.SOCKETS));
      }
      cards.set(socket, Optional.of(card));
      return self();
    }

    /// Who is told of every slice.
    public final B sliceListener(SliceListener value) {
      listener = value;
      return self();
    }

    /// Has hot code translated to methods of the JVM, see [RegionTranslator]. Nothing changes but
    /// the time that the host takes.
    public final B translated() {
      return executor(memory -> new Interpreter(memory, new RegionTranslator(memory))::run);
    }

    /// Gives each hart a thread of the host, and the machine the host's time. No such run can be
    /// repeated; pacer and slice listener have nothing to say in it.
    public final B parallel() {
      parallel = true;
      return self();
    }

    /// Makes what executes the instructions in memory; an interpreter if not said otherwise.
    public final B executor(Function<PhysicalMemory, Executor> value) {
      executor = value;
      return self();
    }
  }

  /// Builds a machine.
  public static final class Builder extends Options<Builder> {
    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /// The machine.
    public Machine build() {
      return makeMachine();
    }
  }
}
