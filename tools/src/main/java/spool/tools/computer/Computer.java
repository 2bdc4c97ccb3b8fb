package spool.tools.computer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.kernel.driver.DiskScheduling;
import spool.kernel.lock.OnDeadlock;
import spool.kernel.process.CostModel;
import spool.kernel.sched.RoundRobin;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.SchedulerChoice;
import spool.kernel.trace.SchedulingListener;
import spool.kernel.trace.TraceSink;
import spool.kernel.trap.Configuration;
import spool.kernel.trap.HostStreams;
import spool.kernel.trap.ImageEntry;
import spool.kernel.trap.Kernel;
import spool.userland.Cpio;
import spool.userland.InBoxImage;

/// A machine with the kernel and the in-box programs: what `spool` starts, and what a Java program
/// embeds.
///
///     Computer computer = Computer.builder().harts(2).program("/examples/join").build();
///     Outcome outcome = computer.machine().run();
public final class Computer {
  private final Machine machine;
  private final Kernel kernel;

  private Computer(Machine machine, Configuration configuration) {
    this.machine = machine;
    kernel = Kernel.boot(machine, configuration);
  }

  /// A computer that boots to a shell on its console, to be changed: see the methods of [Builder].
  public static Builder builder() {
    return new Builder();
  }

  /// The hardware; [Machine#run] runs everything.
  public Machine machine() {
    return machine;
  }

  /// The operating system.
  public Kernel kernel() {
    return kernel;
  }

  /// Runs until the computer is switched off, and answers the status with which it was.
  ///
  /// @throws IllegalStateException if it ends in any other way: every process waits for ever
  public int run() {
    Outcome outcome = machine.run();
    if (outcome instanceof Outcome.PoweredOff(int status)) {
      return status;
    }
    throw new IllegalStateException("the run ended without power-off: " + outcome);
  }

  /// Brings the listener up to the present: it is told of a span when it is over, and here of those
  /// that are under way, as at the end of a run.
  public void settle() {
    kernel.dispatcher().settle();
  }

  /// What a computer is made of: a machine with its options, and these. Unsuitable values throw
  /// [IllegalArgumentException].
  public static final class Builder extends Machine.Options<Builder> {
    private static final String INIT = "/bin/init";

    private final List<ImageEntry> added = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>(List.of(INIT));
    private Optional<InBoxImage> image = Optional.empty();
    private String terminalType = "dumb";
    private SchedulerChoice scheduler = SchedulerChoice.of(new RoundRobin());
    private boolean preemptive = true;
    private TraceSink trace = TraceSink.OFF;
    private SchedulingListener listener = SchedulingListener.NONE;
    private DiskScheduling diskScheduling = DiskScheduling.FCFS;
    private Optional<HostStreams> streams = Optional.empty();
    private boolean announces;
    private boolean countsLocks;
    private OnDeadlock onDeadlock = OnDeadlock.REPORT;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /// In which order disks serve what waits for them; as it comes if not said otherwise.
    public Builder diskScheduling(DiskScheduling value) {
      diskScheduling = value;
      return this;
    }

    /// Who runs next; round robin if not said otherwise.
    public Builder scheduler(Scheduler value) {
      return scheduler(SchedulerChoice.of(value));
    }

    /// Who runs next, chosen by name.
    public Builder scheduler(SchedulerChoice value) {
      scheduler = value;
      return this;
    }

    /// Whether a task can lose its hart before it gives it up, other than to a real-time task; it
    /// can if not said otherwise.
    public Builder preemptive(boolean value) {
      preemptive = value;
      return this;
    }

    /// Who is told what an account of the run needs.
    public Builder listener(SchedulingListener value) {
      listener = value;
      return this;
    }

    /// Who is told what the kernel does.
    public Builder trace(TraceSink sink) {
      trace = sink;
      return this;
    }

    /// The host's streams that are standard input, output and error, in place of the console.
    public Builder streams(HostStreams value) {
      streams = Optional.of(value);
      return this;
    }

    /// The root file system; the one in the box if not said otherwise.
    public Builder image(InBoxImage value) {
      image = Optional.of(value);
      return this;
    }

    /// Adds files to the root file system, folders before what is in them.
    public Builder files(List<ImageEntry> entries) {
      added.addAll(entries);
      return this;
    }

    /// Shows on the console what the kernel finds at the start.
    public Builder announced() {
      announces = true;
      return this;
    }

    /// Counts from the start on how long locks are waited for.
    public Builder lockStatistics() {
      countsLocks = true;
      return this;
    }

    /// What a deadlock leads to; only to a report if not said otherwise.
    public Builder onDeadlock(OnDeadlock value) {
      onDeadlock = value;
      return this;
    }

    /// The kind of terminal at the console, `TERM` to programs.
    public Builder terminalType(String type) {
      terminalType = type;
      return this;
    }

    /// Runs one program, given by its path in the guest, in place of a shell.
    public Builder program(String path, List<String> programArguments) {
      arguments.addAll(List.of("-r", path));
      arguments.addAll(programArguments);
      return this;
    }

    /// Runs a script from standard input in place of a shell for the user.
    public Builder script() {
      arguments.add("-s");
      return this;
    }

    /// Builds and boots it.
    public Computer build() {
      Machine machine = makeMachine();
      Computer computer = new Computer(machine, configuration(costs(machine)));
      computer.kernel().locks().statistics().turn(countsLocks);
      computer.kernel().locks().onDeadlock(onDeadlock);
      return computer;
    }

    /// Where time is the host's, the kernel's work takes the time that it takes.
    private static CostModel costs(Machine machine) {
      return machine.isParallel() ? CostModel.FREE : CostModel.STANDARD;
    }

    private Configuration configuration(CostModel costs) {
      List<ImageEntry> entries = new ArrayList<>();
      image.orElseGet(InBoxImage::open).entries().stream()
          .map(Builder::entry)
          .forEach(entries::add);
      entries.addAll(added);
      List<String> environment =
          List.of("PATH=/bin", "HOME=/root", "USER=root", "SHELL=/bin/sh", "TERM=" + terminalType);
      return new Configuration(
          entries,
          arguments,
          environment,
          scheduler,
          preemptive,
          costs,
          trace,
          listener,
          diskScheduling,
          streams,
          announces);
    }

    private static ImageEntry entry(Cpio.Entry entry) {
      return new ImageEntry("/" + entry.path(), entry.mode(), entry.size(), entry::contents);
    }
  }
}
