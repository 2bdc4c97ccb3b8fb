package spool.kernel.fs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import spool.emulator.memory.Access;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.ipc.Pipe;
import spool.kernel.ipc.PipePages;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Interrupted;
import spool.kernel.sync.WaitQueue;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Quota;
import spool.kernel.vm.UserMemory;

/// A task without a kernel: it notes what it is sent and where it waits. Its memory is one page at
/// [#PAGE]; every other address is bad.
public final class TestCaller implements Caller {
  /// The address of the only page of memory.
  public static final long PAGE = 0x1_0000;

  private static final long RAM = 0x8000_0000L;

  public final List<Integer> signals = new ArrayList<>();
  public final Map<Integer, Long> limits = new HashMap<>();
  public final Set<Integer> ignored = new HashSet<>();
  public Credentials credentials = Credentials.ROOT;
  public boolean isInterrupted;
  public boolean isDoomed;
  public long now;
  public int pid = 10;
  public int group = 10;
  public int session = 10;
  public List<WaitQueue> waits = List.of();

  private final PhysicalMemory ram = new PhysicalMemory(RAM, Frames.BYTES);
  private final WorkingDirectory workingDirectory;
  private final DescriptorTable descriptors = new DescriptorTable(new Quota(10_000, Errno.ENFILE));
  private @Nullable Object progress;

  /// A task at `root`.
  public TestCaller(Directory root) {
    workingDirectory = new WorkingDirectory(root);
  }

  /// An empty file system in 4 MiB of RAM whose clock counts its readings.
  public static Directory emptyRoot() {
    Frames frames = new Frames(new PhysicalMemory(RAM, 4 << 20));
    long[] clock = {0};
    PipePages pages = new PipePages(frames.total());
    return new TmpFileSystem(
            1,
            frames,
            () -> ++clock[0],
            (fileSystem, permissions) -> new Pipe(fileSystem, permissions, pages))
        .root();
  }

  /// The error that `call` fails with, or nothing.
  public static @Nullable Errno error(Runnable call) {
    try {
      call.run();
      return null;
    } catch (ErrnoException failure) {
      return failure.errno();
    }
  }

  /// Whether it waits.
  public boolean isWaiting() {
    return !waits.isEmpty();
  }

  /// Begins another system call.
  public void nextCall() {
    progress = null;
  }

  @Override
  public RuntimeException block(long deadline, WaitQueue... queues) {
    if (isInterrupted) {
      return new Interrupted(deadline != NEVER);
    }
    waits = List.of(queues);
    waits.forEach(queue -> queue.add(this));
    return new Blocked();
  }

  @Override
  public RuntimeException blockUnlessDoomed(WaitQueue queue) {
    if (isDoomed) {
      return new Interrupted(false);
    }
    waits = List.of(queue);
    queue.add(this);
    return new Blocked();
  }

  @Override
  public void wake() {
    waits.forEach(queue -> queue.remove(this));
    waits = List.of();
  }

  @Override
  public boolean isInterrupted() {
    return isInterrupted;
  }

  @Override
  public <T> T progress(Class<T> type, Supplier<T> first) {
    if (!type.isInstance(progress)) {
      progress = first.get();
    }
    return type.cast(progress);
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public int tid() {
    return pid;
  }

  @Override
  public int group() {
    return group;
  }

  @Override
  public int session() {
    return session;
  }

  @Override
  public boolean isGroupOrphaned() {
    return false;
  }

  @Override
  public Credentials credentials() {
    return credentials;
  }

  @Override
  public WorkingDirectory workingDirectory() {
    return workingDirectory;
  }

  @Override
  public DescriptorTable descriptors() {
    return descriptors;
  }

  @Override
  public long limit(int resource) {
    long standard = resource == ResourceLimit.RLIMIT_NOFILE ? 1024 : -1;
    return limits.getOrDefault(resource, standard);
  }

  @Override
  public UserMemory memory() {
    return new UserMemory(ram) {
      @Override
      protected long physical(long address, Access access) {
        if (address < PAGE || address >= PAGE + Frames.BYTES) {
          throw Errno.EFAULT.failure();
        }
        return RAM + address - PAGE;
      }
    };
  }

  @Override
  public void raise(int signal) {
    signals.add(signal);
  }

  @Override
  public boolean ignores(int signal) {
    return ignored.contains(signal);
  }

  /// `length` bytes of `value`.
  public static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
