package spool.emulator.exec;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Decoder;
import spool.emulator.isa.Disassembler;
import spool.emulator.memory.PhysicalMemory;

/// The blocks that begin in one frame of memory.
///
/// In memory that other threads write to, the frame is read once, into a copy, and again when
/// [#look] finds that it has changed.
public final class CodeFrame {
  /// An instruction.
  ///
  /// @param offset where it is, see [CodePages]
  /// @param sizeBytes how long it is
  /// @param decoded what it is, see [Decoded]
  public record Instruction(int offset, int sizeBytes, long decoded) {}

  /// How often the code of a frame may change before it is no longer translated.
  private static final int MOST_VERSIONS = 16;

  private static final int FRAME_BYTES = PhysicalMemory.FRAME_BYTES;

  private final CodeCache cache;
  private final PhysicalMemory memory;
  private final long address;
  private final IntSupplier hot;
  private final Block[] blocks = new Block[PhysicalMemory.FRAME_BYTES / 2];
  private final BitSet covered = new BitSet();
  private final BitSet exits = new BitSet();
  private final BitSet wandering = new BitSet();
  private final BitSet roaming = new BitSet();
  private final Map<Integer, RegionPlan> renewed = new HashMap<>();
  private int pending;
  private int version;
  private int looks = -1;
  private byte[] copy = {};

  /// No blocks yet of the frame at the physical `address` of `memory`, to be translated after as
  /// many executions as `hot` says by then.
  CodeFrame(CodeCache cache, PhysicalMemory memory, long address, IntSupplier hot) {
    this.cache = cache;
    this.memory = memory;
    this.address = address;
    this.hot = hot;
    Arrays.fill(blocks, Block.NONE);
  }

  /// Looks whether the memory is as it was copied, for the `times`th time or not at all.
  void look(int times) {
    if (looks == times || !memory.isShared()) {
      return;
    }
    looks = times;
    memory.markCode(address, FRAME_BYTES);
    byte[] now = new byte[FRAME_BYTES];
    memory.read(address, now, 0, FRAME_BYTES);
    if (!Arrays.equals(now, copy)) {
      copy = now;
      drop(0, FRAME_BYTES, 0);
    }
  }

  /// The bits of the instruction at `offset`, as far as they are in the frame.
  int bits(int offset) {
    boolean isLastHalfword = offset == FRAME_BYTES - 2;
    int low = halfword(offset);
    return isLastHalfword ? low : low | halfword(offset + 2) << Short.SIZE;
  }

  private int halfword(int offset) {
    return memory.isShared()
        ? (copy[offset] & 0xff) | (copy[offset + 1] & 0xff) << Byte.SIZE
        : memory.load16(address + offset) & 0xffff;
  }

  /// A number that is another one whenever code of the frame has changed.
  int version() {
    return version;
  }

  /// Whether execution went to `offset` bytes from the start of the frame, by a jump or otherwise,
  /// at least `times` times, or can enter a region there.
  boolean wasEntered(int offset, int times) {
    return block(offset).heat >= times || hasEntry(offset);
  }

  /// Whether execution can enter a region at `offset`.
  boolean hasEntry(int offset) {
    return hasEntry(block(offset));
  }

  private static boolean hasEntry(Block block) {
    return block.isTranslated() && block.entry.plan().isCurrent();
  }

  /// Whether the code does not change all the time.
  boolean isStable() {
    return version < MOST_VERSIONS;
  }

  /// Where execution went at least `times` times, so far without a region, in order.
  IntStream entered(int times) {
    return IntStream.range(0, blocks.length)
        .filter(index -> blocks[index].heat >= times)
        .map(index -> index << 1);
  }

  /// The instructions from `offset` on, as far as a block goes, with the first of them at `place`;
  /// none if that straddles two frames.
  List<Instruction> instructions(int offset, int place) {
    return instructions(cache.at(address + offset), place);
  }

  /// Whether the instruction at `offset` is in the last halfword of this frame and the first one of
  /// another.
  boolean straddles(int offset) {
    return offset == FRAME_BYTES - Short.BYTES && Disassembler.length(bits(offset)) > Short.BYTES;
  }

  /// The instruction, at `place`, that is in the last halfword of this frame and the first one of
  /// `next`.
  Instruction straddling(CodeFrame next, int place) {
    int offset = FRAME_BYTES - Short.BYTES;
    memory.markCode(address + offset, Short.BYTES);
    memory.markCode(next.address, Short.BYTES);
    int bits = halfword(offset) | next.halfword(0) << Short.SIZE;
    return new Instruction(place, 2 * Short.BYTES, Decoder.decode(bits));
  }

  private static List<Instruction> instructions(Block block, int place) {
    return IntStream.range(0, block.code.length)
        .mapToObj(index -> instruction(block, index, place))
        .toList();
  }

  private static Instruction instruction(Block block, int index, int place) {
    long decoded = block.code[index];
    int start = Decoded.offset((int) decoded);
    return new Instruction(place + start, block.offsetAfter(index) - start, decoded);
  }

  /// Notes that the instruction at `offset` belongs to a region.
  void cover(int offset) {
    covered.set(offset >>> 1);
  }

  /// Notes that a region with instructions here is being made, up to [#regionIsMade].
  void expectRegion() {
    pending++;
  }

  /// Notes that it is being made no longer.
  void regionIsMade() {
    pending--;
  }

  /// Whether a region is being made, which may have an entry wherever execution is now.
  boolean isPending() {
    return pending > 0;
  }

  /// Whether translating from `offset` on is worth its while: the code does not change all the
  /// time, and execution does not just pass on its way to the next entry of a region, unless it
  /// does so `often`. Where a region is left for, it does not just pass.
  boolean isWorthTranslating(int offset, boolean often) {
    int index = offset >>> 1;
    return isStable() && (often || exits.get(index) || !covered.get(index));
  }

  /// Whether the access at `offset` changes between runs of pages so often that no window serves
  /// it.
  boolean wanders(int offset) {
    return wandering.get(offset >>> 1);
  }

  /// Notes that a region with its seed here is being made anew; answers false if it is already.
  boolean beginAnew(RegionPlan plan) {
    return renewed.putIfAbsent(plan.seed(), plan) == null;
  }

  /// Notes that the accesses of the region from `seed` wander, all but those to the stack.
  void noteRoaming(int seed) {
    roaming.set(seed);
  }

  /// Whether that was noted of the region from `seed`.
  public boolean isRoaming(int seed) {
    return roaming.get(seed);
  }

  /// Notes that the access at `offset` wanders.
  void noteWandering(int offset) {
    wandering.set(offset >>> 1);
  }

  /// Notes which accesses wander, those that `isWandering` says of blocks that begin with them.
  void noteWandering(Predicate<Block> isWandering) {
    for (int index = 0; index < blocks.length; index++) {
      if (isWandering.test(blocks[index])) {
        wandering.set(index);
      }
    }
  }

  Block block(int offset) {
    return blocks[offset >>> 1];
  }

  void put(int offset, Block block) {
    blocks[offset >>> 1] = block;
    cool(block);
  }

  /// Has what a region is left for at `offset` counted anew.
  void leftFor(int offset) {
    exits.set(offset >>> 1);
    cool(block(offset));
  }

  /// Lets execution enter a region, unless it can enter another one there, or the instruction is
  /// not of this frame alone.
  void enterAt(int offset, RegionEntry entry) {
    Block block = cache.at(address + offset);
    if (block != Block.NONE && !hasEntry(block)) {
      block.entry = entry;
      block.putOff(hot.getAsInt());
    }
  }

  /// The plan of the region from `seed` that is made anew, which it is no longer from now on.
  Optional<RegionPlan> replaced(int seed) {
    return Optional.ofNullable(renewed.remove(seed));
  }

  /// Notes that the region from `seed` came too late, as code of other frames has changed: it may
  /// be made again.
  void giveUp(int seed) {
    renewed.remove(seed);
    leftFor(seed);
  }

  /// Lets execution no longer enter a region that was made by `plan`.
  void leave(RegionPlan plan) {
    for (Block block : blocks) {
      if (block.entry.plan().equals(plan)) {
        block.entry = RegionEntry.NONE;
        block.putOff(hot.getAsInt());
      }
    }
  }

  /// Drops the blocks that have bytes among `length` at `from`, which begin before their end and at
  /// most `mostBytes` before their start, and all regions.
  void drop(int from, int length, int mostBytes) {
    dropRegions();
    wandering.clear();
    roaming.clear();
    for (int offset = Math.max(0, from - mostBytes) & ~1; offset < from + length; offset += 2) {
      if (offset + block(offset).sizeBytes > from) {
        put(offset, Block.NONE);
      }
    }
  }

  /// Drops all regions that are entered here, and those that are being made; others that have
  /// instructions here are no longer current.
  void dropRegions() {
    version++;
    pending = 0;
    covered.clear();
    exits.clear();
    renewed.clear();
    for (Block block : blocks) {
      block.entry = RegionEntry.NONE;
      cool(block);
    }
  }

  private void cool(Block block) {
    if (block != Block.NONE) {
      block.cool(hot.getAsInt());
    }
  }

  /// Makes sure that nothing of this is used any more.
  void retire() {
    version++;
  }
}
