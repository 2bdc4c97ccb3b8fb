package spool.emulator.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import spool.emulator.exec.CodeFrame.Instruction;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Flow;
import spool.emulator.isa.Opcode;

/// The basic blocks of a region, and where execution is counted and its limit watched.
///
/// A counter in every block would keep the JVM's compiler from joining blocks, so that execution is
/// charged for on edges instead, and on as few as possible. When it comes to a block it may owe for
/// instructions before it, always the same number for the same block: as many as on the longest way
/// to it. On an edge along that way, nothing has to be charged; on others, the difference, which
/// may be negative. At blocks that are _settled_ nothing is owed: at entries, at the heads of
/// loops, and where the way would get too long. The last two, and entries that an indirect jump
/// leads to, are guarded as well: execution only goes on to them if there is room for the longest
/// way to the next guard. Otherwise it leaves the region there, and the interpreter, which can stop
/// anywhere, goes on.
///
/// The invariant: execution never charges for an instruction that it does not execute, nor leaves
/// without charging for all that it did; and from a block on, there is room for all instructions up
/// to the next guard or exit.
final class Graph {
  /// The longest way between two guards, in instructions.
  private static final int LONGEST_WAY = 100;

  private static final int RETURN_ADDRESS = 1;

  private final NavigableMap<Integer, BasicBlock> blocks = new TreeMap<>();
  private final SortedSet<Integer> entries;
  private final Detours detours;

  /// The blocks that lead to an offset, in order.
  private final Map<Integer, List<BasicBlock>> predecessors = new HashMap<>();

  /// The basic blocks of what was selected.
  Graph(Selection selection) {
    entries = selection.entries();
    for (int leader : selection.leaders()) {
      blocks.put(leader, block(leader, selection));
    }
    connect();
    detours = Detours.of(entries, predecessors);
    settle();
    measure();
    charge();
  }

  /// The blocks in order of their places.
  Iterable<BasicBlock> blocks() {
    return blocks.values();
  }

  /// The instructions of all blocks.
  Stream<Instruction> instructions() {
    return blocks.values().stream().flatMap(block -> block.instructions().stream());
  }

  /// The blocks where execution can come from outside, or by an indirect jump.
  List<BasicBlock> entries() {
    return entries.stream().map(blocks::get).toList();
  }

  /// Where execution goes on that leaves the region by a direct jump or by going on.
  List<Integer> exits() {
    return predecessors.keySet().stream()
        .filter(target -> !blocks.containsKey(target))
        .sorted()
        .toList();
  }

  /// The block at `offset`, if it belongs to the region.
  Optional<BasicBlock> at(int offset) {
    return Optional.ofNullable(blocks.get(offset));
  }

  /// The blocks that execution comes to `block` from, all of them earlier in order. None if it may
  /// come from elsewhere too.
  List<BasicBlock> before(BasicBlock block) {
    List<BasicBlock> before = predecessors.getOrDefault(block.offset(), List.of());
    boolean isComplete =
        !entries.contains(block.offset())
            && before.stream().noneMatch(each -> isBackward(each, block.offset()));
    return isComplete ? before : List.of();
  }

  /// Whether execution goes from a block to `target` by way of the dispatch.
  boolean isDetour(BasicBlock from, int target) {
    return detours.contains(from.offset(), target);
  }

  /// Whether a loop begins with `block` that is not closed by way of the dispatch.
  boolean isLoop(BasicBlock block) {
    int head = block.offset();
    return predecessors.getOrDefault(head, List.of()).stream()
        .anyMatch(from -> isBackward(from, head) && !isDetour(from, head));
  }

  /// Whether a block ends with a return, and there is no call in the region that it can be from. To
  /// look for an entry there would be a loop to the JVM's compiler.
  boolean isLeftFrom(BasicBlock block) {
    return isReturn(block.instructions().getLast())
        && instructions().noneMatch(each -> Signature.isCall(each.decoded()));
  }

  /// Whether an indirect jump is a return.
  static boolean isReturn(Instruction jump) {
    return Decoded.rs1((int) jump.decoded()) == RETURN_ADDRESS
        && !Signature.writesRegister(jump.decoded());
  }

  private static BasicBlock block(int leader, Selection selection) {
    List<Instruction> code = new ArrayList<>();
    int next = leader;
    for (Instruction following = selection.instructions().get(next);
        following != null && goesOn(code, next, selection);
        following = selection.instructions().get(next)) {
      code.add(following);
      next = following.offset() + following.sizeBytes();
    }
    return new BasicBlock(leader, code, end(code.getLast(), next));
  }

  /// Whether the block that has `code` up to now has the instruction at `next` too.
  private static boolean goesOn(List<Instruction> code, int next, Selection selection) {
    return code.isEmpty()
        || (flow(code.getLast()) == Flow.NEXT && !selection.leaders().contains(next));
  }

  private static Flow flow(Instruction instruction) {
    return Signature.of(instruction.decoded()).opcode().flow();
  }

  private static BasicBlock.End end(Instruction last, int next) {
    Opcode opcode = Signature.of(last.decoded()).opcode();
    return switch (opcode.flow()) {
      case BRANCH -> new BasicBlock.End.Branch(Signature.target(last), next);
      case JUMP ->
          opcode == Opcode.JAL
              ? new BasicBlock.End.Jump(Signature.target(last))
              : new BasicBlock.End.Indirect();
      case NEXT, END -> new BasicBlock.End.Next(next);
    };
  }

  private void connect() {
    for (BasicBlock block : blocks()) {
      for (int target : block.targets()) {
        predecessors.computeIfAbsent(target, _ -> new ArrayList<>()).add(block);
      }
    }
  }

  private void settle() {
    entries().forEach(BasicBlock::guard);
    for (BasicBlock block : blocks()) {
      for (int target : block.targets()) {
        if (isBackward(block, target)) {
          at(target).ifPresent(BasicBlock::settle);
        }
      }
    }
  }

  /// Whether an edge may close a loop.
  static boolean isBackward(BasicBlock from, int target) {
    return target <= from.offset();
  }

  /// Finds the need of every block from those after it.
  private void measure() {
    for (BasicBlock block : blocks.descendingMap().values()) {
      int longest = 0;
      for (int target : block.targets()) {
        BasicBlock next = blocks.get(target);
        if (next != null && !isBackward(block, target) && !next.isGuarded()) {
          longest = Math.max(longest, next.need());
        }
      }
      block.need(block.instructions().size() + longest);
      if (block.need() > LONGEST_WAY) {
        block.guard();
      }
    }
  }

  /// Finds what is owed at every block from those before it.
  private void charge() {
    for (BasicBlock block : blocks()) {
      int owed = block.owed() + block.instructions().size();
      for (int target : block.targets()) {
        BasicBlock next = blocks.get(target);
        if (next != null && !isBackward(block, target) && !next.isSettled()) {
          next.owed(Math.max(next.owed(), owed));
        }
      }
    }
  }
}
