package spool.kernel.trap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.DeviceNumber;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.OpenFlags;
import spool.kernel.driver.HostInput;
import spool.kernel.driver.HostOutput;
import spool.kernel.driver.Terminal;
import spool.kernel.fs.Caller;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.DeviceNode;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Location;
import spool.kernel.fs.Opening;
import spool.kernel.fs.TmpFileSystem;
import spool.kernel.fs.proc.ProcFileSystem;
import spool.kernel.fs.proc.SystemView;
import spool.kernel.ipc.Pipe;
import spool.kernel.vm.Frames;
import spool.kernel.vm.MemoryObject;

/// The file systems of the machine and what is in them at the start.
final class Files {
  private static final int ROOT = 1;
  private static final int PROC = 2;
  private static final int DEVICES = 3;
  private static final int PIPES = 4;
  private static final int FOLDER = 0755;
  private static final int DEVICE = 0666;
  private static final int MOST_DESCRIPTORS = 3;

  private final TmpFileSystem root;
  private final FileSystem pipes;
  private final FileSystem devices;
  private final Directory proc;
  private final Terminal terminal;

  Files(Frames frames, LongSupplier clock, Terminal terminal, SystemView system) {
    this.terminal = terminal;
    root = new TmpFileSystem(ROOT, frames, clock, Pipe::new);
    proc = ProcFileSystem.root(PROC, clock, system);
    devices = new FileSystem("devtmpfs", 0, DEVICES, clock, () -> FileSystem.Room.NONE);
    pipes = Pipe.fileSystem(PIPES, clock);
  }

  /// Where the root directory is.
  Directory root() {
    return root.root();
  }

  /// Where pipes are made.
  FileSystem pipes() {
    return pipes;
  }

  /// Makes the files of `image`, and mounts what every machine has, as if `init` had done it.
  void fill(Caller init, List<ImageEntry> image) {
    int umask = init.workingDirectory().umask(0);
    image.forEach(entry -> add(init, entry));
    FileTree tree = new FileTree(init);
    ensureFolder(init, "/proc");
    ensureFolder(init, "/dev");
    tree.directory(AtFlags.AT_FDCWD, "/proc").mount(proc);
    Directory dev = tree.directory(AtFlags.AT_FDCWD, "/dev");
    dev.insert("console", node(5, 1));
    dev.insert("tty", node(5, 0));
    init.workingDirectory().umask(umask);
  }

  private DeviceNode node(int major, int minor) {
    return new DeviceNode(
        devices,
        DEVICE,
        DeviceNumber.of(major, minor),
        (location, flags, _) -> terminal.open(location, flags));
  }

  private static void ensureFolder(Caller init, String path) {
    FileTree tree = new FileTree(init);
    if (tree.find(AtFlags.AT_FDCWD, "/", true).inode() instanceof Directory top
        && top.lookup(path.substring(1)).isEmpty()) {
      tree.makeDirectory(AtFlags.AT_FDCWD, path, FOLDER);
    }
  }

  private static void add(Caller init, ImageEntry entry) {
    FileTree tree = new FileTree(init);
    int permissions = entry.mode() & FileMode.PERMISSIONS;
    switch (entry.mode() & FileMode.S_IFMT) {
      case FileMode.S_IFDIR -> tree.makeDirectory(AtFlags.AT_FDCWD, entry.path(), permissions);
      case FileMode.S_IFLNK -> tree.makeSymlink(text(entry), AtFlags.AT_FDCWD, entry.path());
      case FileMode.S_IFREG -> addFile(init, entry, permissions);
      default -> throw Errno.EINVAL.failure(entry.path() + " is of no kind that an image can have");
    }
  }

  private static String text(ImageEntry entry) {
    return StandardCharsets.ISO_8859_1.decode(entry.contents().duplicate()).toString();
  }

  private static void addFile(Caller init, ImageEntry entry, int permissions) {
    int flags = OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_WRONLY;
    FileDescription file =
        new Opening(init, flags, permissions).open(AtFlags.AT_FDCWD, entry.path());
    MemoryObject memory = file.memory().orElseThrow();
    ByteBuffer contents = entry.contents().duplicate();
    byte[] bytes = new byte[contents.remaining()];
    contents.get(bytes);
    memory.write(0, bytes, 0, bytes.length);
    file.release();
  }

  /// Gives `init` the host's streams as descriptors 0 to 2.
  void open(Caller init, HostStreams streams) {
    DescriptorTable table = init.descriptors();
    install(table, new HostInput(host("stdin"), OpenFlags.O_RDONLY, streams.input()));
    install(table, new HostOutput(host("stdout"), OpenFlags.O_WRONLY, streams.output()));
    install(table, new HostOutput(host("stderr"), OpenFlags.O_WRONLY, streams.error()));
  }

  private static void install(DescriptorTable table, FileDescription description) {
    table.install(description, false, 0, MOST_DESCRIPTORS);
  }

  private Location host(String name) {
    DeviceNode node =
        new DeviceNode(
            devices,
            DEVICE,
            0,
            (_, _, _) -> {
              throw Errno.ENXIO.failure();
            });
    return Location.anonymous("host:" + name, node);
  }
}
