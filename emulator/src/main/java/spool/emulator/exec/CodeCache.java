package spool.emulator.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Decoder;
import spool.emulator.isa.Disassembler;
import spool.emulator.isa.Flow;
import spool.emulator.isa.Opcode;
import spool.emulator.memory.PhysicalMemory;

/// Decoded blocks by physical address, so that code which processes share, or which one has after a
/// fork, is decoded once: those of all harts, or where harts are threads, those of one.
///
/// What was decoded is marked in [PhysicalMemory]. A write to it, whoever does it, drops the blocks
/// that it overlaps here and then everything that the listeners of [#onDrop] derived from any; a
/// write beside it, even in the same frame, drops nothing. The architecture (unprivileged ISA,
/// "Zifencei") lets a hart fetch old instructions until its next `fence.i`; here every fetch gets
/// what the latest store left, so that `fence.i` has nothing to do.
///
/// Where harts are threads, a hart may fetch old instructions as long as it is let to. What it
/// decodes from is a copy of the frame ([CodeFrame]), and [#refresh] makes it look, before it uses
/// a frame again, whether the copy is still right. `fence.i` asks for that, and so does a write
/// that was noticed.
///
/// A block begins wherever a program jumps to, so that one which jumps everywhere makes far more of
/// them than it has code. When so many were made that they may take too much of the host's memory,
/// all are dropped, and what is still executed is decoded again.
///
/// Regions know the array that holds RAM, so that all are dropped when it grows.
///
/// The invariant is that every block that can be found equals what decoding its memory now, or at
/// some time since the last [#refresh], would give, and that the listeners know before it does not.
final class CodeCache {
  private static final int MOST_HALFWORDS = 64;
  private static final int FRAME_BYTES = PhysicalMemory.FRAME_BYTES;
  private static final long MOST_BYTES = 64 << 20;
  private static final int REFERENCE_BYTES = 4;
  private static final int BLOCK_BYTES = 48;

  /// How many times as hot a block must be that a region has, but without an entry.
  private static final long OFTEN = 64;

  /// After how many times as many executions a block is looked at again.
  private static final int AGAIN = 8;

  /// An access that misses once in so many instructions, or more often, is better served by the
  /// TLB: to execute it apart takes as long as some hundred others.
  private static final long OFTEN_MISSED = 4000;

  private final PhysicalMemory memory;
  private final Translator translator;
  private final Map<Long, CodeFrame> frames = new HashMap<>();
  private final List<Runnable> dropListeners = new ArrayList<>();
  private long madeBytes;

  /// How often everything was to be looked at again.
  private int looks;

  /// Whether someone wrote to code since; set by any thread.
  private volatile boolean written;

  /// An empty cache of what `memory` holds.
  CodeCache(PhysicalMemory memory, Translator translator) {
    this.memory = memory;
    this.translator = translator;
    if (!memory.isShared()) {
      memory.onGrowth(array -> frames.values().forEach(CodeFrame::dropRegions));
    }
    memory.onCodeWrite(memory.isShared() ? (address, length) -> written = true : this::drop);
  }

  /// Has every frame looked at before it is used again, where changes are not noticed as they
  /// happen.
  void refresh() {
    if (memory.isShared()) {
      written = false;
      looks++;
      dropListeners.forEach(Runnable::run);
    }
  }

  /// Calls `listener` whenever blocks are dropped.
  void onDrop(Runnable listener) {
    dropListeners.add(listener);
  }

  /// The block that begins at the physical `address`; [Block#NONE] if its first instruction
  /// straddles two frames.
  Block at(long address) {
    if (written) {
      refresh();
    }
    CodeFrame frame = frameOf(address);
    int offset = offset(address);
    Block block = frame.block(offset);
    if (block == Block.NONE) {
      block = decode(frame, address);
      frame.put(offset, block);
      madeBytes += BLOCK_BYTES + (long) block.code.length * Long.BYTES;
    }
    return block;
  }

  /// Counts an execution of `block`, and answers whether it is time to look at it.
  boolean isDue(Block block) {
    block.heat++;
    return block.heat == block.due;
  }

  /// Has `block`, which `hart` came to at the virtual address `pc`, and what belongs to it
  /// translated if that is worth its while. A region that is there already, and often refuses, is
  /// made anew, or another one if it is not for what the hart sees.
  void translate(Block block, long pc, Hart hart) {
    if (block.heat < translator.hot()) {
      block.due = translator.hot();
      return;
    }
    CodeFrame frame = frameOf(block.address);
    int offset = offset(block.address);
    boolean often = block.heat >= OFTEN * translator.hot() && !frame.isPending();
    RegionEntry entry = block.entry;
    boolean wasTranslated = block.isTranslated();
    boolean refusedOften = block.refusedOften(translator.hot() / 2);
    if (wasTranslated && !refusedOften) {
      block.putOff(translator.hot());
    } else if (wasTranslated && mayEnter(entry, pc, hart)) {
      makeAnew(entry.plan(), pc - entry.offset(), hart);
    } else {
      block.entry = RegionEntry.NONE;
      if (frame.isWorthTranslating(offset, often || wasTranslated)) {
        translator.translate(pages(frame, pc - offset, hart), offset, hart.isInexact());
      }
    }
    if (!block.isTranslated() && !often) {
      block.due += AGAIN * translator.hot();
    }
  }

  private void makeAnew(RegionPlan plan, long base, Hart hart) {
    if (plan.beginAnew()) {
      translator.translate(pages(plan.frame(), base, hart), plan.seed(), hart.isInexact());
    }
  }

  /// What `hart` sees around the page at the virtual address `base`, which is in `frame`: other
  /// pages where there is no trigger.
  private CodePages pages(CodeFrame frame, long base, Hart hart) {
    return new CodePages(frame, page -> frameFetched(base + (long) page * FRAME_BYTES, hart));
  }

  private Optional<CodeFrame> frameFetched(long address, Hart hart) {
    OptionalLong physical = hart.findFetched(address);
    return physical.isPresent() && !hart.triggers().areInCode(address)
        ? Optional.of(frameOf(physical.getAsLong()))
        : Optional.empty();
  }

  /// Counts that a region that `hart` had entered with the virtual address `base` left over the
  /// access at `pc` that `block` begins with, and has the region made anew if that happens too
  /// often.
  void missed(Block block, RegionPlan plan, long base, long pc, Hart hart) {
    long retired = hart.retired();
    if (block.misses == 0) {
      block.missesSince = retired;
    }
    block.misses++;
    int many = Math.max(2, translator.hot() / 2);
    if (block.misses >= many) {
      boolean wanders = plan.wandering().contains((int) (pc - base));
      if (!wanders && block.missesOften(many, OFTEN_MISSED, retired)) {
        plan.noteWandering(
            (int) (pc - base), each -> each.missesOften(many / 8 + 1, OFTEN_MISSED, retired));
        makeAnew(plan, base, hart);
      }
      block.misses = 0;
    }
  }

  /// Whether `hart` may enter a region where it came to a block that has the entry, at the virtual
  /// address `pc`: whether the code is what it was, where it was, and has no triggers. Of the page
  /// with the block that is known, but for changes of code.
  boolean mayEnter(RegionEntry entry, long pc, Hart hart) {
    long base = pc - entry.offset();
    for (RegionPlan.Page page : entry.plan().pages()) {
      boolean isInPlace = page.has(entry.offset()) || isInPlace(page, base, hart);
      if (!isInPlace || !page.isCurrent()) {
        return false;
      }
    }
    return true;
  }

  private boolean isInPlace(RegionPlan.Page page, long base, Hart hart) {
    Optional<CodeFrame> frame = frameFetched(base + (long) page.number() * FRAME_BYTES, hart);
    return frame.isPresent() && frame.get().equals(page.frame());
  }

  /// Lets execution enter what was translated meanwhile.
  void installTranslations() {
    for (Optional<Translator.Translation> next = translator.finished();
        next.isPresent();
        next = translator.finished()) {
      install(next.get());
    }
  }

  private static void install(Translator.Translation translation) {
    RegionPlan plan = translation.plan();
    plan.pages().stream()
        .filter(RegionPlan.Page::isCurrent)
        .forEach(page -> page.frame().regionIsMade());
    if (plan.isCurrent()) {
      enter(translation);
    } else if (plan.pages().getFirst().isCurrent()) {
      plan.frame().giveUp(plan.seed());
    }
  }

  private static void enter(Translator.Translation translation) {
    RegionPlan plan = translation.plan();
    for (int exit : translation.exits()) {
      plan.frameAt(exit).ifPresent(frame -> frame.leftFor(CodePages.inPage(exit)));
    }
    plan.frame().replaced(plan.seed()).ifPresent(RegionPlan::leave);
    for (RegionEntry entry : translation.entries()) {
      int offset = CodePages.inPage(entry.offset());
      plan.frameAt(entry.offset()).ifPresent(frame -> frame.enterAt(offset, entry));
    }
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
    return new Block(first, new long[] {Decoder.decode(bits)}, 4);
  }

  private int halfword(long address) {
    return memory.load16(address) & 0xffff;
  }

  private CodeFrame frameOf(long address) {
    if (madeBytes > MOST_BYTES) {
      dropAll();
    }
    CodeFrame known = frames.get(address / FRAME_BYTES);
    CodeFrame frame = known != null ? known : addFrame(address / FRAME_BYTES);
    frame.look(looks);
    return frame;
  }

  private CodeFrame addFrame(long number) {
    madeBytes += (long) FRAME_BYTES / 2 * REFERENCE_BYTES + FRAME_BYTES;
    CodeFrame frame = new CodeFrame(this, memory, number * FRAME_BYTES, translator::hot);
    frames.put(number, frame);
    return frame;
  }

  private static int offset(long address) {
    return (int) (address % FRAME_BYTES);
  }

  private Block decode(CodeFrame frame, long address) {
    long[] code = new long[MOST_HALFWORDS];
    int count = 0;
    int offset = 0;
    long room = Math.min(FRAME_BYTES - address % FRAME_BYTES, 2 * MOST_HALFWORDS);
    boolean ended = false;
    while (!ended && offset < room) {
      int bits = frame.bits(offset(address) + offset);
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
    return new Block(address, Arrays.copyOf(code, count), offset);
  }

  private static boolean endsBlock(long insn) {
    Flow flow = Opcode.of(Decoded.opcode((int) insn)).flow();
    return flow == Flow.JUMP || flow == Flow.END;
  }

  /// The marks stay, which is harmless.
  private void dropAll() {
    frames.values().forEach(CodeFrame::retire);
    frames.clear();
    madeBytes = 0;
    dropListeners.forEach(Runnable::run);
  }

  private void drop(long address, int length) {
    CodeFrame frame = frames.get(address / FRAME_BYTES);
    if (frame != null) {
      frame.drop(offset(address), length, 2 * MOST_HALFWORDS);
    }
    dropListeners.forEach(Runnable::run);
  }
}
