package spool.emulator.exec;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import spool.emulator.hart.Hart;
import spool.emulator.hart.PageWindow;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Opcode;

/// Where in memory an instruction loads or stores: at a register and an offset.
public final class MemoryOperand {
  private static final Set<Opcode> ACCESSES =
      Arrays.stream(Opcode.values())
          .filter(opcode -> opcode.arguments().contains("memory"))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<Opcode> STORES =
      ACCESSES.stream()
          .filter(opcode -> opcode.descriptor().endsWith(")V"))
          .collect(Collectors.toUnmodifiableSet());

  private MemoryOperand() {}

  /// Whether `opcode` is a store.
  public static boolean isStore(Opcode opcode) {
    return STORES.contains(opcode);
  }

  /// Has the window that `insn` goes through show where it loads or stores. Answers whether it does
  /// either, to a page that can be shown.
  static boolean show(Hart hart, long insn) {
    Opcode opcode = Opcode.of(Decoded.opcode((int) insn));
    int base = Decoded.rs1((int) insn);
    PageWindow window = hart.cachedPages().window(base);
    long address = hart.x[base] + Decoded.immediate(insn);
    return isStore(opcode)
        ? window.showToStores(address)
        : ACCESSES.contains(opcode) && window.showToLoads(address);
  }
}
