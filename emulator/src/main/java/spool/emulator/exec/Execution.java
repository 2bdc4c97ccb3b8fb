package spool.emulator.exec;

import spool.emulator.hart.Hart;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Opcode;
import spool.emulator.isa.Trap;

/// The execution of one hart's instructions.
///
/// Execution goes from block to block inside [#follow], which leaves at whatever is not ordinary:
/// an interrupt, the limit, a trap, an instruction with [spool.emulator.isa.Flow#END], an address
/// that was not executed lately. [#run] deals with these and enters again.
///
/// Within a block there are two ways. [Dispatch#run] executes what needs nothing but registers and
/// [spool.emulator.hart.CachedPages]; there, `pc` and the counters of the hart are behind, and
/// nobody can see it. All else it leaves to [#step]: that settles `pc` and the counters, executes
/// this one instruction with everything of the hart at its disposal, and looks whether execution
/// may go on in the block. It may not if the instruction lowered the limit, raised an interrupt
/// (both by access to a device) or wrote to instructions.
///
/// An instruction with a trigger ([spool.emulator.hart.Triggers]) is in no map, and the blocks of
/// its page end before it. So execution leaves [#follow] in front of it, and what stands in the
/// inner loop knows nothing of debuggers.
///
/// The invariant is that where blocks begin and end, and where a limit cuts them, cannot be seen by
/// the program: traps, interrupts, limits and changes of code are exact to the instruction.
final class Execution {
  private final Hart hart;
  private final CodeCache cache;
  private final Successor successor = new Successor();
  private final BlockMaps maps = new BlockMaps();
  private boolean codeChanged;

  /// Executes for `hart` what is in the memory of `cache`.
  Execution(Hart hart, CodeCache cache) {
    this.hart = hart;
    this.cache = cache;
    cache.onDrop(this::forget);
    hart.onFenceInstruction(cache::refresh);
  }

  Hart hart() {
    return hart;
  }

  /// See [Interpreter#run].
  void run() {
    cache.installTranslations();
    while (!hart.isParked() && hart.cycles() < hart.limit()) {
      if (hart.interruptPending()) {
        hart.charge(1);
        hart.takeInterrupt();
      } else {
        enter();
        if (hart.trapPending()) {
          hart.charge(1);
          hart.deliverPendingTrap();
        }
      }
    }
  }

  /// Leaves `trap` of the instruction at `pc` for [#run] to deliver: there alone, so that the JVM
  /// compiles what serves traps once and not with each way to here.
  private void raise(long pc, Trap trap) {
    hart.pc(pc);
    hart.raise(trap.cause(), trap.value());
  }

  private void enter() {
    long pc = hart.pc();
    boolean triggered = hart.triggers().areAt(pc);
    if (triggered && isHeld(pc)) {
      return;
    }
    BlockMap map = maps.at(hart.translationEpoch());
    Block block;
    try {
      block = lookUp(map, pc);
    } catch (Trap trap) {
      raise(pc, trap);
      return;
    }
    long room = triggered ? 1 : hart.room();
    if (room < block.code.length) {
      block = block.prefix((int) room);
    }
    follow(map, block, pc, room);
  }

  private boolean isHeld(long pc) {
    hart.triggers().reached(pc);
    return hart.isPaused();
  }

  /// Executes blocks and regions, beginning with `first` at the virtual address `start`, until the
  /// map has no next one, there is no room for it, of which the hart has at least `most`, or an
  /// instruction ends it all.
  private void follow(BlockMap map, Block first, long start, long most) {
    Block block = first;
    long base = start;
    long room = most;
    do {
      RegionEntry entry = block.entry;
      boolean translated = entry.need() <= room;
      int count = translated ? executeRegion(map, entry, base, room) : interpret(block, base);
      if (count == Region.REFUSED) {
        translated = false;
        block.refused();
        count = interpret(block, base);
      }
      if (count >= 0) {
        hart.retire(count);
        room -= count;
      } else if (translated ? stepOver(map, ~count, entry, base) : finish(block, base, ~count)) {
        room = hart.room();
      } else {
        return;
      }
      if (successor.address != base) {
        base = successor.address;
        block = map.find(base);
      }
    } while (block.code.length <= room && block != Block.NONE);
    hart.pc(base);
  }

  private int executeRegion(BlockMap map, RegionEntry entry, long pc, long room) {
    Region region = entry.region();
    long base = pc - entry.offset();
    if (!region.mayRun(map.state(), base)) {
      if (!cache.mayEnter(entry, pc, hart)) {
        return Region.REFUSED;
      }
      region.allow(map.state(), base);
    }
    successor.address = pc;
    int most = (int) Math.min(room, Math.max(entry.need(), region.most()));
    return region.run(hart, hart.cachedPages(), successor, base, most);
  }

  private int interpret(Block block, long base) {
    if (cache.isDue(block)) {
      cache.translate(block, base, hart);
    }
    successor.address = base + block.sizeBytes;
    return Dispatch.run(block.code, hart.x, hart.cachedPages(), successor, base, 0);
  }

  /// Counts the `count` instructions that a region executed, entered at the virtual address
  /// `start`, and executes the one after it and the rest of its block in the other way. Answers as
  /// [#finish].
  private boolean stepOver(BlockMap map, int count, RegionEntry entry, long start) {
    hart.retire(count);
    long pc = successor.address;
    Block block;
    try {
      block = lookUp(map, pc);
    } catch (Trap trap) {
      raise(pc, trap);
      return false;
    }
    if (MemoryOperand.show(hart, block.code[0])) {
      cache.missed(block, entry.plan(), start - entry.offset(), pc, hart);
    }
    if (hart.room() < block.code.length) {
      block = block.prefix((int) hart.room());
    }
    successor.address = pc + block.sizeBytes;
    return finish(block, pc, 0);
  }

  /// Executes what is left of a block, of which `count` instructions have executed without being
  /// counted yet and the next is to be stepped over. Answers false if execution cannot go on, and
  /// then the hart is up to date.
  private boolean finish(Block block, long base, int count) {
    int counted = 0;
    int reached = ~count;
    while (reached < 0) {
      hart.retire(~reached - counted);
      if (!step(block, base, ~reached)) {
        return false;
      }
      counted = ~reached + 1;
      reached = Dispatch.run(block.code, hart.x, hart.cachedPages(), successor, base, counted);
    }
    hart.retire(reached - counted);
    return true;
  }

  /// Executes instruction `index` by itself, with all before it counted. Answers whether the rest
  /// of the block may be executed, which `pc` points to in either case.
  private boolean step(Block block, long base, int index) {
    long insn = block.code[index];
    long pc = base + Decoded.offset((int) insn);
    hart.pc(base + block.offsetAfter(index));
    codeChanged = false;
    try {
      Dispatch.execute(hart, insn, pc);
    } catch (Trap trap) {
      raise(pc, trap);
      return false;
    }
    if (hart.trapPending()) {
      hart.pc(pc);
      return false;
    }
    hart.retire(1);
    boolean ends = Decoded.opcode((int) insn) >= Opcode.FIRST_END;
    return !ends && !codeChanged && hart.room() >= block.code.length - index - 1;
  }

  private Block lookUp(BlockMap map, long pc) {
    Block found = map.find(pc);
    if (found == Block.NONE) {
      found = fetch(pc);
      if (!hart.triggers().areAt(pc)) {
        map.put(pc, found);
      }
    }
    return found;
  }

  /// Throws [Trap] when translation fails. For an instruction that straddles two pages, the fault
  /// of the second names the second page's address, and the instruction is translated twice: both
  /// pages are in the map's epoch and both frames marked, so the map may hold the block.
  private Block fetch(long pc) {
    long address = hart.fetchAddress(pc);
    Block block = cache.at(address);
    if (block == Block.NONE) {
      return cache.straddling(address, hart.fetchAddress(pc + 2));
    }
    if (!hart.fetchesWholePage(pc)) {
      return onlyFirst(block, pc);
    }
    return hart.triggers().areInCode(pc) ? beforeTrigger(block, pc) : block;
  }

  /// The instructions of a block as far as the next one with a trigger, which there is no passing
  /// over in a region either.
  private Block beforeTrigger(Block block, long pc) {
    int count = 1;
    while (count < block.code.length
        && !hart.triggers().areAt(pc + Decoded.offset((int) block.code[count]))) {
      count++;
    }
    return block.prefix(count);
  }

  /// Where only a part of the page may be executed, each instruction needs a look of its own, and
  /// there is no entering a region.
  private Block onlyFirst(Block block, long pc) {
    Block first = block.prefix(1);
    if (first.sizeBytes > 2) {
      hart.fetchAddress(pc + 2);
    }
    return first;
  }

  private void forget() {
    codeChanged = true;
    maps.clear();
  }
}
