package spool.kernel.trap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import spool.kernel.abi.Timespec;
import spool.kernel.driver.Terminal;
import spool.kernel.driver.VirtioDisk;
import spool.kernel.fs.Mounts;
import spool.kernel.fs.proc.IpcView;
import spool.kernel.fs.proc.LockView;
import spool.kernel.fs.proc.ProcessView;
import spool.kernel.fs.proc.SystemView;
import spool.kernel.process.ClockTicks;
import spool.kernel.process.Clocks;
import spool.kernel.process.Dispatcher;
import spool.kernel.process.LoadAverages;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.SchedulerControl;
import spool.kernel.process.SystemName;
import spool.kernel.trace.Activity;
import spool.kernel.vm.Frames;

/// The system as /proc shows it, as it is at the moment of each question.
record LiveSystem(
    ProcessTable table,
    Dispatcher dispatcher,
    LoadAverages loads,
    SchedulerControl control,
    Frames frames,
    Clocks clocks,
    SystemName name,
    Terminal terminal,
    Mounts mountTable,
    List<VirtioDisk> drives,
    IpcView ipc,
    LockView locks)
    implements SystemView {
  @Override
  public Optional<ProcessView> process(int pid) {
    return table.find(pid).map(found -> new LiveProcess(found, Optional.empty(), terminal));
  }

  @Override
  public OptionalInt pidAfter(int pid) {
    return table.pidAfter(pid);
  }

  @Override
  public long uptime() {
    return dispatcher.now();
  }

  @Override
  public long bootTime() {
    return (clocks.realTime() - dispatcher.now()) / Timespec.SECOND;
  }

  @Override
  public List<HartTicks> harts() {
    return harts(dispatcher).mapToObj(this::ticks).toList();
  }

  private static IntStream harts(Dispatcher dispatcher) {
    return IntStream.range(0, dispatcher.hartCount());
  }

  private HartTicks ticks(int hart) {
    Map<Activity, Long> spent = dispatcher.spent(hart);
    long system = spent.getOrDefault(Activity.KERNEL, 0L) + spent.getOrDefault(Activity.SWITCH, 0L);
    return new HartTicks(
        ClockTicks.of(spent.getOrDefault(Activity.USER, 0L)),
        ClockTicks.of(system),
        ClockTicks.of(spent.getOrDefault(Activity.IDLE, 0L)));
  }

  @Override
  public Memory memory() {
    return new Memory(bytes(frames.total()), bytes(frames.free()), bytes(frames.cached()));
  }

  private static long bytes(long count) {
    return count * Frames.BYTES;
  }

  @Override
  public List<DiskUse> disks() {
    return drives.stream().map(VirtioDisk::use).toList();
  }

  @Override
  public long switches() {
    return harts(dispatcher).mapToLong(dispatcher::switches).sum();
  }

  @Override
  public long created() {
    return table.created();
  }

  @Override
  public int runnable() {
    long running = harts(dispatcher).filter(dispatcher::isBusy).count();
    return dispatcher.scheduler().readyCount() + (int) running;
  }

  @Override
  public int tasks() {
    return table.taskCount();
  }

  @Override
  public int lastPid() {
    return table.lastNumber();
  }

  @Override
  public String scheduler() {
    return control.text();
  }

  @Override
  public void chooseScheduler(String choice) {
    control.choose(choice);
  }

  @Override
  public List<Double> loadAverages() {
    return loads.rounded(dispatcher.now());
  }

  @Override
  public String hostName() {
    return name.host();
  }

  @Override
  public String release() {
    return SystemName.RELEASE;
  }

  @Override
  public String version() {
    return SystemName.VERSION;
  }

  @Override
  public String mounts() {
    return mountTable.text();
  }
}
