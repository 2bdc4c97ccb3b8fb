package spool.kernel.process;

import spool.kernel.abi.Errno;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.Directory;
import spool.kernel.fs.WorkingDirectory;
import spool.kernel.signal.SignalActions;
import spool.kernel.signal.SignalTally;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Quota;
import spool.kernel.vm.Translations;

/// Makes the first process, from nothing: every other one is made by `clone`.
public final class InitMaker {
  private static final int LEAST_FILES = 8192;

  private final ProcessTable table;
  private final Dispatcher dispatcher;
  private final Frames frames;
  private final Translations translations;

  /// A maker for an empty `table`.
  public InitMaker(
      ProcessTable table, Dispatcher dispatcher, Frames frames, Translations translations) {
    this.table = table;
    this.dispatcher = dispatcher;
    this.frames = frames;
    this.translations = translations;
  }

  /// As many open files as Linux's `file-max`: a tenth of RAM for files of a kibibyte each.
  private int mostFiles() {
    return Math.max(LEAST_FILES, frames.total() * (Frames.BYTES / 1024) / 10);
  }

  /// Init at `root`, the superuser's, without a program and without open files.
  public Task make(Directory root) {
    int pid = table.nextNumber();
    ResourceLimits limits = new ResourceLimits(table.mostTasks() / 2);
    Resources resources =
        new Resources(
            new AddressSpace(frames, translations, limits.ofMemory()),
            new DescriptorTable(new Quota(mostFiles(), Errno.ENFILE)),
            new WorkingDirectory(root),
            Credentials.ROOT,
            limits);
    ProcessGroup group = table.group(pid, new Session(pid));
    Process init =
        new Process(pid, dispatcher, group, resources, new SignalActions(), new SignalTally());
    Task task = new Task(pid, init, dispatcher, null);
    init.add(task);
    table.add(init);
    table.add(task);
    return task;
  }
}
