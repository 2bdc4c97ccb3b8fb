package spool.kernel.trap;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import spool.kernel.abi.DeviceNumber;
import spool.kernel.abi.Signal;
import spool.kernel.driver.Terminal;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.Location;
import spool.kernel.fs.WorkingDirectory;
import spool.kernel.fs.proc.ProcessView;
import spool.kernel.process.ClockTicks;
import spool.kernel.process.CpuTime;
import spool.kernel.process.Process;
import spool.kernel.process.Task;
import spool.kernel.process.TaskState;
import spool.kernel.sched.Attributes;
import spool.kernel.vm.MemoryUsage;

/// A process as /proc shows it, or one of its threads, as it is at the moment of each question.
///
/// @param only the thread; absent for the process
record LiveProcess(Process process, Optional<Task> only, Terminal terminal) implements ProcessView {
  private static final MemoryUsage NO_MEMORY = new MemoryUsage(0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final long CONSOLE = DeviceNumber.of(5, 1);
  private static final int NO_GROUP = -1;
  private static final int MOST_NAME_BYTES = 15;
  private static final int DEADLINE_PRIORITY = -101;

  /// The thread, or the leader, which stands for the process: also when it has ended before the
  /// other threads, and the process looks like a zombie that nobody can wait for yet.
  private Task task() {
    return only.orElseGet(process::leader);
  }

  private boolean isAlive() {
    return task().isAlive();
  }

  @Override
  public int tid() {
    return only.map(Task::tid).orElse(process.pid());
  }

  @Override
  public NavigableMap<Integer, ProcessView> tasks() {
    NavigableMap<Integer, ProcessView> all = new TreeMap<>();
    all.put(process.pid(), of(process.leader()));
    process.tasks().forEach(task -> all.put(task.tid(), of(task)));
    return all;
  }

  private ProcessView of(Task task) {
    return new LiveProcess(process, Optional.of(task), terminal);
  }

  /// The tasks that are meant.
  private List<Task> meant() {
    return only.map(List::of).orElseGet(process::tasks);
  }

  private CpuTime cpuTime() {
    return only.map(Task::cpuTime).orElseGet(process::cpuTime);
  }

  @Override
  public int pid() {
    return process.pid();
  }

  @Override
  public int parentPid() {
    return process.parentPid();
  }

  @Override
  public int group() {
    return process.group().id();
  }

  @Override
  public int session() {
    return process.session().id();
  }

  private boolean isControlled() {
    return terminal.session() == session();
  }

  @Override
  public int terminalDevice() {
    return isControlled() ? (int) CONSOLE : 0;
  }

  @Override
  public int foregroundGroup() {
    return isControlled() ? terminal.foreground() : NO_GROUP;
  }

  @Override
  public char state() {
    if (!isAlive()) {
      return 'Z';
    }
    boolean runs =
        meant().stream()
            .map(Task::state)
            .anyMatch(state -> state == TaskState.RUNNING || state == TaskState.READY);
    return process.isStopped() ? 'T' : runs ? 'R' : 'S';
  }

  @Override
  public String name() {
    return task().name();
  }

  @Override
  public void rename(String name) {
    task().name(name.substring(0, Math.min(name.length(), MOST_NAME_BYTES)));
  }

  @Override
  public byte[] commandLine() {
    return isAlive() ? joined(process.arguments()) : new byte[0];
  }

  @Override
  public byte[] environment() {
    return isAlive() ? joined(process.environment()) : new byte[0];
  }

  private static byte[] joined(List<byte[]> strings) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] string : strings) {
      bytes.writeBytes(string);
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  @Override
  public Ticks ticks() {
    CpuTime own = cpuTime();
    CpuTime children = process.childrenCpuTime();
    return new Ticks(
        ClockTicks.of(own.user()),
        ClockTicks.of(own.system()),
        ClockTicks.of(children.user()),
        ClockTicks.of(children.system()));
  }

  @Override
  public long startTicks() {
    return ClockTicks.of(process.startTime());
  }

  @Override
  public int threads() {
    return Math.max(1, process.tasks().size());
  }

  @Override
  public int nice() {
    return task().ownNice();
  }

  @Override
  public Scheduling scheduling() {
    Attributes own = task().ownAttributes();
    return new Scheduling(own.policy().number(), own.priority(), priority(task()));
  }

  /// The priority that the scheduler goes by, which may be an inherited one.
  private static int priority(Task task) {
    Attributes attributes = task.attributes();
    if (attributes.isPeriodic()) {
      return DEADLINE_PRIORITY;
    }
    return attributes.policy().isRealTime() ? -1 - attributes.priority() : 20 + task.nice();
  }

  @Override
  public int hart() {
    return task().hart();
  }

  @Override
  public SignalSets signals() {
    return new SignalSets(
        task().signals().pending(),
        process.pending().pending(),
        task().signals().mask(),
        isAlive() ? process.actions().ignored() : Signal.EMPTY,
        isAlive() ? process.actions().handled() : Signal.EMPTY);
  }

  @Override
  public Switches switches() {
    CpuTime time = cpuTime();
    return new Switches(time.voluntarySwitches(), time.involuntarySwitches());
  }

  @Override
  public long faults() {
    return isAlive() ? process.memory().faults() : 0;
  }

  @Override
  public MemoryUsage memory() {
    return isAlive() ? process.memory().usage() : NO_MEMORY;
  }

  @Override
  public String maps() {
    return isAlive() ? process.memory().maps() : "";
  }

  @Override
  public Credentials credentials() {
    return process.credentials();
  }

  @Override
  public Optional<Location> executable() {
    return process.executable().filter(_ -> isAlive());
  }

  @Override
  public Optional<WorkingDirectory> workingDirectory() {
    return isAlive() ? Optional.of(process.workingDirectory()) : Optional.empty();
  }

  @Override
  public Optional<DescriptorTable> descriptors() {
    return isAlive() ? Optional.of(process.descriptors()) : Optional.empty();
  }
}
