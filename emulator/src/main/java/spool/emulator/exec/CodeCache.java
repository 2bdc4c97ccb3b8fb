package spool.emulator.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Decoder;
import spool.emulator.isa.Disassembler;
import spool.emulator.isa.Flow;
import spool.emulator.isa.Opcode;
import spool.emulator.memory.PhysicalMemory;

/// The decoded blocks of all harts, by physical address, so that code which processes share, or
/// which one has after a fork, is decoded once.
///
/// What was decoded is marked in [PhysicalMemory]. A write to it, whoever does it, drops the blocks
/// that it overlaps here and then everything that the listeners of [#onDrop] derived from any; a
/// write beside it, even in the same frame, drops nothing. The architecture (unprivileged ISA,
/// "Zifencei") lets a hart fetch old instructions until its next `fence.i`; here every fetch gets
/// what the latest store left, so that `fence.i` has nothing to do.
///
/// A block begins wherever a program jumps to, so that one which jumps everywhere makes far more of
/// them than it has code. When so many were made that they may take too much of the host's memory,
/// all are dropped, and what is still executed is decoded again.
///
/// The invariant is that every block that can be found equals what decoding its memory now would
/// give, and that the listeners know before it does not.
final class CodeCache {
  private static final int MOST_HALFWORDS = 64;
  private static final int FRAME_BYTES = PhysicalMemory.FRAME_BYTES;
  private static final long MOST_BYTES = 64 << 20;
  private static final int REFERENCE_BYTES = 4;
  private static final int BLOCK_BYTES = 48;

  private final PhysicalMemory memory;
  private final Map<Long, Block[]> frames = new HashMap<>();
  private final List<Runnable> dropListeners = new ArrayList<>();
  private long madeBytes;

  /// An empty cache of what `memory` holds.
  CodeCache(PhysicalMemory memory) {
    this.memory = memory;
    memory.onCodeWrite(this::drop);
  }

  /// Calls `listener` whenever blocks are dropped.
  void onDrop(Runnable listener) {
    dropListeners.add(listener);
  }

  /// The block that begins at the physical `address`; [Block#NONE] if its first instruction
  /// straddles two frames.
  Block at(long address) {
    Block[] blocks = blocksOf(address);
    int slot = (int) (address % FRAME_BYTES) >>> 1;
    if (blocks[slot] == Block.NONE) {
      blocks[slot] = decode(address);
      madeBytes += BLOCK_BYTES + (long) blocks[slot].code.length * Long.BYTES;
    }
    return blocks[slot];
  }

  /// How much memory the blocks may take that were made since all were dropped.
  long madeBytes() {
    return madeBytes;
  }

  /// The single instruction whose halves are at two physical addresses, in different frames.
  Block straddling(long first, long second) {
    memory.markCode(first, 2);
    memory.markCode(second, 2);
    int bits = halfword(first) | (halfword(second) << 16);
    return new Block(new long[] {Decoder.decode(bits)}, 4);
  }

  /// The bits of the instruction at `address`, as far as they are in the same frame.
  private int bits(long address) {
    boolean isLastHalfword = address % FRAME_BYTES == FRAME_BYTES - 2;
    return isLastHalfword ? halfword(address) : memory.load32(address);
  }

  private int halfword(long address) {
    return memory.load16(address) & 0xffff;
  }

  private Block[] blocksOf(long address) {
    if (madeBytes > MOST_BYTES) {
      dropAll();
    }
    long frame = address / FRAME_BYTES;
    return frames.computeIfAbsent(frame, key -> emptyFrame());
  }

  private Block[] emptyFrame() {
    Block[] blocks = new Block[FRAME_BYTES / 2];
    Arrays.fill(blocks, Block.NONE);
    madeBytes += (long) blocks.length * REFERENCE_BYTES;
    return blocks;
  }

  private Block decode(long address) {
    long[] code = new long[MOST_HALFWORDS];
    int count = 0;
    int offset = 0;
    long room = Math.min(FRAME_BYTES - address % FRAME_BYTES, 2 * MOST_HALFWORDS);
    boolean ended = false;
    while (!ended && offset < room) {
      int bits = bits(address + offset);
      int length = Disassembler.length(bits);
      if (offset + length > room) {
        break;
      }
      long insn = Decoder.decode(bits);
      code[count++] = Decoded.at(insn, offset);
      offset += length;
      ended = endsBlock(insn);
    }
    if (count == 0) {
      return Block.NONE;
    }
    memory.markCode(address, offset);
    return new Block(Arrays.copyOf(code, count), offset);
  }

  private static boolean endsBlock(long insn) {
    Flow flow = Opcode.of(Decoded.opcode((int) insn)).flow();
    return flow == Flow.JUMP || flow == Flow.END;
  }

  /// The marks stay, which is harmless.
  private void dropAll() {
    frames.clear();
    madeBytes = 0;
    dropListeners.forEach(Runnable::run);
  }

  /// Drops the blocks that have bytes among `length` at `address`, which begin before their end and
  /// at most the length of a block before their start.
  private void drop(long address, int length) {
    Block[] blocks = frames.get(address / FRAME_BYTES);
    if (blocks != null) {
      int from = (int) (address % FRAME_BYTES);
      int slot = Math.max(0, (from >> 1) - MOST_HALFWORDS);
      for (; 2 * slot < from + length; slot++) {
        if (2 * slot + blocks[slot].sizeBytes > from) {
          blocks[slot] = Block.NONE;
        }
      }
    }
    dropListeners.forEach(Runnable::run);
  }
}
