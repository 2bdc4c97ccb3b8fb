package spool.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.vm.Frames;
import spool.kernel.vm.UserMemory;

/// A transfer to or from the memory of a program, in one or more pieces. It goes page by page, so
/// that everything in front of a bad address is transferred.
public final class ProgramBuffer implements IoBuffer {
  /// No transfer is longer; Linux's `MAX_RW_COUNT`.
  public static final long MOST_BYTES = 0x7fff_f000;

  private static final int MOST_PIECES = 1024;
  private static final int PIECE_BYTES = 16;

  private record Piece(long address, long length) {}

  /// Moves `length` bytes between `address` in `memory` and `bytes` at `offset`.
  private interface Step {
    void move(UserMemory memory, long address, byte[] bytes, int offset, int length);
  }

  private final UserMemory memory;
  private final List<Piece> pieces;
  private final long total;
  private int piece;
  private long within;
  private long moved;

  private ProgramBuffer(UserMemory memory, List<Piece> pieces) {
    this.memory = memory;
    this.pieces = pieces;
    long sum = 0;
    for (Piece each : pieces) {
      sum = Math.min(MOST_BYTES, sum + each.length);
    }
    this.total = sum;
  }

  /// The `length` bytes from `address` on. Fails with `EINVAL` for a negative length.
  public static ProgramBuffer of(UserMemory memory, long address, long length) {
    return new ProgramBuffer(memory, List.of(piece(address, length)));
  }

  private static Piece piece(long address, long length) {
    if (length < 0) {
      throw Errno.EINVAL.failure();
    }
    return new Piece(address, length);
  }

  /// The pieces that an array of `count` `struct iovec`s at `address` names. Fails with `EINVAL` if
  /// they are too many or a length is negative.
  public static ProgramBuffer ofVector(UserMemory memory, long address, long count) {
    if (count < 0 || count > MOST_PIECES) {
      throw Errno.EINVAL.failure();
    }
    List<Piece> pieces = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      long entry = address + (long) index * PIECE_BYTES;
      pieces.add(piece(memory.load64(entry), memory.load64(entry + Long.BYTES)));
    }
    return new ProgramBuffer(memory, pieces);
  }

  @Override
  public long remaining() {
    return total - moved;
  }

  @Override
  public long moved() {
    return moved;
  }

  @Override
  public int put(byte[] source, int offset, int length) {
    return move(source, offset, length, UserMemory::write);
  }

  @Override
  public int take(byte[] target, int offset, int length) {
    return move(target, offset, length, UserMemory::read);
  }

  private int move(byte[] bytes, int offset, int length, Step step) {
    int wanted = (int) Math.min(length, remaining());
    int done = 0;
    while (done < wanted) {
      int chunk = chunk(wanted - done);
      try {
        step.move(memory, address(), bytes, offset + done, chunk);
      } catch (ErrnoException failure) {
        if (done == 0) {
          throw failure;
        }
        return done;
      }
      skip(chunk);
      done += chunk;
    }
    return done;
  }

  private long address() {
    return pieces.get(piece).address + within;
  }

  /// How many of `wanted` bytes, at least one, are in the same piece and page; empty pieces are
  /// passed.
  private int chunk(int wanted) {
    while (within == pieces.get(piece).length) {
      piece++;
      within = 0;
    }
    long inPiece = pieces.get(piece).length - within;
    long inPage = Frames.BYTES - (address() & (Frames.BYTES - 1));
    return (int) Math.min(wanted, Math.min(inPiece, inPage));
  }

  @Override
  public void skip(long bytes) {
    moved += bytes;
    within += bytes;
    while (within < 0) {
      piece--;
      within += pieces.get(piece).length;
    }
    while (piece < pieces.size() - 1 && within > pieces.get(piece).length) {
      within -= pieces.get(piece).length;
      piece++;
    }
  }
}
