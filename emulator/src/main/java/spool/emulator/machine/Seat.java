package spool.emulator.machine;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import spool.emulator.hart.Hart;

/// Where a hart of the parallel engine executes: whether it is in guest code now, and what others
/// have left for it.
///
/// Two flags make the protocol. The hart's thread says that it is inside, and then looks whether it
/// is called; another thread calls, and then looks whether the hart is inside. One of them sees the
/// other: either the hart comes out again and waits for the lock, or the caller waits until it
/// does. The call stands until the hart has answered it with the lock held, so that it stays out as
/// long as the caller keeps the lock.
final class Seat {
  private final Hart hart;
  private final Executor executor;
  private final ReentrantLock lock;
  private final Condition called;

  /// Guarded by the lock.
  private final ArrayDeque<Runnable> mail = new ArrayDeque<>();

  /// Guarded by the lock.
  private boolean sleeps;

  private volatile boolean isInside;
  private volatile boolean isCalled;
  private volatile @Nullable Thread waiting;
  private volatile @Nullable SeatThread thread;

  /// A seat for `hart`, which `executor` executes; `lock` is the engine's.
  Seat(Hart hart, Executor executor, ReentrantLock lock) {
    this.hart = hart;
    this.executor = executor;
    this.lock = lock;
    called = lock.newCondition();
  }

  /// The thread of a hart.
  private static final class SeatThread extends Thread {
    private final Seat seat;

    SeatThread(Seat seat, Runnable work) {
      super(work, "spool-hart-" + seat.hart.id());
      setDaemon(true);
      this.seat = seat;
    }
  }

  Hart hart() {
    return hart;
  }

  /// The seat whose thread calls, if it is that of a hart.
  static Optional<Seat> current() {
    return Thread.currentThread() instanceof SeatThread own
        ? Optional.of(own.seat)
        : Optional.empty();
  }

  /// Begins `work` on a thread of the hart's.
  void start(Runnable work) {
    SeatThread started = new SeatThread(this, work);
    thread = started;
    started.start();
  }

  /// Waits for the end of the thread. What was left for the hart has happened then.
  void join() {
    SeatThread own = thread;
    if (own != null) {
      joinUninterruptibly(own);
      thread = null;
      answer();
    }
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException interruption) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // For the hart's own thread

  /// Executes about `count` instructions, or until the hart parks. One that lowers its own limit
  /// waits for others, which may need the processor for what it waits for.
  void execute(long count) {
    enter();
    long end = hart.cycles() + count;
    try {
      hart.limit(end);
      executor.run(hart);
    } finally {
      leave();
    }
    if (hart.limit() < end) {
      letOthersRun();
    }
  }

  /// No scheduling depends on this: it spares the processor that those need who are waited for.
  @SuppressWarnings("ThreadPriorityCheck")
  private static void letOthersRun() {
    Thread.yield();
  }

  /// Goes to guest code, once nobody calls any more.
  void enter() {
    isInside = true;
    while (isCalled) {
      leave();
      answer();
      isInside = true;
    }
  }

  /// Comes from guest code.
  void leave() {
    isInside = false;
    Thread caller = waiting;
    if (caller != null) {
      LockSupport.unpark(caller);
    }
  }

  private void answer() {
    lock.lock();
    try {
      settle();
    } finally {
      lock.unlock();
    }
  }

  /// Does what was left for the hart, for who holds the lock.
  void settle() {
    isCalled = false;
    while (!mail.isEmpty()) {
      mail.remove().run();
    }
  }

  /// Lies down if the hart `isHeld`, or is parked still after all that was left for it.
  boolean beginSleep(boolean isHeld) {
    settle();
    sleeps = isHeld || hart.isParked();
    return sleeps;
  }

  /// Sleeps until the next call.
  void sleep() {
    while (!isCalled) {
      called.awaitUninterruptibly();
    }
    sleeps = false;
  }

  // For those who hold the lock

  /// Whether the hart sleeps and nobody has called it.
  boolean isAsleep() {
    return sleeps && !isCalled;
  }

  /// Has the hart come out of guest code, or wakes it.
  void call() {
    isCalled = true;
    called.signalAll();
  }

  /// Leaves `action` to the hart's own thread, which does it at once if it calls this itself.
  void post(Runnable action) {
    mail.add(action);
    if (isOwn()) {
      settle();
    } else {
      call();
    }
  }

  /// Does `action` while the hart is out of guest code, after [#call].
  void act(Runnable action) {
    if (!isOwn()) {
      awaitLeave();
    }
    action.run();
  }

  private void awaitLeave() {
    waiting = Thread.currentThread();
    while (isInside) {
      LockSupport.park(this);
    }
    waiting = null;
  }

  /// Whether the hart's own thread calls, or it has none.
  private boolean isOwn() {
    Thread own = thread;
    return own == null || own == Thread.currentThread();
  }
}
