package spool.emulator.translate;

import java.util.List;
import spool.emulator.exec.CodeFrame.Instruction;

/// Instructions of a region that are executed one after the other, from the first to the last.
///
/// Places are offsets as [spool.emulator.exec.CodePages] has them.
final class BasicBlock {
  /// How a block ends.
  sealed interface End {
    /// Execution goes on at `next`.
    record Next(int next) implements End {}

    /// The last instruction is a branch to `taken`, or execution goes on at `next`.
    record Branch(int taken, int next) implements End {}

    /// The last instruction is a direct jump to `target`.
    record Jump(int target) implements End {}

    /// The last instruction is a jump to an address in a register.
    record Indirect() implements End {}
  }

  private final int offset;
  private final List<Instruction> instructions;
  private final End end;

  /// How many instructions before this block execution has not charged for when it comes here.
  private int owed;

  /// How many instructions there has to be room for when execution comes here.
  private int need;

  private boolean settled;
  private boolean guarded;

  /// The block at `offset`.
  BasicBlock(int offset, List<Instruction> instructions, End end) {
    this.offset = offset;
    this.instructions = List.copyOf(instructions);
    this.end = end;
  }

  int offset() {
    return offset;
  }

  List<Instruction> instructions() {
    return instructions;
  }

  End end() {
    return end;
  }

  /// Where execution may go on that is known now; a target outside the region is one too.
  List<Integer> targets() {
    return switch (end) {
      case End.Next(int next) -> List.of(next);
      case End.Branch(int taken, int next) -> List.of(taken, next);
      case End.Jump(int target) -> List.of(target);
      case End.Indirect() -> List.of();
    };
  }

  int owed() {
    return owed;
  }

  void owed(int count) {
    owed = count;
  }

  int need() {
    return need;
  }

  void need(int count) {
    need = count;
  }

  /// Whether everything before this block is charged for when execution comes here.
  boolean isSettled() {
    return settled;
  }

  void settle() {
    settled = true;
  }

  /// Whether everyone who comes here looks first whether there is room.
  boolean isGuarded() {
    return guarded;
  }

  void guard() {
    settled = true;
    guarded = true;
  }
}
