package spool.kernel.trap;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
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

/// A process as /proc shows it, as it is at the moment of each question.
record LiveProcess(Process process, Terminal terminal) implements ProcessView {
  private static final MemoryUsage NO_MEMORY = new MemoryUsage(0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final long CONSOLE = DeviceNumber.of(5, 1);
  private static final int NO_GROUP = -1;
  private static final int DEADLINE_PRIORITY = -101;

  private boolean isAlive() {
    return !process.hasEnded();
  }

  /// The task that stands for the process, also of a zombie.
  private Task task() {
    return isAlive() ? process.firstTask() : process.leader();
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
    boolean runs =
        process.tasks().stream()
            .map(Task::state)
            .anyMatch(state -> state == TaskState.RUNNING || state == TaskState.READY);
    if (process.hasEnded()) {
      return 'Z';
    }
    return process.isStopped() ? 'T' : runs ? 'R' : 'S';
  }

  @Override
  public String name() {
    return task().name();
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
    CpuTime own = process.cpuTime();
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
    return task().nice();
  }

  @Override
  public Scheduling scheduling() {
    Attributes attributes = task().attributes();
    int number = attributes.policy().number();
    if (attributes.isPeriodic()) {
      return new Scheduling(number, 0, DEADLINE_PRIORITY);
    }
    int priority = attributes.priority();
    return new Scheduling(number, priority, priority > 0 ? -1 - priority : 20 + nice());
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
    CpuTime time = process.cpuTime();
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
