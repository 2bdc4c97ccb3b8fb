package spool.kernel.driver;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.OpenFlags;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;
import spool.kernel.sync.Interrupted;

/// An open disk: a row of bytes whose length is fixed.
///
/// A transfer goes in pieces, each a request that the caller waits for; only what ends the caller
/// interrupts that, as Linux has it for disks. What was transferred, and the request under way, are
/// the call's progress.
final class DiskDescription extends FileDescription {
  private static final int PREFERRED_BYTES = 4096;

  /// How far a call has got.
  private static final class Progress {
    private long moved;
    private @Nullable DiskRequest request;
  }

  private final VirtioDisk disk;

  DiskDescription(Location location, int flags, VirtioDisk disk) {
    super(location, flags);
    this.disk = disk;
  }

  @Override
  public boolean isSeekable() {
    return true;
  }

  @Override
  public boolean isUnbuffered() {
    return true;
  }

  @Override
  protected long end() {
    return disk.sizeBytes();
  }

  @Override
  protected void fill(IoBuffer buffer, long position, Caller caller) {
    Progress progress = begin(buffer, caller);
    boolean more = true;
    while (more && piece(buffer, position) > 0) {
      if (progress.request == null) {
        int length = piece(buffer, position);
        submit(progress, DiskRequest.read(position + buffer.moved(), length));
      }
      byte[] data = await(progress, caller).data();
      more = buffer.put(data, 0, data.length) == data.length;
      progress.moved = buffer.moved();
    }
  }

  @Override
  protected void drain(IoBuffer buffer, long position, Caller caller) {
    if (disk.isReadOnly()) {
      throw Errno.EPERM.failure();
    }
    if (position >= end() && buffer.remaining() > 0) {
      throw Errno.ENOSPC.failure();
    }
    Progress progress = begin(buffer, caller);
    while (piece(buffer, position) > 0) {
      if (progress.request == null) {
        submit(progress, write(buffer, position));
      }
      buffer.skip(await(progress, caller).data().length);
      progress.moved = buffer.moved();
    }
    if (has(OpenFlags.O_DSYNC) && buffer.moved() > 0) {
      flush(progress, caller);
    }
  }

  private static Progress begin(IoBuffer buffer, Caller caller) {
    Progress progress = caller.progress(Progress.class, Progress::new);
    buffer.skip(progress.moved);
    return progress;
  }

  /// How many bytes the next request is to transfer; 0 at the end of the buffer or of the disk.
  private int piece(IoBuffer buffer, long position) {
    long at = position + buffer.moved();
    long most = VirtioDisk.MOST_BYTES - at % VirtioDisk.SECTOR_BYTES;
    return (int) Math.max(0, Math.min(Math.min(buffer.remaining(), most), end() - at));
  }

  /// A request with the next bytes of `buffer`, which stay in it until they are on the disk.
  private DiskRequest write(IoBuffer buffer, long position) {
    long at = position + buffer.moved();
    byte[] data = new byte[piece(buffer, position)];
    int count = buffer.take(data, 0, data.length);
    buffer.skip(-count);
    return DiskRequest.write(at, Arrays.copyOf(data, count));
  }

  private void submit(Progress progress, DiskRequest request) {
    progress.request = request;
    disk.submit(request);
  }

  /// The request under way, once it is over. Fails with `EIO` if the disk could not do it.
  private DiskRequest await(Progress progress, Caller caller) {
    DiskRequest request = Objects.requireNonNull(progress.request);
    if (!request.isOver()) {
      RuntimeException answer = caller.blockUnlessDoomed(request.over());
      if (answer instanceof Interrupted) {
        disk.withdraw(request);
      }
      throw answer;
    }
    progress.request = null;
    if (request.hasFailed()) {
      throw Errno.EIO.failure();
    }
    return request;
  }

  @Override
  public void sync(Caller caller) {
    flush(caller.progress(Progress.class, Progress::new), caller);
  }

  private void flush(Progress progress, Caller caller) {
    if (progress.request == null) {
      submit(progress, DiskRequest.flush());
    }
    await(progress, caller);
  }

  @Override
  public long ioctl(int request, long argument, Caller caller) {
    switch (request) {
      case IoctlRequest.BLKGETSIZE64 -> caller.memory().store64(argument, disk.sizeBytes());
      case IoctlRequest.BLKGETSIZE -> caller.memory().store64(argument, disk.sectors());
      case IoctlRequest.BLKSSZGET, IoctlRequest.BLKPBSZGET ->
          caller.memory().store32(argument, VirtioDisk.SECTOR_BYTES);
      case IoctlRequest.BLKBSZGET -> caller.memory().store32(argument, PREFERRED_BYTES);
      case IoctlRequest.BLKROGET -> caller.memory().store32(argument, disk.isReadOnly() ? 1 : 0);
      case IoctlRequest.BLKFLSBUF -> {}
      default -> {
        return super.ioctl(request, argument, caller);
      }
    }
    return 0;
  }
}
