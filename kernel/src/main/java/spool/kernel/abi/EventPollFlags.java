package spool.kernel.abi;

/// What `epoll_ctl` takes besides the events of poll(2) (linux/eventpoll.h).
public final class EventPollFlags {
  public static final int EPOLL_CTL_ADD = 1;
  public static final int EPOLL_CTL_DEL = 2;
  public static final int EPOLL_CTL_MOD = 3;

  public static final int EPOLLEXCLUSIVE = 1 << 28;
  public static final int EPOLLWAKEUP = 1 << 29;
  public static final int EPOLLONESHOT = 1 << 30;
  public static final int EPOLLET = 1 << 31;

  /// What is no event.
  public static final int FLAGS = EPOLLEXCLUSIVE | EPOLLWAKEUP | EPOLLONESHOT | EPOLLET;

  /// What may be asked for together with `EPOLLEXCLUSIVE`.
  public static final int WITH_EXCLUSIVE =
      PollEvents.POLLIN
          | PollEvents.POLLOUT
          | PollEvents.ALWAYS
          | EPOLLWAKEUP
          | EPOLLET
          | EPOLLEXCLUSIVE;

  private EventPollFlags() {}
}
