package spool.kernel.process;

import spool.kernel.abi.ErrnoException;
import spool.kernel.sync.FutexWait;
import spool.kernel.sync.Futexes;
import spool.kernel.sync.InheritanceLocks;
import spool.kernel.vm.AddressSpace;

/// What a task does to its memory before it leaves it, by its end or for another program: those who
/// share it learn that its locks are theirs to repair, and that it is gone.
public final class Farewell {
  private final Futexes futexes;
  private final InheritanceLocks locks;

  /// Farewells that tell who waits for `futexes` and `locks`.
  public Farewell(Futexes futexes, InheritanceLocks locks) {
    this.futexes = futexes;
    this.locks = locks;
  }

  /// Lets `task` leave its memory.
  void say(Task task) {
    RobustList.release(task, futexes);
    locks.release(task);
    clearTid(task);
  }

  /// Clears the word by which other threads know that `task` lives.
  private void clearTid(Task task) {
    long address = task.clearChildTid();
    task.clearChildTid(0);
    if (address == 0) {
      return;
    }
    AddressSpace memory = task.process().memory();
    try {
      memory.store32(address, 0);
      futexes.wake(memory.futexKey(address, true), 1, FutexWait.ANY);
    } catch (ErrnoException badAddress) {
      // The program chose the address; with a bad one there is nothing to clear.
      return;
    }
  }
}
