package spool.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.vm.Quota;

/// The open files of a process by descriptor. Threads share a table, `fork` copies it.
///
/// The table is also the owner of the record locks that its process sets, and of what `CLONE_FILES`
/// shares with it: closing any descriptor of a file gives up all locks on that file.
public final class DescriptorTable {
  private record Slot(FileDescription description, boolean closeOnExec) {}

  private final Quota openFiles;
  private final List<Optional<Slot>> slots = new ArrayList<>();
  private int holders = 1;

  /// An empty table; `openFiles` counts what is open in all tables together.
  public DescriptorTable(Quota openFiles) {
    this.openFiles = openFiles;
  }

  /// A table with the same open files, for a child.
  public DescriptorTable copy() {
    DescriptorTable copy = new DescriptorTable(openFiles);
    slots.forEach(slot -> slot.ifPresent(open -> open.description.retain()));
    copy.slots.addAll(slots);
    return copy;
  }

  /// Counts one more process that shares the table.
  public void share() {
    holders++;
  }

  /// Counts one less; the last closes all files.
  public void release() {
    holders--;
    if (holders == 0) {
      closeRange(0, Integer.MAX_VALUE);
    }
  }

  /// How many processes share the table.
  public int holders() {
    return holders;
  }

  /// The open file `fd`, or `EBADF`. Files opened by `O_PATH` count as not open.
  public FileDescription description(int fd) {
    FileDescription found = any(fd);
    if (found.isPathOnly()) {
      throw Errno.EBADF.failure();
    }
    return found;
  }

  /// The open file `fd`, also by `O_PATH`, or `EBADF`.
  public FileDescription any(int fd) {
    Optional<Slot> slot = slot(fd);
    if (slot.isEmpty()) {
      throw Errno.EBADF.failure();
    }
    return slot.get().description;
  }

  private Optional<Slot> slot(int fd) {
    return fd >= 0 && fd < slots.size() ? slots.get(fd) : Optional.empty();
  }

  /// Fails with `EMFILE` or `ENFILE` if no further file could be installed below `limit`: asked
  /// before a file is opened that might be made or emptied by that.
  public void demandRoom(int limit) {
    lowestFree(0, limit);
    openFiles.demand(1);
  }

  /// Gives `description`, whose reference it takes over, the lowest free descriptor of at least
  /// `minimum` and below `limit`. Without one the file is closed and the call fails with `EMFILE`,
  /// and with `ENFILE` if too many files are open in the whole system.
  public int install(FileDescription description, boolean closeOnExec, int minimum, int limit) {
    try {
      int fd = lowestFree(minimum, limit);
      description.countIn(openFiles);
      put(fd, new Slot(description, closeOnExec));
      return fd;
    } catch (ErrnoException full) {
      description.release();
      throw full;
    }
  }

  private int lowestFree(int minimum, int limit) {
    int fd = minimum;
    while (slot(fd).isPresent()) {
      fd++;
    }
    if (fd >= limit) {
      throw Errno.EMFILE.failure();
    }
    return fd;
  }

  /// Gives `description`, whose reference it takes over, the descriptor `fd`, and closes what was
  /// there.
  public void replace(int fd, FileDescription description, boolean closeOnExec) {
    Optional<Slot> old = slot(fd);
    put(fd, new Slot(description, closeOnExec));
    old.ifPresent(this::close);
  }

  private void put(int fd, Slot slot) {
    while (slots.size() <= fd) {
      slots.add(Optional.empty());
    }
    slots.set(fd, Optional.of(slot));
  }

  /// Closes `fd`, or fails with `EBADF`.
  public void close(int fd) {
    Slot slot = slot(fd).orElseThrow(Errno.EBADF::failure);
    slots.set(fd, Optional.empty());
    close(slot);
  }

  private void close(Slot slot) {
    slot.description.inode().locks().release(this);
    slot.description.inode().descriptorClosed(this);
    slot.description.release();
  }

  /// Closes the open ones of the descriptors `first` to `last`.
  public void closeRange(int first, int last) {
    for (int fd = first; fd <= last && fd < slots.size(); fd++) {
      if (slot(fd).isPresent()) {
        close(fd);
      }
    }
  }

  /// Marks the open ones of the descriptors `first` to `last` to be closed by `execve`.
  public void markRange(int first, int last) {
    for (int fd = first; fd <= last && fd < slots.size(); fd++) {
      if (slot(fd).isPresent()) {
        closesOnExec(fd, true);
      }
    }
  }

  /// Closes what `execve` is to close.
  public void closeOnExec() {
    for (int fd = 0; fd < slots.size(); fd++) {
      if (slot(fd).filter(Slot::closeOnExec).isPresent()) {
        close(fd);
      }
    }
  }

  /// Whether `execve` closes `fd`.
  public boolean closesOnExec(int fd) {
    return slot(fd).orElseThrow(Errno.EBADF::failure).closeOnExec;
  }

  /// Decides whether `execve` closes `fd`.
  public void closesOnExec(int fd, boolean closes) {
    put(fd, new Slot(any(fd), closes));
  }

  /// The lowest open descriptor that is at least `fd`.
  public OptionalInt firstFrom(int fd) {
    int found = fd;
    while (found < slots.size() && slots.get(found).isEmpty()) {
      found++;
    }
    return found < slots.size() ? OptionalInt.of(found) : OptionalInt.empty();
  }

  /// How many descriptors there is room for without growing, as `FDSize` in /proc counts.
  public int size() {
    return slots.size();
  }
}
