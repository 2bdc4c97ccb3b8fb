package spool.emulator.exec;

import java.util.Arrays;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Privilege;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Trap;

/// The execution of one hart's instructions.
///
/// Execution goes from block to block inside [Dispatch#run], which leaves at whatever is not
/// ordinary: an interrupt, the limit, a trap, an instruction with [spool.emulator.isa.Flow#END], an
/// address that was not executed lately. [#run] deals with these and enters again. In between,
/// everything of the hart that a program can see is in the hart, but inside a block `pc` and the
/// counters are behind: `pc` follows from the block's address and the index in it, and
/// [Hart#executed] bridges the counters. A trap in the middle of a block settles both first.
///
/// The invariant is that where blocks begin and end, and where a limit cuts them, cannot be seen by
/// the program, but for one thing: an interrupt that a store to a device raises at once is taken at
/// the end of the block, not after the store.
final class Execution {
  private final Hart hart;
  private final CodeCache cache;
  private final BlockMap[] maps = new BlockMap[Privilege.M.encoding() + 1];

  /// Executes for `hart` what is in the memory of `cache`.
  Execution(Hart hart, CodeCache cache) {
    this.hart = hart;
    this.cache = cache;
    Arrays.setAll(maps, privilege -> new BlockMap());
    cache.onDrop(this::forget);
  }

  Hart hart() {
    return hart;
  }

  /// See [Interpreter#run].
  void run() {
    while (!hart.isParked() && hart.cycles() < hart.limit()) {
      if (hart.interruptPending()) {
        hart.charge(1);
        hart.takeInterrupt();
      } else {
        enter();
      }
    }
  }

  /// Executes instruction `index`, which ends the block for good.
  void executeLast(Block block, long base, int index) {
    long insn = block.code[index];
    long pc = base + Decoded.offset((int) insn);
    hart.retire(index);
    hart.pc(base + block.sizeBytes);
    try {
      Dispatch.execute(hart, insn, pc);
    } catch (Trap trap) {
      takeTrap(pc, trap);
      return;
    }
    if (hart.trapPending()) {
      hart.pc(pc);
      hart.charge(1);
      hart.deliverPendingTrap();
    } else {
      hart.retire(1);
    }
  }

  /// Takes the trap that instruction `index` of the block threw.
  void trap(Block block, long base, int index, Trap trap) {
    hart.retire(index);
    takeTrap(base + Decoded.offset((int) block.code[index]), trap);
  }

  private void takeTrap(long pc, Trap trap) {
    hart.pc(pc);
    hart.charge(1);
    hart.takeTrap(trap.cause(), trap.value());
  }

  private void enter() {
    long pc = hart.pc();
    BlockMap map = maps[hart.privilege().encoding()];
    map.synchronize(hart.translationEpoch());
    Block block;
    try {
      block = lookUp(map, pc);
    } catch (Trap trap) {
      takeTrap(pc, trap);
      return;
    }
    if (hart.room() < block.code.length) {
      block = block.prefix((int) hart.room());
    }
    Dispatch.run(this, hart, map, block, pc);
  }

  private Block lookUp(BlockMap map, long pc) {
    Block found = map.find(pc);
    if (found == Block.NONE) {
      found = fetch(pc);
      map.put(pc, found);
    }
    return found;
  }

  /// Throws [Trap] when translation fails. For an instruction that straddles two pages, the fault
  /// of the second names the second page's address, and the instruction is translated twice: both
  /// pages are in the map's epoch and both frames marked, so the map may hold the block.
  private Block fetch(long pc) {
    long address = hart.fetchAddress(pc);
    Block block = cache.at(address);
    return block == Block.NONE ? cache.straddling(address, hart.fetchAddress(pc + 2)) : block;
  }

  private void forget() {
    for (BlockMap each : maps) {
      each.clear();
    }
  }
}
