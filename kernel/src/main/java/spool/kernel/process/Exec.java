package spool.kernel.process;

import java.util.function.LongSupplier;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.OpenFlags;
import spool.kernel.exec.Arguments;
import spool.kernel.exec.Identity;
import spool.kernel.exec.Image;
import spool.kernel.exec.Interpreters;
import spool.kernel.exec.Program;
import spool.kernel.exec.ProgramFile;
import spool.kernel.exec.ProgramLoader;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Identifiers;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Location;
import spool.kernel.signal.AlternateStack;
import spool.kernel.trace.TraceSink;
import spool.kernel.vm.Label;

/// Replaces the program of a process (execve(2)).
///
/// Everything that may fail happens beside the old program, which goes on if it does. Then the
/// other threads end, and only then is the old program gone.
public final class Exec {
  /// How many scripts may be interpreted by scripts, as in Linux.
  private static final int MOST_SCRIPTS = 5;

  private static final int NAME_BYTES = 15;

  private final ProcessTable table;
  private final Dispatcher dispatcher;
  private final Farewell farewell;
  private final ProgramLoader loader;
  private final LongSupplier random;
  private final CostModel costs;
  private final TraceSink trace;

  /// Programs brought into memory by `loader`.
  public Exec(
      ProcessTable table,
      Dispatcher dispatcher,
      Farewell farewell,
      ProgramLoader loader,
      LongSupplier random,
      CostModel costs,
      TraceSink trace) {
    this.table = table;
    this.dispatcher = dispatcher;
    this.farewell = farewell;
    this.loader = loader;
    this.random = random;
    this.costs = costs;
    this.trace = trace;
  }

  /// A file that was opened to be executed.
  private record Opened(Location location, FileDescription description) {
    ProgramFile file() {
      Inode inode = location.inode();
      String name = location.name();
      return new ProgramFile(
          description.memory().orElseThrow(Errno.EACCES::failure),
          new Label(name, inode.fileSystem().device(), inode.number()));
    }
  }

  /// Lets `task` go on with the program at `path`, seen from `dirfd` with `flags` as in
  /// execveat(2). Fails with the errors of execve(2), or leaves as a wait does.
  public void exec(Task task, int dirfd, String path, int flags, Arguments arguments) {
    Location location = new FileTree(task).find(dirfd, path, flags);
    Opened opened = open(task, location);
    try {
      run(task, opened, path, arguments, 0);
    } finally {
      opened.description.release();
    }
  }

  private static Opened open(Task task, Location location) {
    Inode inode = location.inode();
    if (!inode.is(FileMode.S_IFREG)) {
      throw (inode.is(FileMode.S_IFLNK) ? Errno.ELOOP : Errno.EACCES).failure();
    }
    task.credentials().demand(FileMode.MAY_EXECUTE, inode);
    return new Opened(location, inode.open(location, OpenFlags.O_RDONLY, task));
  }

  private void run(Task task, Opened opened, String path, Arguments arguments, int scripts) {
    Script script = Script.of(opened.file().contents());
    if (!script.isScript()) {
      start(task, opened, path, arguments);
      return;
    }
    if (scripts == MOST_SCRIPTS) {
      throw Errno.ELOOP.failure();
    }
    Location location = new FileTree(task).find(AtFlags.AT_FDCWD, script.interpreter(), true);
    Opened interpreter = open(task, location);
    try {
      run(task, interpreter, script.interpreter(), script.arguments(path, arguments), scripts + 1);
    } finally {
      interpreter.description.release();
    }
  }

  private void start(Task task, Opened opened, String path, Arguments arguments) {
    Credentials credentials = credentialsFor(task, opened.location.inode());
    Image image = loader.load(program(task, opened, path, arguments, credentials), opener(task));
    if (!task.process().isAlone(task)) {
      image.memory().release();
      throw endOthers(task);
    }
    task.process().survived();
    replace(task, image, credentials);
    name(task, path, opened.location, arguments);
  }

  private Program program(
      Task task, Opened opened, String path, Arguments arguments, Credentials credentials) {
    ResourceLimits limits = task.process().limits();
    return new Program(
        opened.file(),
        path,
        arguments,
        new Identity(
            credentials.uid(),
            credentials.effectiveUid(),
            credentials.gid(),
            credentials.effectiveGid()),
        limits.ofMemory(),
        random);
  }

  private static Interpreters opener(Task task) {
    return path -> {
      Opened opened = open(task, new FileTree(task).find(AtFlags.AT_FDCWD, path, true));
      try {
        return opened.file();
      } finally {
        opened.description.release();
      }
    };
  }

  /// The rights that a program with the set-user-ID or set-group-ID bit gives.
  private static Credentials credentialsFor(Task task, Inode inode) {
    Credentials own = task.credentials();
    boolean user = (inode.mode() & FileMode.S_ISUID) != 0;
    boolean group = (inode.mode() & FileMode.S_ISGID) != 0;
    return new Credentials(
        effective(own.user(), user ? inode.uid() : own.effectiveUid()),
        effective(own.group(), group ? inode.gid() : own.effectiveGid()),
        own.groups());
  }

  private static Identifiers effective(Identifiers own, int id) {
    return new Identifiers(own.real(), id, id);
  }

  /// Makes the other threads end; the call is executed again when one has.
  private static RuntimeException endOthers(Task task) {
    Process process = task.process();
    if (process.survive(task)) {
      process.tasks().stream().filter(other -> other != task).forEach(Task::interrupt);
    }
    return task.blockUnlessDoomed(process.taskExits());
  }

  private void replace(Task task, Image image, Credentials credentials) {
    Process process = task.process();
    farewell.say(task);
    lead(task);
    Resources resources = process.resources();
    resources.unshareDescriptors();
    resources.descriptors().closeOnExec();
    resources.credentials(credentials);
    resources.replaceMemory(image.memory());
    process.returnMemory();
    process.unshareActions().resetHandlers();
    process.posixTimers().clear();
    task.signals().alternateStack(AlternateStack.NONE);
    process.executed();
    Registers registers = task.registers();
    registers.clear();
    registers.pc(image.entry());
    registers.x[Registers.SP] = image.stackPointer();
    dispatcher.charge(task, costs.exec());
  }

  /// Gives the only thread left the number of the process, if it has another.
  private void lead(Task task) {
    if (!task.isLeader()) {
      table.remove(task);
      table.task(task.pid()).ifPresent(leader -> leader.become(TaskState.DEAD));
      task.process().lead(task);
      table.add(task);
    }
  }

  private void name(Task task, String path, Location location, Arguments arguments) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    task.name(file.substring(0, Math.min(NAME_BYTES, file.length())));
    dispatcher.listener().renamed(dispatcher.now(), task.tid(), task.name());
    task.process().program(location, arguments);
    if (trace.isOn()) {
      trace.event(task.now(), task.hart(), task.tid(), TraceSink.Kind.EXEC, path);
    }
  }
}
