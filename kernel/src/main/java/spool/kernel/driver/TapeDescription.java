package spool.kernel.driver;

import java.util.ArrayList;
import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.TapeOperation;
import spool.kernel.abi.TapeStatus;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;

/// An open tape (st(4), with blocks of variable length): a read answers one record, a write makes
/// one.
///
/// Whatever moves the tape waits for the drive and cannot be interrupted but by what ends the task,
/// because the tape has moved even so. When the file is closed after writing, a tape mark is
/// written, and a device that rewinds rewinds; nobody waits for that but the next one who uses the
/// drive. The same tape mark is written before the tape leaves the file that was written, by
/// rewinding for example.
///
/// Behind the marker that warns of the end, writes fail with `ENOSPC` and succeed in turns, so that
/// a trailer can be written there.
final class TapeDescription extends FileDescription {
  private static final int FAILURE =
      TapeDriver.DATA_ERROR | TapeDriver.BUS_ERROR | TapeDriver.REJECTED;
  private static final int TO_THE_END = -1;

  /// An `MTIOCTOP` under way.
  private record Operation(List<TapeRequest> requests) {}

  private final TapeDevices.Unit unit;
  private final boolean rewinds;
  private boolean hasWritten;
  private boolean isWarned;
  private boolean isAtEnd;
  private boolean isEndTold;
  private long residue;

  /// The tape on `unit`, which is rewound when it is closed if `rewinds`.
  TapeDescription(Location location, int flags, TapeDevices.Unit unit, boolean rewinds) {
    super(location, flags);
    this.unit = unit;
    this.rewinds = rewinds;
  }

  private TapeDriver driver() {
    return unit.driver();
  }

  private TapeRequest begin(TapeRequest request) {
    driver().submit(request);
    return request;
  }

  private static void await(TapeRequest request, Caller caller) {
    if (!request.isDone()) {
      throw caller.blockUnlessDoomed(request.queue());
    }
  }

  @Override
  protected void fill(IoBuffer buffer, long position, Caller caller) {
    if (buffer.remaining() == 0) {
      return;
    }
    int most = (int) Math.min(buffer.remaining(), TapeDriver.MOST_BYTES);
    TapeRequest request = caller.progress(TapeRequest.class, () -> begin(TapeRequest.read(most)));
    await(request, caller);
    hasWritten = false;
    demandReading(request);
    byte[] record = request.result();
    buffer.put(record, 0, record.length);
  }

  /// The first read at the end of the data finds nothing, further ones fail.
  private void demandReading(TapeRequest request) {
    demandSuccess(request);
    isAtEnd = request.has(TapeDriver.END_OF_DATA);
    if (isAtEnd && isEndTold) {
      throw Errno.EIO.failure();
    }
    isEndTold = isAtEnd;
    if (request.has(TapeDriver.OVERRUN)) {
      throw Errno.ENOMEM.failure();
    }
  }

  private static void demandSuccess(TapeRequest request) {
    if (!request.has(FAILURE)) {
      return;
    }
    if (!request.has(TapeDriver.LOADED)) {
      throw Errno.ENOMEDIUM.failure();
    }
    if (!request.has(TapeDriver.REJECTED)) {
      throw Errno.EIO.failure();
    }
    throw (request.has(TapeDriver.PROTECTED) ? Errno.EACCES : Errno.ENOSPC).failure();
  }

  @Override
  protected void drain(IoBuffer buffer, long position, Caller caller) {
    if (buffer.remaining() == 0) {
      return;
    }
    long length = buffer.remaining();
    TapeRequest request =
        caller.progress(TapeRequest.class, () -> begin(TapeRequest.write(record(buffer))));
    await(request, caller);
    demandSuccess(request);
    hasWritten = true;
    isAtEnd = false;
    buffer.skip(length);
  }

  /// Takes the record from the caller, counting nothing as moved yet.
  private byte[] record(IoBuffer buffer) {
    if (buffer.remaining() > TapeDriver.MOST_BYTES) {
      throw Errno.EINVAL.failure();
    }
    demandRoom();
    byte[] bytes = new byte[(int) buffer.remaining()];
    int taken = buffer.take(bytes, 0, bytes.length);
    buffer.skip(-taken);
    if (taken < bytes.length) {
      throw Errno.EFAULT.failure();
    }
    return bytes;
  }

  private void demandRoom() {
    isWarned = !isWarned && driver().has(TapeDriver.END_OF_TAPE);
    if (isWarned) {
      throw Errno.ENOSPC.failure();
    }
  }

  @Override
  public long ioctl(int request, long argument, Caller caller) {
    switch (request) {
      case IoctlRequest.MTIOCTOP -> operate(argument, caller);
      case IoctlRequest.MTIOCGET -> caller.memory().write(argument, status().toBytes());
      case IoctlRequest.MTIOCPOS -> caller.memory().store64(argument, driver().position());
      default -> throw Errno.ENOTTY.failure();
    }
    return 0;
  }

  private TapeStatus status() {
    boolean isBehindMark = driver().file() > 0 && driver().block() == 0;
    int bits =
        TapeStatus.GMT_IM_REP_EN
            | (isBehindMark ? TapeStatus.GMT_EOF : 0)
            | (isAtEnd ? TapeStatus.GMT_EOD : 0)
            | (driver().has(TapeDriver.LOAD_POINT) ? TapeStatus.GMT_BOT : 0)
            | (driver().has(TapeDriver.END_OF_TAPE) ? TapeStatus.GMT_EOT : 0)
            | (driver().has(TapeDriver.PROTECTED) ? TapeStatus.GMT_WR_PROT : 0)
            | (driver().has(TapeDriver.LOADED) ? TapeStatus.GMT_ONLINE : TapeStatus.GMT_DR_OPEN);
    return new TapeStatus(residue, bits, driver().file(), driver().block());
  }

  private void operate(long argument, Caller caller) {
    Operation operation = caller.progress(Operation.class, () -> begin(argument, caller));
    operation.requests.forEach(request -> await(request, caller));
    operation.requests.forEach(this::demandCompletion);
  }

  private void demandCompletion(TapeRequest request) {
    residue = request.amount() == TO_THE_END ? 0 : request.residue();
    isAtEnd = request.has(TapeDriver.END_OF_DATA);
    isEndTold = false;
    demandSuccess(request);
    if (residue != 0) {
      throw Errno.EIO.failure();
    }
  }

  private Operation begin(long argument, Caller caller) {
    int count = caller.memory().load32(argument + Integer.BYTES);
    if (count < 0) {
      throw Errno.EINVAL.failure();
    }
    List<TapeRequest> requests = requests(caller.memory().load16(argument), count);
    requests.forEach(driver()::submit);
    return new Operation(requests);
  }

  private List<TapeRequest> requests(int operation, int count) {
    return switch (operation) {
      case TapeOperation.MTRESET, TapeOperation.MTNOP, TapeOperation.MTSETDRVBUFFER -> List.of();
      case TapeOperation.MTFSF -> moves(TapeDriver.SPACE_FILE_FORWARD, count);
      case TapeOperation.MTBSF -> away(TapeRequest.of(TapeDriver.SPACE_FILE_BACKWARD, count));
      case TapeOperation.MTFSR -> moves(TapeDriver.SPACE_FORWARD, count);
      case TapeOperation.MTBSR -> moves(TapeDriver.SPACE_BACKWARD, count);
      case TapeOperation.MTWEOF, TapeOperation.MTWEOFI -> moves(TapeDriver.WRITE_MARK, count);
      case TapeOperation.MTREW, TapeOperation.MTRETEN, TapeOperation.MTLOAD ->
          away(TapeRequest.of(TapeDriver.REWIND, 0));
      case TapeOperation.MTOFFL, TapeOperation.MTUNLOAD ->
          away(TapeRequest.of(TapeDriver.UNLOAD, 0));
      case TapeOperation.MTBSFM ->
          away(
              TapeRequest.of(TapeDriver.SPACE_FILE_BACKWARD, count),
              TapeRequest.of(TapeDriver.SPACE_FILE_FORWARD, 1));
      case TapeOperation.MTFSFM ->
          away(
              TapeRequest.of(TapeDriver.SPACE_FILE_FORWARD, count),
              TapeRequest.of(TapeDriver.SPACE_FILE_BACKWARD, 1));
      case TapeOperation.MTEOM -> moves(TapeDriver.SPACE_FILE_FORWARD, TO_THE_END);
      case TapeOperation.MTERASE -> moves(TapeDriver.ERASE, 0);
      case TapeOperation.MTSETBLK -> blockSize(count);
      default -> throw Errno.EINVAL.failure();
    };
  }

  private List<TapeRequest> moves(int command, int count) {
    hasWritten = false;
    return command == TapeDriver.WRITE_MARK && count == 0
        ? List.of()
        : List.of(TapeRequest.of(command, count));
  }

  /// Leaves the end of what was written, if anything was, behind a tape mark.
  private List<TapeRequest> away(TapeRequest... moves) {
    List<TapeRequest> requests = new ArrayList<>();
    if (hasWritten) {
      requests.add(TapeRequest.of(TapeDriver.WRITE_MARK, 1));
      hasWritten = false;
    }
    requests.addAll(List.of(moves));
    return requests;
  }

  /// Blocks have no fixed size.
  private static List<TapeRequest> blockSize(int size) {
    if (size != 0) {
      throw Errno.EINVAL.failure();
    }
    return List.of();
  }

  @Override
  protected void closed() {
    if (hasWritten) {
      driver().submit(TapeRequest.of(TapeDriver.WRITE_MARK, 1));
    }
    if (rewinds) {
      driver().submit(TapeRequest.of(TapeDriver.REWIND, 0));
    }
    unit.release();
  }
}
