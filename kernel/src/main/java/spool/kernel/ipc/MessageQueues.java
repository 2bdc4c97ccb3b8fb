package spool.kernel.ipc;

import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.MessageQueueAttributes;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.fs.Caller;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Location;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Quota;

/// All message queues of POSIX, which are the file system `mqueue` (mq_overview(7)).
///
/// What a queue may hold is counted when it is made, against `RLIMIT_MSGQUEUE` of the user who
/// makes it and, because the messages are the host's memory, against what there may be in the whole
/// machine: an eighth of RAM, 64 MiB at most.
public final class MessageQueues {
  /// Bytes of a `struct msg_msg` and of a `struct posix_msg_tree_node`, as getrlimit(2) counts
  /// them.
  private static final int MESSAGE_OVERHEAD = 48;

  /// What the host has of a queue without messages.
  private static final int QUEUE_OVERHEAD = 1024;

  private static final int MAGIC = 0x1980_0202;
  private static final int NAME_MAX = 255;
  private static final int RAM_SHARE = 8;
  private static final int LEAST_BYTES = 1 << 20;
  private static final int MOST_BYTES = 64 << 20;
  private static final int CHANGE = FileMode.MAY_WRITE | FileMode.MAY_EXECUTE;

  private final FileSystem fileSystem;
  private final MessageQueueDirectory root;
  private final MessageQueueLimits limits = new MessageQueueLimits();
  private final Quota bytes;
  private final TreeMap<Integer, Long> bytesOfUsers = new TreeMap<>();

  /// No queues, in file system number `device` of a machine with so many frames of RAM.
  public MessageQueues(int device, int frames, LongSupplier clock) {
    fileSystem = new FileSystem("mqueue", MAGIC, device, clock, () -> FileSystem.Room.NONE);
    root = new MessageQueueDirectory(fileSystem);
    long share = (long) frames * Frames.BYTES / RAM_SHARE;
    bytes = new Quota(Math.clamp(share, LEAST_BYTES, MOST_BYTES), Errno.ENOMEM);
  }

  /// The directory of the queues.
  public Directory root() {
    return root;
  }

  /// What new queues may be like.
  public MessageQueueLimits limits() {
    return limits;
  }

  /// `mq_open` of `name`, without its slash. A queue is made with the attributes `wanted` or the
  /// standard ones; of `mode` the umask takes its part.
  public FileDescription open(
      Caller caller, String name, int flags, int mode, Optional<MessageQueueAttributes> wanted) {
    Optional<Inode> found = find(name);
    if (found.isEmpty()) {
      return create(caller, name, flags, mode, wanted);
    }
    if ((flags & OpenFlags.O_CREAT) != 0 && (flags & OpenFlags.O_EXCL) != 0) {
      throw Errno.EEXIST.failure();
    }
    caller.credentials().demand(access(flags), found.get());
    return describe(caller, name, flags, found.get());
  }

  private Optional<Inode> find(String name) {
    if (name.isEmpty()) {
      throw Errno.ENOENT.failure();
    }
    if (name.length() > NAME_MAX) {
      throw Errno.ENAMETOOLONG.failure();
    }
    if (name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
      throw Errno.EACCES.failure();
    }
    return root.lookup(name);
  }

  private static int access(int flags) {
    if ((flags & OpenFlags.O_ACCMODE) == OpenFlags.O_ACCMODE) {
      throw Errno.EINVAL.failure();
    }
    return (OpenFlags.reads(flags) ? FileMode.MAY_READ : 0)
        | (OpenFlags.writes(flags) ? FileMode.MAY_WRITE : 0);
  }

  private FileDescription describe(Caller caller, String name, int flags, Inode queue) {
    int status = flags & (OpenFlags.O_ACCMODE | OpenFlags.O_NONBLOCK);
    return queue.open(Location.of(root, name, queue), status, caller);
  }

  private FileDescription create(
      Caller caller, String name, int flags, int mode, Optional<MessageQueueAttributes> wanted) {
    if ((flags & OpenFlags.O_CREAT) == 0) {
      throw Errno.ENOENT.failure();
    }
    caller.credentials().demand(CHANGE, root);
    boolean isPrivileged = caller.credentials().isPrivileged();
    limits.demandPlace(root.count(), isPrivileged);
    MessageQueueAttributes attributes = limits.check(wanted, isPrivileged);
    int permissions = mode & FileMode.PERMISSIONS & ~caller.workingDirectory().umask();
    Inode queue = make(caller, permissions, attributes);
    queue.changeOwner(caller.credentials().effectiveUid(), caller.credentials().effectiveGid());
    root.insert(name, queue);
    return describe(caller, name, flags, queue);
  }

  private MessageQueue make(Caller caller, int permissions, MessageQueueAttributes attributes) {
    long most = attributes.maxMessages();
    long overhead = most * MESSAGE_OVERHEAD + Math.min(most, MessageQueue.MQ_PRIO_MAX) * 48;
    long wanted = overhead + most * attributes.messageBytes();
    int user = caller.credentials().uid();
    charge(caller, user, wanted);
    return new MessageQueue(
        fileSystem,
        permissions,
        (int) most,
        (int) attributes.messageBytes(),
        () -> give(user, wanted));
  }

  private void charge(Caller caller, int user, long wanted) {
    long used = bytesOfUsers.getOrDefault(user, 0L) + wanted;
    if (Long.compareUnsigned(used, caller.limit(ResourceLimit.RLIMIT_MSGQUEUE)) > 0) {
      throw Errno.EMFILE.failure();
    }
    int onHost = (int) Math.min(wanted + QUEUE_OVERHEAD, Integer.MAX_VALUE);
    bytes.demand(onHost);
    bytes.count(onHost);
    bytesOfUsers.put(user, used);
  }

  private void give(int user, long wanted) {
    bytes.count((int) -(wanted + QUEUE_OVERHEAD));
    bytesOfUsers.computeIfPresent(user, (_, used) -> used == wanted ? null : used - wanted);
  }

  /// `mq_unlink`.
  public void unlink(Caller caller, String name) {
    Inode queue = find(name).orElseThrow(Errno.ENOENT::failure);
    new FileTree(caller).demandRemoval(root, queue);
    root.remove(name);
  }

  /// The lines of the queues in `/proc/queuestat`, oldest first.
  public String figures() {
    return root.entries()
        .map(entry -> ((MessageQueue) entry.inode()).figures(entry.name()).line())
        .collect(Collectors.joining());
  }
}
