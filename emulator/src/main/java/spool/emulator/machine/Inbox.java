package spool.emulator.machine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where other host threads hand things to the machine: the only way in for what is not determined
/// by image, inputs and seed.
///
/// Any thread may post. The engine takes the mail between two slices, or while it is idle, and runs
/// it on its own thread at the virtual time of that moment. While a source is open, a machine with
/// nothing to do waits for it.
public final class Inbox {
  /// A promise that input may still come, until it is closed.
  public interface Source extends AutoCloseable {
    @Override
    void close();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Guarded by `lock`.
  private final ArrayDeque<Runnable> mail = new ArrayDeque<>();

  private int openSources;
  private boolean roused;

  /// Written under `lock`, read by the engine at every slice without it.
  private volatile boolean hasMail;

  /// Hands `action` to the engine's thread. It is done again when the run is repeated, but for what
  /// it does by [Machine#once].
  public void post(Runnable action) {
    lock.lock();
    try {
      mail.add(action);
      hasMail = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the present or the next [#await].
  void rouse() {
    lock.lock();
    try {
      roused = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Opens a source; closing it a second time does nothing.
  public Source open() {
    changeSources(1);
    return new Source() {
      private boolean isOpen = true;

      @Override
      public void close() {
        changeSources(isOpen ? -1 : 0);
        isOpen = false;
      }
    };
  }

  private void changeSources(int difference) {
    lock.lock();
    try {
      openSources += difference;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether something was posted that the engine has not taken yet.
  public boolean hasMail() {
    return hasMail;
  }

  /// Whether any source is open.
  public boolean isOpen() {
    lock.lock();
    try {
      return openSources > 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is mail or `nanoseconds` have passed on the host; without a limit
  /// ([Long#MAX_VALUE]) only as long as a source is open.
  public void await(long nanoseconds) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanoseconds;
      while (!hasMail && !roused && left > 0 && (openSources > 0 || nanoseconds < Long.MAX_VALUE)) {
        left = changed.awaitNanos(left);
      }
      roused = false;
    } finally {
      lock.unlock();
    }
  }

  /// Runs what was posted, in the order of posting.
  void deliver() {
    take().forEach(Runnable::run);
  }

  /// Takes what was posted, in the order of posting.
  List<Runnable> take() {
    lock.lock();
    try {
      List<Runnable> taken = List.copyOf(mail);
      mail.clear();
      hasMail = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
