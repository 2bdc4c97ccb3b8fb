package spool.kernel.trap;

import java.util.List;
import java.util.function.Consumer;
import spool.emulator.machine.Machine;
import spool.emulator.machine.SplitMix;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.WindowSize;
import spool.kernel.driver.ConsoleDriver;
import spool.kernel.driver.DiskDevices;
import spool.kernel.driver.InterruptController;
import spool.kernel.driver.LinePrinterDevice;
import spool.kernel.driver.MemoryDevices;
import spool.kernel.driver.TapeDevices;
import spool.kernel.driver.Terminal;
import spool.kernel.driver.TerminalDevices;
import spool.kernel.driver.VirtioDisk;
import spool.kernel.exec.Arguments;
import spool.kernel.exec.ProgramLoader;
import spool.kernel.fs.Directory;
import spool.kernel.fs.Mounts;
import spool.kernel.fs.proc.SystemView;
import spool.kernel.ipc.MessageQueues;
import spool.kernel.ipc.event.EventPolls;
import spool.kernel.ipc.socket.Sockets;
import spool.kernel.ipc.systemv.SystemVIpc;
import spool.kernel.lock.LockWatch;
import spool.kernel.lock.OnDeadlock;
import spool.kernel.process.ChildWait;
import spool.kernel.process.Clocks;
import spool.kernel.process.Cloner;
import spool.kernel.process.Dispatcher;
import spool.kernel.process.Exec;
import spool.kernel.process.Exit;
import spool.kernel.process.Farewell;
import spool.kernel.process.InitMaker;
import spool.kernel.process.LoadAverages;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.SchedulerControl;
import spool.kernel.process.Sessions;
import spool.kernel.process.SignalDelivery;
import spool.kernel.process.SystemName;
import spool.kernel.process.Task;
import spool.kernel.sync.Futexes;
import spool.kernel.sync.InheritanceLocks;
import spool.kernel.syscall.AttributeCalls;
import spool.kernel.syscall.ContentCalls;
import spool.kernel.syscall.DescriptorCalls;
import spool.kernel.syscall.DirectoryCalls;
import spool.kernel.syscall.EventCounterCalls;
import spool.kernel.syscall.EventPollCalls;
import spool.kernel.syscall.ExtendedAttributeCalls;
import spool.kernel.syscall.FutexCalls;
import spool.kernel.syscall.IdentityCalls;
import spool.kernel.syscall.IpcTrace;
import spool.kernel.syscall.LimitCalls;
import spool.kernel.syscall.MemoryBarrierCalls;
import spool.kernel.syscall.MemoryCalls;
import spool.kernel.syscall.MessageQueueCalls;
import spool.kernel.syscall.PollCalls;
import spool.kernel.syscall.ProcessCalls;
import spool.kernel.syscall.SchedulerCalls;
import spool.kernel.syscall.SemaphoreCalls;
import spool.kernel.syscall.SharedMemoryCalls;
import spool.kernel.syscall.SignalCalls;
import spool.kernel.syscall.SocketBatchCalls;
import spool.kernel.syscall.SocketCalls;
import spool.kernel.syscall.SocketMessageCalls;
import spool.kernel.syscall.SocketOptionCalls;
import spool.kernel.syscall.SystemCallDescription;
import spool.kernel.syscall.SystemCallTable;
import spool.kernel.syscall.SystemCalls;
import spool.kernel.syscall.TimeCalls;
import spool.kernel.syscall.TimerCalls;
import spool.kernel.syscall.TransferCalls;
import spool.kernel.syscall.TypedQueueCalls;
import spool.kernel.trace.SchedulingListener;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Translations;

/// Composes a kernel from its parts: the one place that knows them all.
final class Boot {
  private static final long CLOCK_LOW = 0x10_1000;
  private static final long CLOCK_HIGH = CLOCK_LOW + 4;
  private static final WindowSize WINDOW = new WindowSize(24, 80, 0, 0);

  /// As many tasks as Linux's `threads-max` allows for RAM of a size: an eighth of it for stacks of
  /// 16 KiB.
  private static final long BYTES_PER_TASK = 128 << 10;

  private static final int LEAST_TASKS = 64;

  private final Machine machine;
  private final Configuration configuration;
  private final SplitMix random;
  private final SchedulerControl scheduler;
  private final Frames frames;
  private final Translations translations;
  private final SystemView system;
  private final Files files;
  private final LoadAverages loads = new LoadAverages();
  private final Dispatcher dispatcher;
  private final ProcessTable table;
  private final Clocks clocks;
  private final Futexes futexes = new Futexes();
  private final InheritanceLocks locks;
  private final LiveIpc ipc;
  private final SystemName name = new SystemName();
  private final InterruptController interrupts;
  private final Terminal terminal;
  private final List<VirtioDisk> disks;
  private final Consumer<String> log;
  private final LockWatch lockWatch;
  private final Exit exit;
  private final Exec exec;

  Boot(Machine machine, Configuration configuration) {
    this.machine = machine;
    this.configuration = configuration;
    random = machine.random("kernel");
    SplitMix chance = machine.random("scheduler");
    frames = new Frames(machine.bus().memory());
    translations = Translations.of(machine.harts(), machine::onEach);
    table = new ProcessTable(mostTasks());
    dispatcher =
        new Dispatcher(
            machine,
            configuration.scheduler().make(machine.harts().size(), chance::below),
            configuration.preemptive(),
            configuration.costs(),
            configuration.trace(),
            SchedulingListener.both(loads, configuration.listener()));
    scheduler = new SchedulerControl(configuration.scheduler(), dispatcher, table, chance::below);
    locks = new InheritanceLocks(futexes, number -> table.task(number).filter(Task::isAlive));
    Farewell farewell = new Farewell(futexes, locks);
    clocks = new Clocks(dispatcher, table, realTime());
    interrupts = new InterruptController(machine.bus());
    ConsoleDriver console = new ConsoleDriver(machine.bus());
    terminal = new Terminal(console::send, WINDOW, new GroupSignals(table));
    console.receive(interrupts, terminal::receive);
    log = text -> terminal.print("spool: " + text + "\n");
    lockWatch = new LockWatch(table, log, () -> machine.powerOff(OnDeadlock.STATUS));
    disks =
        VirtioDisk.find(
            machine.bus(), frames, interrupts, configuration.diskScheduling(), dispatcher::now);
    Mounts mounts = new Mounts();
    ipc =
        new LiveIpc(
            new MessageQueues(Files.QUEUES, frames.total(), clocks::realTime),
            SystemVIpc.of(frames, clocks::realTime, dispatcher::actingPid),
            new Sockets(Files.SOCKETS, frames.total(), clocks::realTime));
    system =
        new LiveSystem(
            table,
            dispatcher,
            loads,
            scheduler,
            frames,
            clocks,
            name,
            terminal,
            mounts,
            disks,
            ipc,
            new LiveLocks(lockWatch));
    files = new Files(frames, clocks::realTime, mounts);
    exit =
        new Exit(
            table,
            dispatcher,
            farewell,
            session -> terminal.release(session.id()),
            machine::powerOff,
            configuration.costs(),
            configuration.trace());
    exec =
        new Exec(
            table,
            dispatcher,
            farewell,
            new ProgramLoader(frames, translations),
            random::next,
            configuration.costs(),
            configuration.trace());
  }

  private int mostTasks() {
    long fitting = machine.bus().memory().sizeBytes() / BYTES_PER_TASK;
    return Math.clamp(fitting, LEAST_TASKS, ProcessTable.PID_MAX - 1);
  }

  /// What the board's clock shows, in nanoseconds since 1970.
  private long realTime() {
    long low = machine.bus().load(CLOCK_LOW, 4);
    return machine.bus().load(CLOCK_HIGH, 4) << Integer.SIZE | low;
  }

  Kernel boot() {
    CallTrace callTrace =
        new CallTrace(configuration.trace(), new SystemCallDescription.Catalogue());
    Kernel kernel =
        new Kernel(
            dispatcher,
            scheduler,
            table,
            new SystemCallExecution(calls(), callTrace, lockWatch),
            delivery(),
            new Faults(dispatcher, configuration.costs(), log),
            interrupts,
            terminal,
            frames,
            new PageCosts(frames, configuration.costs()),
            lockWatch);
    announce();
    startInit();
    dispatcher.start();
    machine.attach(kernel);
    return kernel;
  }

  private SignalDelivery delivery() {
    return new SignalDelivery(
        dispatcher, exit, SystemCallTable::restarts, configuration.trace(), log);
  }

  private SystemCallTable calls() {
    IpcTrace trace = new IpcTrace(configuration.trace());
    Cloner cloner = new Cloner(table, dispatcher, configuration.costs(), configuration.trace());
    return new SystemCallTable(
        new AttributeCalls(),
        new ContentCalls(),
        new DescriptorCalls(files.pipes(), files.pipePages(), lockWatch),
        new DirectoryCalls(),
        new EventCounterCalls(files.anonymous()),
        new EventPollCalls(new EventPolls(files.anonymous(), frames.total())),
        new ExtendedAttributeCalls(),
        new FutexCalls(futexes, locks, clocks, table),
        new IdentityCalls(table, new Sessions(table)),
        new LimitCalls(table),
        new MemoryBarrierCalls(machine),
        new MemoryCalls(frames),
        new MessageQueueCalls(ipc.queues(), clocks, trace),
        new PollCalls(),
        new ProcessCalls(cloner, exec, exit, new ChildWait(exit)),
        new SchedulerCalls(table, dispatcher),
        new SemaphoreCalls(ipc.systemV().semaphores(), trace),
        new SharedMemoryCalls(ipc.systemV().segments()),
        new SignalCalls(table, clocks),
        new SocketBatchCalls(),
        new SocketCalls(ipc.unix()),
        new SocketMessageCalls(),
        new SocketOptionCalls(),
        new SystemCalls(machine, table, loads, frames, name, random::next, machine::powerOff),
        new TimeCalls(clocks),
        new TimerCalls(clocks),
        new TransferCalls(),
        new TypedQueueCalls(ipc.systemV().queues(), trace));
  }

  private void announce() {
    if (configuration.announces()) {
      int harts = machine.harts().size();
      long mebibytes = machine.bus().memory().sizeBytes() >> 20;
      log.accept(harts + (harts == 1 ? " hart, " : " harts, ") + mebibytes + " MiB of RAM");
      disks.forEach(disk -> log.accept(describe(disk)));
      log.accept(SystemName.RELEASE + ", scheduler " + configuration.scheduler().text());
    }
  }

  private String describe(VirtioDisk disk) {
    return "%s: %d sectors of 512 bytes%s, arm order %s"
        .formatted(
            disk.name(),
            disk.sectors(),
            disk.isReadOnly() ? ", read-only" : "",
            configuration.diskScheduling());
  }

  private void addDevices(Directory devices) {
    MemoryDevices.addTo(devices, random::next);
    TerminalDevices.addTo(devices, terminal);
    DiskDevices.addTo(devices, disks);
    TapeDevices.addTo(devices, machine.bus(), frames, interrupts);
    LinePrinterDevice.addTo(devices, machine.bus(), interrupts);
  }

  private void startInit() {
    Task init = new InitMaker(table, dispatcher, frames, translations).make(files.root());
    files.fill(init, configuration.image());
    files.mount(init, system, ipc.queues().root(), this::addDevices);
    files.mountSystem(init, new Marks(dispatcher, configuration.listener()), configuration.trace());
    configuration.streams().ifPresent(streams -> files.open(init, streams));
    String program = configuration.arguments().getFirst();
    exec.exec(
        init,
        AtFlags.AT_FDCWD,
        program,
        0,
        Arguments.of(configuration.arguments(), configuration.environment()));
    dispatcher.begin(init);
  }
}
