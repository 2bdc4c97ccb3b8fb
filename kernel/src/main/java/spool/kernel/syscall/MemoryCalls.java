package spool.kernel.syscall;

import spool.emulator.memory.Access;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.Mman;
import spool.kernel.abi.OpenFlags;
import spool.kernel.fs.FileDescription;
import spool.kernel.process.Task;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.Backing;
import spool.kernel.vm.Fault;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Label;
import spool.kernel.vm.MapRequest;
import spool.kernel.vm.MapRequest.Placement;
import spool.kernel.vm.MemoryObject;
import spool.kernel.vm.Protection;

/// System calls about a program's memory.
public final class MemoryCalls {
  private static final int PROTECTION_BITS = Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC;
  private static final int PROT_SEM = 8;
  private static final int MOVE_FLAGS = Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED;
  private static final int SYNC_FLAGS = Mman.MS_ASYNC | Mman.MS_INVALIDATE | Mman.MS_SYNC;
  private static final int MLOCK_ONFAULT = 1;
  private static final Label SHARED_ANONYMOUS = new Label("/dev/zero (deleted)", 0, 0);

  private final Frames frames;

  /// Calls that take memory from `frames`.
  public MemoryCalls(Frames frames) {
    this.frames = frames;
  }

  /// Supported.
  @SystemCall(number = 214, name = "brk")
  long brk(Task task, long address) {
    return task.memory().moveHeapEnd(address);
  }

  /// Supported: anonymous memory and regular files, private and shared.
  @SystemCall(number = 222, name = "mmap")
  long mmap(Task task, long address, long length, int protection, int flags, int fd, long offset) {
    AddressSpace space = task.memory();
    Backing backing = backing(task, length, protection, flags, fd, offset);
    boolean anonymous = (flags & Mman.MAP_ANONYMOUS) != 0;
    boolean reserve = (anonymous || !backing.shared()) && (flags & Mman.MAP_NORESERVE) == 0;
    MapRequest request =
        new MapRequest(address, length, protection(protection), placement(flags), reserve, backing);
    try {
      long start = space.map(request);
      populate(space, start, length, protection, flags);
      return start;
    } finally {
      if (anonymous) {
        backing.object().ifPresent(MemoryObject::release);
      }
    }
  }

  private Backing backing(Task task, long length, int protection, int flags, int fd, long offset) {
    int type = flags & Mman.MAP_TYPE;
    boolean known = type >= Mman.MAP_SHARED && type <= Mman.MAP_SHARED_VALIDATE;
    if (!known || offset % Frames.BYTES != 0 || length == 0) {
      throw Errno.EINVAL.failure();
    }
    boolean shared = type != Mman.MAP_PRIVATE;
    if ((flags & Mman.MAP_ANONYMOUS) == 0) {
      return fileBacking(task, length, shared, protection, fd, offset);
    }
    if (shared) {
      long whole = Math.ceilDiv(length, (long) Frames.BYTES) * Frames.BYTES;
      return Backing.shared(MemoryObject.ofZeros(frames, whole), 0, true, SHARED_ANONYMOUS);
    }
    boolean growsDown = (flags & Mman.MAP_GROWSDOWN) != 0;
    return growsDown ? Backing.stack(Label.NONE) : Backing.anonymous(Label.NONE);
  }

  private static Backing fileBacking(
      Task task, long length, boolean shared, int protection, int fd, long offset) {
    FileDescription file = task.descriptors().description(fd);
    boolean mayWrite = OpenFlags.writes(file.flags());
    boolean writes = shared && protection(protection).isWritable();
    if (!OpenFlags.reads(file.flags()) || (writes && !mayWrite)) {
      throw Errno.EACCES.failure();
    }
    if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
      throw Errno.EOVERFLOW.failure();
    }
    MemoryObject object = file.memory().orElseThrow(Errno.ENODEV::failure);
    Label label = label(task, file);
    return shared
        ? Backing.shared(object, offset, mayWrite, label)
        : Backing.copyOf(object, offset, label);
  }

  private static Label label(Task task, FileDescription file) {
    String path = file.location().path(task.workingDirectory().root());
    return new Label(path, file.inode().fileSystem().device(), file.inode().number());
  }

  private static Placement placement(int flags) {
    if ((flags & Mman.MAP_FIXED_NOREPLACE) != 0) {
      return Placement.FIXED_NOREPLACE;
    }
    return (flags & Mman.MAP_FIXED) != 0 ? Placement.FIXED : Placement.ANYWHERE;
  }

  private static Protection protection(int bits) {
    return new Protection(bits & PROTECTION_BITS);
  }

  /// Brings a new mapping in if it was asked for, as far as that is possible.
  private static void populate(
      AddressSpace space, long start, long length, int protection, int flags) {
    if ((flags & (Mman.MAP_POPULATE | Mman.MAP_LOCKED)) == 0) {
      return;
    }
    Access access = protection(protection).isWritable() ? Access.STORE : Access.LOAD;
    long page = start;
    while (page < start + length && space.fault(page, access) == Fault.RESOLVED) {
      page += Frames.BYTES;
    }
  }

  /// Supported.
  @SystemCall(number = 215, name = "munmap")
  long munmap(Task task, long address, long length) {
    task.memory().unmap(address, length);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 226, name = "mprotect")
  long mprotect(Task task, long address, long length, int protection) {
    boolean growsDown = (protection & Mman.PROT_GROWSDOWN) != 0;
    if ((protection & ~(PROTECTION_BITS | PROT_SEM | Mman.PROT_GROWSDOWN)) != 0) {
      throw Errno.EINVAL.failure();
    }
    if (isEmpty(address, length)) {
      return 0;
    }
    AddressSpace space = task.memory();
    long start = growsDown ? space.stackStart(address) : address;
    space.protect(start, address + length - start, protection(protection));
    return 0;
  }

  /// Supported but for `MREMAP_DONTUNMAP` and for doubling a shared mapping by a length of 0, which
  /// are EINVAL.
  @SystemCall(number = 216, name = "mremap")
  long mremap(Task task, long address, long length, long newLength, int flags, long target) {
    boolean mayMove = (flags & Mman.MREMAP_MAYMOVE) != 0;
    boolean fixed = (flags & Mman.MREMAP_FIXED) != 0;
    if ((flags & ~MOVE_FLAGS) != 0 || (fixed && !mayMove)) {
      throw Errno.EINVAL.failure();
    }
    return fixed
        ? task.memory().move(address, length, newLength, target)
        : task.memory().resize(address, length, newLength, mayMove);
  }

  /// Supported: `DONTNEED`, `FREE`, `POPULATE_READ`, `POPULATE_WRITE`. Without effect, as they only
  /// advise: `NORMAL`, `RANDOM`, `SEQUENTIAL`, `WILLNEED`, `COLD`, `PAGEOUT`, and those about
  /// merging, huge pages and dumps. Others are EINVAL.
  @SystemCall(number = 233, name = "madvise")
  long madvise(Task task, long address, long length, int advice) {
    AddressSpace space = task.memory();
    boolean empty = isEmpty(address, length);
    switch (advice) {
      case Mman.MADV_DONTNEED -> unless(empty, () -> space.forgetContents(address, length));
      case Mman.MADV_FREE -> unless(empty, () -> space.forgetAnonymous(address, length));
      case Mman.MADV_POPULATE_READ ->
          unless(empty, () -> space.populate(address, length, Access.LOAD));
      case Mman.MADV_POPULATE_WRITE ->
          unless(empty, () -> space.populate(address, length, Access.STORE));
      case Mman.MADV_NORMAL,
          Mman.MADV_RANDOM,
          Mman.MADV_SEQUENTIAL,
          Mman.MADV_WILLNEED,
          Mman.MADV_MERGEABLE,
          Mman.MADV_UNMERGEABLE,
          Mman.MADV_HUGEPAGE,
          Mman.MADV_NOHUGEPAGE,
          Mman.MADV_DONTDUMP,
          Mman.MADV_DODUMP,
          Mman.MADV_COLD,
          Mman.MADV_PAGEOUT ->
          unless(empty, () -> space.requireMapped(address, length));
      default -> throw Errno.EINVAL.failure();
    }
    return 0;
  }

  private static void unless(boolean condition, Runnable action) {
    if (!condition) {
      action.run();
    }
  }

  /// Supported: mappings and files are the same memory, so that there is nothing to write.
  @SystemCall(number = 227, name = "msync")
  long msync(Task task, long address, long length, int flags) {
    int both = Mman.MS_ASYNC | Mman.MS_SYNC;
    if ((flags & ~SYNC_FLAGS) != 0 || (flags & both) == both) {
      throw Errno.EINVAL.failure();
    }
    requireMapped(task, address, length);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 232, name = "mincore")
  long mincore(Task task, long address, long length, long result) {
    requireMapped(task, address, length);
    AddressSpace space = task.memory();
    long pages = Math.ceilDiv(length, (long) Frames.BYTES);
    space.require(result, pages, Access.STORE);
    for (long page = 0; page < pages; page++) {
      boolean resident = space.isResident(address + page * Frames.BYTES);
      space.store8(result + page, (byte) (resident ? 1 : 0));
    }
    return 0;
  }

  /// Brings the pages in. They stay then as all do: nothing that is mapped is ever written out.
  @SystemCall(number = 228, name = "mlock")
  long mlock(Task task, long address, long length) {
    return mlock2(task, address, length, 0);
  }

  /// As `mlock`; with `MLOCK_ONFAULT` it changes nothing.
  @SystemCall(number = 284, name = "mlock2")
  long mlock2(Task task, long address, long length, int flags) {
    if ((flags & ~MLOCK_ONFAULT) != 0) {
      throw Errno.EINVAL.failure();
    }
    long start = address & -Frames.BYTES;
    long whole = address - start + length;
    requireMapped(task, start, whole);
    if (flags == 0 && length != 0) {
      populateOrFail(task.memory(), start, whole);
    }
    return 0;
  }

  private static void populateOrFail(AddressSpace space, long start, long length) {
    try {
      space.populate(start, length, Access.LOAD);
    } catch (ErrnoException unreadable) {
      throw Errno.ENOMEM.failure();
    }
  }

  /// Changes nothing; see `mlock`.
  @SystemCall(number = 229, name = "munlock")
  long munlock(Task task, long address, long length) {
    long start = address & -Frames.BYTES;
    requireMapped(task, start, address - start + length);
    return 0;
  }

  private static void requireMapped(Task task, long address, long length) {
    if (!isEmpty(address, length)) {
      task.memory().requireMapped(address, length);
    }
  }

  /// Whether nothing is meant. Throws EINVAL unless `address` begins a page.
  private static boolean isEmpty(long address, long length) {
    if (address % Frames.BYTES != 0) {
      throw Errno.EINVAL.failure();
    }
    return length == 0;
  }
}
