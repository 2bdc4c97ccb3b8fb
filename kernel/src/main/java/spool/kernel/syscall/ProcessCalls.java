package spool.kernel.syscall;

import java.util.Optional;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.ResourceUsage;
import spool.kernel.exec.Arguments;
import spool.kernel.process.ChildWait;
import spool.kernel.process.ChildWait.News;
import spool.kernel.process.ChildWait.Request;
import spool.kernel.process.ChildWait.Which;
import spool.kernel.process.CloneArguments;
import spool.kernel.process.Cloner;
import spool.kernel.process.CpuTime;
import spool.kernel.process.Exec;
import spool.kernel.process.Exit;
import spool.kernel.process.NoReturn;
import spool.kernel.process.Task;
import spool.kernel.signal.SignalInfo;

/// System calls that make and end processes and threads, and wait for them.
public final class ProcessCalls {
  private static final int PATH_MAX = 4096;
  private static final int P_ALL = 0;
  private static final int P_PID = 1;
  private static final int P_PGID = 2;
  private static final int WAIT4_OPTIONS =
      ChildWait.WNOHANG
          | ChildWait.WSTOPPED
          | ChildWait.WCONTINUED
          | ChildWait.WNOTHREAD
          | ChildWait.WCLONE
          | ChildWait.WALL;
  private static final int WAITID_OPTIONS = WAIT4_OPTIONS | ChildWait.WEXITED | ChildWait.WNOWAIT;
  private static final int WAITID_CHANGES =
      ChildWait.WSTOPPED | ChildWait.WEXITED | ChildWait.WCONTINUED;

  /// The task that a call has made, while its creator waits for it.
  private record Made(Task task) {}

  private final Cloner cloner;
  private final Exec exec;
  private final Exit exit;
  private final ChildWait childWait;

  /// Calls that are served by these.
  public ProcessCalls(Cloner cloner, Exec exec, Exit exit, ChildWait childWait) {
    this.cloner = cloner;
    this.exec = exec;
    this.exit = exit;
    this.childWait = childWait;
  }

  /// Supported: `fork`, `vfork` and threads. Namespaces, tracing and pidfds answer `EINVAL`, and so
  /// does a thread that does not share files and directories.
  @SystemCall(number = 220, name = "clone")
  long clone(Task task, long flags, long stack, long parentTid, long tls, long childTid) {
    return make(task, CloneArguments.of(flags, stack, parentTid, tls, childTid));
  }

  /// Supported as far as `clone`; `set_tid` and `cgroup` are not.
  @SystemCall(number = 435, name = "clone3")
  long clone3(Task task, long arguments, long size) {
    if (size < CloneArguments.FIRST_BYTES) {
      throw Errno.EINVAL.failure();
    }
    if (size > CloneArguments.BYTES) {
      throw Errno.E2BIG.failure();
    }
    return make(task, CloneArguments.of(task.memory().read(arguments, (int) size)));
  }

  private long make(Task task, CloneArguments arguments) {
    Task made = task.progress(Made.class, () -> new Made(cloner.clone(task, arguments))).task;
    cloner.awaitMemory(task, made);
    return made.tid();
  }

  /// Supported: ELF programs and `#!` scripts.
  @SystemCall(number = 221, name = "execve")
  long execve(Task task, long path, long argv, long envp) {
    return execveat(task, AtFlags.AT_FDCWD, path, argv, envp, 0);
  }

  /// Supported as `execve`.
  @SystemCall(number = 281, name = "execveat")
  long execveat(Task task, int dirfd, long path, long argv, long envp, int flags) {
    requireOnly(flags, AtFlags.AT_SYMLINK_NOFOLLOW | AtFlags.AT_EMPTY_PATH);
    String name = task.memory().readString(path, PATH_MAX);
    long stackLimit = task.limit(ResourceLimit.RLIMIT_STACK);
    Arguments arguments = Arguments.read(task.memory(), argv, envp, stackLimit);
    exec.exec(task, dirfd, name, flags, arguments);
    throw new NoReturn();
  }

  /// Supported.
  @SystemCall(number = 93, name = "exit")
  long exit(Task task, int status) {
    exit.exit(task, status);
    throw new NoReturn();
  }

  /// Supported.
  @SystemCall(number = 94, name = "exit_group")
  long exitGroup(Task task, int status) {
    exit.exitGroup(task, status);
    throw new NoReturn();
  }

  /// Supported.
  @SystemCall(number = 260, name = "wait4")
  long wait4(Task task, int pid, long status, int options, long usage) {
    requireOnly(options, WAIT4_OPTIONS);
    Request request = new Request(which(pid), id(task, pid), options | ChildWait.WEXITED);
    Optional<News> news = childWait.await(task, request);
    if (news.isEmpty()) {
      return 0;
    }
    if (status != 0) {
      task.memory().store32(status, news.get().status().encoded());
    }
    storeUsage(task, usage, news.get());
    return news.get().child().pid();
  }

  private static Which which(int pid) {
    if (pid == -1) {
      return Which.ANY;
    }
    return pid > 0 ? Which.PID : Which.GROUP;
  }

  private static int id(Task task, int pid) {
    if (pid == Integer.MIN_VALUE) {
      throw Errno.ESRCH.failure();
    }
    return pid == 0 ? task.group() : Math.abs(pid);
  }

  private static void requireOnly(int options, int known) {
    if ((options & ~known) != 0) {
      throw Errno.EINVAL.failure();
    }
  }

  /// Supported but for `P_PIDFD`.
  @SystemCall(number = 95, name = "waitid")
  long waitid(Task task, int kind, int id, long info, int options, long usage) {
    requireOnly(options, WAITID_OPTIONS);
    if ((options & WAITID_CHANGES) == 0) {
      throw Errno.EINVAL.failure();
    }
    Optional<News> news = childWait.await(task, request(task, kind, id, options));
    if (info != 0) {
      task.memory().write(info, childInfo(news));
    }
    news.ifPresent(each -> storeUsage(task, usage, each));
    return 0;
  }

  /// A `siginfo_t`, of zeros when there is no news.
  private static byte[] childInfo(Optional<News> news) {
    return news.map(News::toInfo).map(SignalInfo::toBytes).orElse(new byte[SignalInfo.BYTES]);
  }

  private static Request request(Task task, int kind, int id, int options) {
    boolean badId = (kind == P_PID && id <= 0) || (kind == P_PGID && id < 0);
    if (badId) {
      throw Errno.EINVAL.failure();
    }
    return switch (kind) {
      case P_ALL -> new Request(Which.ANY, 0, options);
      case P_PID -> new Request(Which.PID, id, options);
      case P_PGID -> new Request(Which.GROUP, id == 0 ? task.group() : id, options);
      default -> throw Errno.EINVAL.failure();
    };
  }

  private static void storeUsage(Task task, long address, News news) {
    if (address != 0) {
      CpuTime time = news.child().cpuTime().plus(news.child().childrenCpuTime());
      task.memory().write(address, usage(time).toBytes());
    }
  }

  private static ResourceUsage usage(CpuTime time) {
    return new ResourceUsage(
        time.user(), time.system(), 0, 0, time.voluntarySwitches(), time.involuntarySwitches());
  }

  /// Supported.
  @SystemCall(number = 96, name = "set_tid_address")
  long setTidAddress(Task task, long address) {
    task.clearChildTid(address);
    return task.tid();
  }

  /// Supported.
  @SystemCall(number = 172, name = "getpid")
  long getpid(Task task) {
    return task.pid();
  }

  /// Supported.
  @SystemCall(number = 173, name = "getppid")
  long getppid(Task task) {
    return task.process().parentPid();
  }

  /// Supported.
  @SystemCall(number = 178, name = "gettid")
  long gettid(Task task) {
    return task.tid();
  }
}
