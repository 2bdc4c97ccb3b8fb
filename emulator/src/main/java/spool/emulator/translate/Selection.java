package spool.emulator.translate;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableSet;
import java.util.SequencedMap;
import java.util.TreeSet;
import spool.emulator.exec.CodeFrame.Instruction;
import spool.emulator.exec.CodePages;
import spool.emulator.isa.Opcode;

/// The instructions that belong to a region: what can be reached from where it was hot, nearest
/// first, as long as it was executed before, in other pages than the first often, and is not too
/// much.
///
/// If it is too much, execution that just goes on from one instruction to the next goes, beyond
/// half of the size, no further than to the entry of another region, so that long ways are not in
/// regions many times over, each time from another place on.
///
/// A function that is called is part of it, as is what its return comes back to, which is an entry.
/// Where a jump by a table leads to is not known. So after all else come the places in its page
/// that execution often went to, the nearest to the jump first.
final class Selection {
  private final CodePages pages;
  private final int most;
  private final int often;

  /// Whether execution that just goes on leaves for an entry of another region, once there is half
  /// of what may be.
  private final boolean leavesForEntries;

  private int size;
  private final SequencedMap<Integer, Instruction> instructions = new LinkedHashMap<>();
  private final NavigableSet<Integer> leaders = new TreeSet<>();
  private final NavigableSet<Integer> entries = new TreeSet<>();
  private final Deque<Integer> pending = new ArrayDeque<>();

  /// Where jumps by tables are whose targets are not yet pending.
  private final Deque<Integer> tableJumps = new ArrayDeque<>();

  private Selection(CodePages pages, int most, int often, boolean leavesForEntries) {
    this.pages = pages;
    this.most = most;
    this.often = often;
    this.leavesForEntries = leavesForEntries;
  }

  /// What belongs to the instruction at `offset` of `pages`, about `most` bytes of bytecode. What
  /// is in another page than the first counts if execution went there `often`, and so does what a
  /// jump by a table may lead to.
  static Selection of(CodePages pages, int offset, int most, int often) {
    Selection selection = new Selection(pages, most, often, false);
    selection.select(offset);
    if (selection.size >= most) {
      selection = new Selection(pages, most, often, true);
      selection.select(offset);
    }
    return selection;
  }

  private void select(int offset) {
    enterAt(offset);
    walkPending();
    while (!tableJumps.isEmpty() && size < most) {
      considerAround(tableJumps.remove());
      walkPending();
    }
    retainSelected();
  }

  private void walkPending() {
    while (!pending.isEmpty() && size < most) {
      walk(pending.remove());
    }
  }

  private void considerAround(int jump) {
    pages
        .entered(jump, often)
        .boxed()
        .filter(offset -> !instructions.containsKey(offset))
        .sorted(Comparator.comparingInt(offset -> Math.abs(offset - jump)))
        .forEach(this::enterAt);
  }

  /// The nearer half of its instructions, for a region that turned out too large.
  Selection half() {
    Selection half = new Selection(pages, most / 2, often, leavesForEntries);
    instructions.entrySet().stream()
        .limit((instructions.size() + 1) / 2)
        .forEach(each -> half.instructions.put(each.getKey(), each.getValue()));
    half.leaders.addAll(leaders);
    half.entries.addAll(entries);
    half.retainSelected();
    return half;
  }

  private void retainSelected() {
    leaders.retainAll(instructions.keySet());
    entries.retainAll(instructions.keySet());
  }

  /// The instructions by their place, nearest first.
  SequencedMap<Integer, Instruction> instructions() {
    return instructions;
  }

  /// Where a basic block begins.
  NavigableSet<Integer> leaders() {
    return leaders;
  }

  /// Where execution can come from outside, or by an indirect jump.
  NavigableSet<Integer> entries() {
    return entries;
  }

  private void enterAt(int offset) {
    entries.add(offset);
    lead(offset);
  }

  private void lead(int offset) {
    leaders.add(offset);
    pending.add(offset);
  }

  /// Takes instructions from `start` on up to one that does not go on to the next.
  private void walk(int start) {
    int offset = start;
    for (List<Instruction> block = pages.instructions(offset);
        !block.isEmpty();
        block = pages.instructions(offset)) {
      for (Instruction instruction : block) {
        if (size >= most || isLeftFor(instruction, start) || !take(instruction)) {
          return;
        }
        offset = instruction.offset() + instruction.sizeBytes();
      }
    }
  }

  private boolean isLeftFor(Instruction instruction, int start) {
    return leavesForEntries
        && size >= most / 2
        && instruction.offset() != start
        && pages.hasEntry(instruction.offset());
  }

  /// Takes an instruction, and answers whether to go on to the next.
  private boolean take(Instruction instruction) {
    int next = instruction.offset() + instruction.sizeBytes();
    if (instructions.containsKey(instruction.offset())) {
      leaders.add(instruction.offset());
      return false;
    }
    if (!Signature.isTranslatable(instruction.decoded())) {
      enterAt(next); // where execution goes on after it was stepped
      return false;
    }
    instructions.put(instruction.offset(), instruction);
    size += Signature.of(instruction.decoded()).estimatedBytes();
    return switch (Signature.of(instruction.decoded()).opcode().flow()) {
      case NEXT -> true;
      case BRANCH -> {
        leaders.add(next);
        consider(Signature.target(instruction), instruction);
        yield true;
      }
      case JUMP -> {
        jump(instruction, next);
        yield false;
      }
      case END -> false;
    };
  }

  private void jump(Instruction instruction, int next) {
    Signature signature = Signature.of(instruction.decoded());
    if (signature.opcode() == Opcode.JAL) {
      consider(Signature.target(instruction), instruction);
    }
    if (Signature.isCall(instruction.decoded())) {
      comeBack(next);
    } else if (signature.opcode() == Opcode.JALR && !Graph.isReturn(instruction)) {
      tableJumps.add(instruction.offset());
    }
  }

  /// What follows a call is where its return comes back to.
  private void comeBack(int next) {
    if (pages.wasEntered(next, often)) {
      enterAt(next);
    }
  }

  private void consider(int target, Instruction from) {
    if (pages.wasEntered(target, often)) {
      if (target <= from.offset() || Signature.isCall(from.decoded())) {
        enterAt(target);
      } else {
        lead(target);
      }
    }
  }
}
