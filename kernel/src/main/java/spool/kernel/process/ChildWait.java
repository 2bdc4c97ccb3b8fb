package spool.kernel.process;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Signal;
import spool.kernel.signal.SignalInfo;

/// Waits for changes of children: what wait4(2) and waitid(2) have in common.
public final class ChildWait {
  public static final int WNOHANG = 1;
  public static final int WSTOPPED = 2;
  public static final int WEXITED = 4;
  public static final int WCONTINUED = 8;
  public static final int WNOWAIT = 0x100_0000;
  public static final int WNOTHREAD = 0x2000_0000;
  public static final int WALL = 0x4000_0000;
  public static final int WCLONE = 0x8000_0000;

  /// Which children are waited for.
  public enum Which {
    ANY,
    PID,
    GROUP
  }

  /// Whom to wait for, and what for.
  public record Request(Which which, int id, int options) {
    private boolean has(int option) {
      return (options & option) != 0;
    }

    private boolean concerns(Process child) {
      boolean named =
          switch (which) {
            case ANY -> true;
            case PID -> child.pid() == id;
            case GROUP -> child.group().id() == id;
          };
      boolean clone = child.exitSignal() != Signal.SIGCHLD;
      return named && (has(WALL) || clone == has(WCLONE));
    }

    private Optional<WaitStatus> news(Process child) {
      if (child.hasEnded()) {
        return Optional.of(child.status()).filter(_ -> has(WEXITED));
      }
      return child.job().change().filter(change -> has(change.isStop() ? WSTOPPED : WCONTINUED));
    }
  }

  /// What happened to which child.
  public record News(Process child, WaitStatus status) {
    /// The same as `SIGCHLD` tells it.
    public SignalInfo toInfo() {
      return JobControl.childInfo(Signal.SIGCHLD, child, status);
    }
  }

  private final Exit exit;

  /// Waits that end children by `exit`.
  public ChildWait(Exit exit) {
    this.exit = exit;
  }

  /// News of a child; none with `WNOHANG` if there are none. Fails with `ECHILD` without such a
  /// child, or leaves as [spool.kernel.sync.Waiter#block] has it.
  public Optional<News> await(Task task, Request request) {
    Process parent = task.process();
    List<Process> concerned = parent.children().stream().filter(request::concerns).toList();
    if (concerned.isEmpty()) {
      throw Errno.ECHILD.failure();
    }
    Optional<News> news = concerned.stream().flatMap(child -> news(child, request)).findFirst();
    if (news.isEmpty() && !request.has(WNOHANG)) {
      throw task.block(parent.childChanges());
    }
    if (!request.has(WNOWAIT)) {
      news.ifPresent(each -> take(parent, each));
    }
    return news;
  }

  private static Stream<News> news(Process child, Request request) {
    return request.news(child).map(status -> new News(child, status)).stream();
  }

  private void take(Process parent, News news) {
    if (news.status().isEnd()) {
      parent.inherit(news.child());
      exit.reap(news.child());
    } else {
      news.child().job().taken();
    }
  }
}
