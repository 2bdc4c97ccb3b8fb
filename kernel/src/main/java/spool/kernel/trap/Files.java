package spool.kernel.trap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.OpenFlags;
import spool.kernel.driver.HostStream;
import spool.kernel.driver.TraceMarker;
import spool.kernel.fs.Caller;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Mounts;
import spool.kernel.fs.TmpFileSystem;
import spool.kernel.fs.proc.ProcFileSystem;
import spool.kernel.fs.proc.SysFileSystem;
import spool.kernel.fs.proc.SystemView;
import spool.kernel.ipc.Pipe;
import spool.kernel.ipc.PipePages;
import spool.kernel.ipc.event.AnonymousInode;
import spool.kernel.trace.SchedulingListener;
import spool.kernel.trace.TraceSink;
import spool.kernel.vm.Frames;

/// The file systems of the machine and what is in them at the start: the image in the root, the
/// devices in `/dev`, `/dev/shm` for shared memory, `/dev/mqueue` for message queues, `/proc`,
/// `/sys`, and a `/tmp`.
final class Files {
  private static final int ROOT = 1;
  private static final int PROC = 2;
  private static final int DEVICES = 3;
  private static final int PIPES = 4;
  private static final int SHARED = 5;
  private static final int SYSTEM = 6;

  /// The device number of the file system of message queues.
  static final int QUEUES = 7;

  /// The device number of the file system of sockets.
  static final int SOCKETS = 9;

  private static final int ANONYMOUS = 8;

  private static final int STICKY = 01777;
  private static final int MOST_DESCRIPTORS = 3;

  private final Frames frames;
  private final LongSupplier clock;
  private final Mounts mounts;
  private final Directory root;
  private final FileSystem pipes;
  private final PipePages pipePages;
  private final FileSystem anonymous;

  Files(Frames frames, LongSupplier clock, Mounts mounts) {
    this.frames = frames;
    this.clock = clock;
    this.mounts = mounts;
    pipePages = new PipePages(frames.total());
    root = empty(ROOT);
    pipes = Pipe.fileSystem(PIPES, clock);
    anonymous = AnonymousInode.fileSystem(ANONYMOUS, clock);
    mounts.mountRoot(root);
  }

  private Directory empty(int device) {
    return new TmpFileSystem(device, frames, clock, this::fifo).root();
  }

  private Inode fifo(FileSystem fileSystem, int permissions) {
    return new Pipe(fileSystem, permissions, pipePages);
  }

  /// The root directory.
  Directory root() {
    return root;
  }

  /// What pipes may hold together.
  PipePages pipePages() {
    return pipePages;
  }

  /// Where pipes are made.
  FileSystem pipes() {
    return pipes;
  }

  /// Where files are made that are no files.
  FileSystem anonymous() {
    return anonymous;
  }

  /// Makes the files of `image`, as if `init` had done it.
  void fill(Caller init, List<ImageEntry> image) {
    int umask = init.workingDirectory().umask(0);
    FileTree tree = new FileTree(init);
    image.forEach(entry -> add(tree, entry));
    tree.ensureDirectory("/tmp", STICKY);
    init.workingDirectory().umask(umask);
  }

  private static void add(FileTree tree, ImageEntry entry) {
    String path = path(entry);
    int permissions = entry.mode() & FileMode.PERMISSIONS;
    switch (entry.mode() & FileMode.S_IFMT) {
      case FileMode.S_IFDIR -> tree.makeDirectory(AtFlags.AT_FDCWD, path, permissions);
      case FileMode.S_IFLNK -> tree.makeSymlink(text(entry), AtFlags.AT_FDCWD, path);
      case FileMode.S_IFREG -> addFile(tree, path, entry, permissions);
      default -> throw Errno.EINVAL.failure(entry.path() + " is of no kind that an image can have");
    }
  }

  /// The path as programs write it, in UTF-8: to the kernel, a character for each byte.
  private static String path(ImageEntry entry) {
    return new String(entry.path().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String text(ImageEntry entry) {
    return StandardCharsets.ISO_8859_1.decode(entry.contents().get().duplicate()).toString();
  }

  /// Makes a file whose pages are copied from the image when they are first touched, so that the
  /// start does not wait for what nobody reads.
  private static void addFile(FileTree tree, String path, ImageEntry entry, int permissions) {
    int size = entry.size();
    tree.makeFile(
        AtFlags.AT_FDCWD,
        path,
        permissions,
        size,
        (offset, page) -> {
          int count = (int) Math.min(page.length, size - offset);
          entry.contents().get().get((int) offset, page, 0, count);
        });
  }

  /// Mounts what every machine has, as if `init` had done it, with what `addDevices` adds in
  /// `/dev`.
  void mount(Caller init, SystemView system, Directory queues, Consumer<Directory> addDevices) {
    FileTree tree = new FileTree(init);
    Directory devices = empty(DEVICES);
    addDevices.accept(devices);
    Directory shared = empty(SHARED);
    shared.changeMode(STICKY);
    mounts.mount(tree, "/proc", ProcFileSystem.root(PROC, clock, system));
    mounts.mount(tree, "/dev", devices);
    mounts.mount(tree, "/dev/shm", shared);
    mounts.mount(tree, "/dev/mqueue", queues);
    tree.makeSymlink("/proc/self/fd", AtFlags.AT_FDCWD, "/dev/fd");
    tree.makeSymlink("/proc/self/fd/0", AtFlags.AT_FDCWD, "/dev/stdin");
    tree.makeSymlink("/proc/self/fd/1", AtFlags.AT_FDCWD, "/dev/stdout");
    tree.makeSymlink("/proc/self/fd/2", AtFlags.AT_FDCWD, "/dev/stderr");
  }

  /// Mounts `/sys`, whose marker tells `listener` and `trace`, as if `init` had done it.
  void mountSystem(Caller init, SchedulingListener listener, TraceSink trace) {
    Directory root =
        SysFileSystem.root(
            SYSTEM, clock, in -> new TraceMarker(in, SysFileSystem.TRACE_MARKER, listener, trace));
    mounts.mount(new FileTree(init), "/sys", root);
  }

  /// Gives `init` the host's streams as descriptors 0 to 2.
  void open(Caller init, HostStreams streams) {
    install(init, HostStream.of(pipes, streams.input()).open(OpenFlags.O_RDONLY));
    install(init, HostStream.of(pipes, streams.output()).open(OpenFlags.O_WRONLY));
    install(init, HostStream.of(pipes, streams.error()).open(OpenFlags.O_WRONLY));
  }

  private static void install(Caller init, FileDescription description) {
    init.descriptors().install(description, false, 0, MOST_DESCRIPTORS);
  }
}
