package spool.kernel.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Signal;
import spool.kernel.exec.Arguments;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.Location;
import spool.kernel.fs.WorkingDirectory;
import spool.kernel.signal.SignalActions;
import spool.kernel.signal.SignalQueue;
import spool.kernel.signal.SignalTally;
import spool.kernel.sync.WaitQueue;
import spool.kernel.vm.AddressSpace;

/// A thread group and the resources that its tasks share.
///
/// It lives from `clone` until its parent has waited for it. From the end of its last task on it is
/// a zombie: numbers that are kept for the parent.
@SuppressWarnings("AvoidCommonTypeNames") // An operating system has no other word for it.
public final class Process {
  /// The pid of init.
  public static final int INIT = 1;

  private static final Arguments NO_ARGUMENTS = new Arguments(List.of(), List.of());

  /// How much of the arguments, and of the environment, is remembered: what /proc shows, a page as
  /// in Linux before 4.2.
  private static final int REMEMBERED_BYTES = 4096;

  private final int pid;
  private final long startTime;
  private final TreeMap<Integer, Task> tasks = new TreeMap<>();
  private final Resources resources;
  private SignalActions actions;
  private final SignalQueue pending;
  private final JobState job = new JobState();
  private final Timers timers;
  private final PosixTimers posixTimers;
  private final CpuTime endedTasks = new CpuTime();
  private final CpuTime endedChildren = new CpuTime();

  private @Nullable Process parent;
  private final TreeMap<Integer, Process> children = new TreeMap<>();
  private final WaitQueue childChanges = new WaitQueue();
  private ProcessGroup group;
  private boolean adoptsOrphans;
  private boolean hasExecuted;
  private @Nullable Location executable;
  private Arguments arguments = NO_ARGUMENTS;

  private int exitSignal = Signal.SIGCHLD;
  private int parentDeathSignal;
  private @Nullable WaitStatus end;
  private @Nullable Task leader;
  private WaitStatus leaderEnd = WaitStatus.exited(0);
  private @Nullable Task survivor;
  private final WaitQueue taskExits = new WaitQueue();
  private boolean borrowsMemory;
  private final WaitQueue memoryReturns = new WaitQueue();

  /// A process without tasks or parent, whose signals `tally` counts.
  Process(
      int pid,
      Dispatcher dispatcher,
      ProcessGroup group,
      Resources resources,
      SignalActions actions,
      SignalTally tally) {
    this.pid = pid;
    this.pending = new SignalQueue(tally);
    this.posixTimers = new PosixTimers(this, dispatcher);
    this.startTime = dispatcher.now();
    this.timers = new Timers(this, dispatcher);
    this.group = group;
    this.resources = resources;
    this.actions = actions;
    group.add(this);
  }

  /// Its number: the tid of its first task.
  public int pid() {
    return pid;
  }

  /// Whether it is init, which adopts orphans and dies of no signal that it has no handler for.
  public boolean isInit() {
    return pid == INIT;
  }

  /// Virtual time at which it began.
  public long startTime() {
    return startTime;
  }

  // Family

  /// Who waits for it; init has none.
  public Optional<Process> parent() {
    return Optional.ofNullable(parent);
  }

  /// The pid of the parent, or 0.
  public int parentPid() {
    return parent == null ? 0 : parent.pid;
  }

  /// Makes `next` the parent.
  void parent(Process next) {
    if (parent != null) {
      parent.children.remove(pid);
    }
    parent = next;
    next.children.put(pid, this);
  }

  /// Takes it away from its parent, who has waited for it.
  void orphan() {
    if (parent != null) {
      parent.children.remove(pid);
      parent = null;
    }
  }

  /// The children that were not waited for yet, by pid.
  public Collection<Process> children() {
    return new ArrayList<>(children.values());
  }

  /// Where its tasks wait for children.
  WaitQueue childChanges() {
    return childChanges;
  }

  /// Whether it adopts the orphans among its descendants (`PR_SET_CHILD_SUBREAPER`).
  public boolean adoptsOrphans() {
    return adoptsOrphans || isInit();
  }

  /// Decides whether it adopts orphans.
  public void adoptsOrphans(boolean value) {
    adoptsOrphans = value;
  }

  /// The process group.
  public ProcessGroup group() {
    return group;
  }

  /// Moves it to `next`.
  void group(ProcessGroup next) {
    group.remove(this);
    group = next;
    group.add(this);
  }

  /// The session.
  public Session session() {
    return group.session();
  }

  /// Whether it leads its session.
  public boolean leadsSession() {
    return session().id() == pid;
  }

  // Tasks

  /// Its tasks that have not ended, by tid.
  public List<Task> tasks() {
    return List.copyOf(tasks.values());
  }

  /// The task that speaks for the process: the leader, or the oldest other one.
  public Task firstTask() {
    return tasks.firstEntry().getValue();
  }

  /// The task with the number of the process, also after its end. Throws [IllegalStateException]
  /// before there is one.
  public Task leader() {
    if (leader == null) {
      throw new IllegalStateException(this + " has no task yet");
    }
    return leader;
  }

  void add(Task task) {
    tasks.put(task.tid(), task);
    if (task.isLeader()) {
      leader = task;
    }
  }

  /// Gives `task`, the only one left, the number of the process.
  void lead(Task task) {
    tasks.remove(task.tid());
    task.becomeLeader();
    add(task);
  }

  void remove(Task task) {
    tasks.remove(task.tid(), task);
    task.signals().queue().discard(Signal.ALL);
    endedTasks.add(task.cpuTime());
    taskExits.wakeAll();
  }

  /// Where a task waits for others to end.
  WaitQueue taskExits() {
    return taskExits;
  }

  /// Whether `task` is the only one left.
  boolean isAlone(Task task) {
    return tasks.size() == 1 && tasks.containsKey(task.tid());
  }

  // Program and resources

  /// The name of the program, as `ps` shows it, also of a zombie.
  public String name() {
    return leader().name();
  }

  /// The file that it executes; there is one from the first `execve` of an ancestor on.
  public Optional<Location> executable() {
    return Optional.ofNullable(executable);
  }

  /// The arguments that its program was given, the first of them.
  public List<byte[]> arguments() {
    return arguments.arguments();
  }

  /// The environment that its program was given, its beginning.
  public List<byte[]> environment() {
    return arguments.environment();
  }

  /// Notes what it executes.
  void program(Location file, Arguments given) {
    executable = file;
    arguments = given.first(REMEMBERED_BYTES);
  }

  /// Executes what `other` does.
  void programOf(Process other) {
    executable = other.executable;
    arguments = other.arguments;
  }

  /// Whether it has executed a program of its own since it was created.
  public boolean hasExecuted() {
    return hasExecuted;
  }

  /// Notes that it executes a program of its own.
  void executed() {
    hasExecuted = true;
  }

  /// What it holds; nothing once it has ended.
  public Resources resources() {
    return resources;
  }

  /// Its memory. Throws [IllegalStateException] once it has ended.
  public AddressSpace memory() {
    return resources.memory();
  }

  /// Its open files.
  public DescriptorTable descriptors() {
    return resources.descriptors();
  }

  /// Its place in the file tree, and its umask.
  public WorkingDirectory workingDirectory() {
    return resources.workingDirectory();
  }

  /// Whose rights it has.
  public Credentials credentials() {
    return resources.credentials();
  }

  /// How much it may use.
  public ResourceLimits limits() {
    return resources.limits();
  }

  /// Whether it uses the memory of the parent, who waits meanwhile (`CLONE_VFORK`).
  boolean borrowsMemory() {
    return borrowsMemory;
  }

  /// Notes that the parent waits until [#returnMemory].
  void borrowMemory() {
    borrowsMemory = true;
  }

  /// Lets the parent go on.
  void returnMemory() {
    borrowsMemory = false;
    memoryReturns.wakeAll();
  }

  /// Where the parent waits for its memory.
  WaitQueue memoryReturns() {
    return memoryReturns;
  }

  /// CPU time of its own, ended tasks included.
  public CpuTime cpuTime() {
    CpuTime sum = new CpuTime();
    sum.add(endedTasks);
    tasks.values().forEach(task -> sum.add(task.cpuTime()));
    return sum;
  }

  /// CPU time of the children that it has waited for.
  public CpuTime childrenCpuTime() {
    return endedChildren;
  }

  /// The interval timers.
  public Timers timers() {
    return timers;
  }

  /// The timers that it has made with timer_create(2).
  public PosixTimers posixTimers() {
    return posixTimers;
  }

  /// Sends what CPU time has run out for.
  public void checkTimers() {
    timers.check();
    posixTimers.check();
    if (limits().isCpuLimited()) {
      CpuLimit.check(this, cpuTime().total());
    }
  }

  /// How many cycles each of its tasks may run until it runs out of the CPU time that a timer or a
  /// limit grants; [Long#MAX_VALUE] if nothing is granted so.
  long cpuTimeLeft() {
    if (!timers.countCpuTime() && !posixTimers.countCpuTime() && !limits().isCpuLimited()) {
      return Long.MAX_VALUE;
    }
    CpuTime used = cpuTime();
    long left = Math.min(timers.left(used), posixTimers.left());
    left = Math.min(left, CpuLimit.left(this, used.total()));
    return left == Long.MAX_VALUE ? left : Math.max(1, left / Math.max(1, tasks.size()));
  }

  // Signals and job control

  /// What it does about signals.
  public SignalActions actions() {
    return actions;
  }

  /// What it does about signals, shared with no other process any more.
  SignalActions unshareActions() {
    actions = actions.copy();
    return actions;
  }

  /// What was sent to the process as a whole.
  public SignalQueue pending() {
    return pending;
  }

  /// Stops, continuations and what the parent has not been told of them.
  JobState job() {
    return job;
  }

  /// Whether its tasks are to stop.
  public boolean isStopping() {
    return job.isStopping();
  }

  /// Whether all its tasks have stopped.
  public boolean isStopped() {
    return job.isStopping()
        && !tasks.isEmpty()
        && tasks.values().stream().allMatch(task -> task.state() == TaskState.STOPPED);
  }

  // End

  /// What the parent is sent when it ends; 0 is nothing.
  public int exitSignal() {
    return exitSignal;
  }

  /// Changes what the parent is sent.
  void exitSignal(int signal) {
    exitSignal = signal;
  }

  /// What it is sent when its parent ends; 0 is nothing.
  public int parentDeathSignal() {
    return parentDeathSignal;
  }

  /// Changes what it is sent when its parent ends.
  public void parentDeathSignal(int signal) {
    parentDeathSignal = signal;
  }

  /// Decides how it ends, if that is open: all its tasks are to end.
  void end(WaitStatus status) {
    if (end == null) {
      end = status;
    }
  }

  /// The leader has ended by itself: so will the process, unless something ends it as a whole.
  void leaderEnded(WaitStatus status) {
    leaderEnd = status;
  }

  /// How it has ended.
  public WaitStatus status() {
    return end == null ? leaderEnd : end;
  }

  /// Whether all its tasks have ended.
  public boolean hasEnded() {
    return tasks.isEmpty();
  }

  /// Lets all tasks but `task` end, and says whether `task` is the one chosen so.
  boolean survive(Task task) {
    if (survivor == null) {
      survivor = task;
    }
    return survivor == task;
  }

  /// Ends [#survive].
  void survived() {
    survivor = null;
  }

  /// Whether `task` has to end with the others.
  boolean isEnding(Task task) {
    return end != null || (survivor != null && survivor != task);
  }

  /// Adds up what the ended child `child` has used.
  void inherit(Process child) {
    endedChildren.add(child.cpuTime());
    endedChildren.add(child.endedChildren);
  }

  @Override
  public String toString() {
    return "process " + pid + " (" + name() + ")";
  }
}
