package spool.kernel.fs.proc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import spool.kernel.fs.Caller;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Location;
import spool.kernel.fs.proc.ProcDirectory.Named;
import spool.kernel.fs.proc.ProcDirectory.Numbered;

/// Makes /proc (proc(5)): the processes and the system as files.
///
/// Nothing is stored. An inode is made whenever it is looked up, and has its number from what it
/// shows: those of process n begin at (n + 1) × 65,536, its descriptors in the upper half of that.
public final class ProcFileSystem {
  private static final int MAGIC = 0x9fa0;
  private static final int PROCESS_SHIFT = 16;
  private static final int DESCRIPTORS = 0x8000;

  /// In the inode numbers of threads, which share their numbers with processes.
  private static final long THREAD = 1L << 60;

  private final FileSystem fileSystem;
  private final SystemView system;

  private ProcFileSystem(FileSystem fileSystem, SystemView system) {
    this.fileSystem = fileSystem;
    this.system = system;
  }

  /// The root directory of a /proc, device number `device`, that shows `system`.
  public static Directory root(int device, LongSupplier clock, SystemView system) {
    FileSystem fileSystem =
        new FileSystem("proc", MAGIC, device, clock, () -> FileSystem.Room.NONE);
    return new ProcFileSystem(fileSystem, system).root();
  }

  private Directory root() {
    SystemText text = new SystemText(system);
    Names names = new Names(1);
    names.link("self", caller -> Integer.toString(caller.pid()));
    names.text("cpuinfo", text::cpuinfo);
    names.text("deadlocks", system.locks()::deadlocks);
    names.text("diskstats", text::diskstats);
    names.text("filesystems", text::filesystems);
    names.text("loadavg", text::loadavg);
    names.file("lock_stat", system.locks()::statistics, system.locks()::clear);
    names.text("meminfo", text::meminfo);
    names.text("mounts", system::mounts);
    names.directory("net", this::net);
    names.text("queuestat", system.ipc()::queueFigures);
    names.text("stat", text::stat);
    names.text("uptime", text::uptime);
    names.text("version", text::version);
    names.directory("sys", this::sys);
    names.directory("sysvipc", this::systemV);
    names.link("thread-self", caller -> "%d/task/%d".formatted(caller.pid(), caller.tid()));
    return new ProcDirectory(fileSystem, 1, names.list, processes());
  }

  private List<Named> sys() {
    Names kernel = new Names(100);
    kernel.text("hostname", () -> system.hostName() + "\n");
    kernel.setting("lock_stat", system.locks()::setting, system.locks()::change);
    kernel.text("osrelease", () -> system.release() + "\n");
    kernel.text("ostype", () -> "Linux\n");
    kernel.text("pid_max", () -> "32768\n");
    system
        .ipc()
        .systemVLimits()
        .forEach(limit -> kernel.setting(limit.name(), limit.value(), limit.change()));
    kernel.setting("scheduler", system::scheduler, system::chooseScheduler);
    kernel.text("version", () -> system.version() + "\n");
    Names memory = new Names(200);
    memory.text("overcommit_memory", () -> "0\n");
    Names queues = new Names(500);
    system
        .ipc()
        .queueLimits()
        .forEach(limit -> queues.setting(limit.name(), limit.value(), limit.change()));
    Names files = new Names(400);
    files.directory("mqueue", () -> queues.list);
    Names sys = new Names(300);
    sys.directory("fs", () -> files.list);
    sys.directory("kernel", () -> kernel.list);
    sys.directory("vm", () -> memory.list);
    return sys.list;
  }

  private List<Named> net() {
    Names families = new Names(700);
    families.text("unix", system.ipc()::sockets);
    return families.list;
  }

  private List<Named> systemV() {
    Names kinds = new Names(600);
    kinds.text("msg", system.ipc()::systemVQueues);
    kinds.text("sem", system.ipc()::systemVSemaphores);
    kinds.text("shm", system.ipc()::systemVSegments);
    return kinds.list;
  }

  private Numbered processes() {
    return new Numbered() {
      @Override
      public OptionalInt after(int number) {
        return system.pidAfter(number);
      }

      @Override
      public Optional<Inode> find(int number, ProcDirectory parent) {
        return system.process(number).map(process -> directory(process, parent));
      }
    };
  }

  private Inode directory(ProcessView process, ProcDirectory parent) {
    long number = (process.pid() + 1L) << PROCESS_SHIFT;
    Names names = names(process, number);
    names.add("task", in -> tasks(process, in, number));
    return new ProcDirectory(
        parent, Integer.toString(process.pid()), number, names.list, Numbered.NONE);
  }

  /// The threads of `process`, whose directory has `number`.
  private Inode tasks(ProcessView process, ProcDirectory parent, long number) {
    Numbered threads =
        new Numbered() {
          @Override
          public OptionalInt after(int tid) {
            Integer next = process.tasks().higherKey(tid);
            return next == null ? OptionalInt.empty() : OptionalInt.of(next);
          }

          @Override
          public Optional<Inode> find(int tid, ProcDirectory in) {
            return Optional.ofNullable(process.tasks().get(tid)).map(task -> thread(task, in));
          }
        };
    return new ProcDirectory(parent, "task", number | THREAD, List.of(), threads);
  }

  private Inode thread(ProcessView task, ProcDirectory parent) {
    long number = ((task.tid() + 1L) << PROCESS_SHIFT) | THREAD | 1;
    String name = Integer.toString(task.tid());
    return new ProcDirectory(parent, name, number, names(task, number).list, Numbered.NONE);
  }

  /// What a process and a thread have alike.
  private Names names(ProcessView process, long number) {
    ProcessText text = new ProcessText(process, system);
    Names names = new Names(number + 1);
    names.bytes("cmdline", process::commandLine);
    names.setting("comm", process::name, process::rename);
    process.workingDirectory().ifPresent(place -> names.jump("cwd", at(place.current())));
    names.bytes("environ", process::environment);
    process.executable().ifPresent(file -> names.jump("exe", file));
    names.text("maps", process::maps);
    process.workingDirectory().ifPresent(place -> names.jump("root", at(place.root())));
    names.text("stat", text::stat);
    names.text("statm", text::statm);
    names.text("status", text::status);
    process.descriptors().ifPresent(table -> names.add("fd", in -> descriptors(table, in, number)));
    return names;
  }

  private static Location at(Directory directory) {
    return Location.of(directory.parent(), ".", directory);
  }

  private Inode descriptors(DescriptorTable table, ProcDirectory parent, long number) {
    long first = number + DESCRIPTORS;
    Numbered open =
        new Numbered() {
          @Override
          public OptionalInt after(int fd) {
            return table.firstFrom(fd + 1);
          }

          @Override
          public Optional<Inode> find(int fd, ProcDirectory in) {
            OptionalInt found = table.firstFrom(fd);
            return found.isPresent() && found.getAsInt() == fd
                ? Optional.of(new ProcLink(fileSystem, first + 1 + fd, table.any(fd).location()))
                : Optional.empty();
          }
        };
    return new ProcDirectory(parent, "fd", first, List.of(), open);
  }

  /// Collects the entries of a directory and numbers their inodes.
  private final class Names {
    private final List<Named> list = new ArrayList<>();
    private final long first;

    Names(long first) {
      this.first = first;
    }

    private long next() {
      return first + 1 + list.size();
    }

    private void add(String name, Function<ProcDirectory, Inode> maker) {
      list.add(new Named(name, maker));
    }

    private void bytes(String name, Supplier<byte[]> contents) {
      long number = next();
      add(name, in -> new ProcText(fileSystem, number, contents));
    }

    private void text(String name, Supplier<String> contents) {
      bytes(name, () -> contents.get().getBytes(ISO_8859_1));
    }

    private void setting(String name, Supplier<String> value, Consumer<String> change) {
      file(name, () -> value.get() + "\n", change);
    }

    private void file(String name, Supplier<String> text, Consumer<String> change) {
      long number = next();
      Supplier<byte[]> contents = () -> text.get().getBytes(ISO_8859_1);
      add(name, in -> new ProcText(fileSystem, number, contents, change));
    }

    private void link(String name, Function<Caller, String> target) {
      long number = next();
      add(name, in -> new ProcLink(fileSystem, number, target));
    }

    private void jump(String name, Location location) {
      long number = next();
      add(name, in -> new ProcLink(fileSystem, number, location));
    }

    private void directory(String name, Supplier<List<Named>> entries) {
      long number = next();
      add(name, in -> new ProcDirectory(in, name, number, entries.get(), Numbered.NONE));
    }
  }
}
