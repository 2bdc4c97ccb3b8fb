package spool.emulator.exec;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import spool.emulator.hart.CachedPages;
import spool.emulator.hart.Hart;
import spool.emulator.hart.PageWindow;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Opcode;

/// Where in memory an instruction loads or stores: at a register and an offset.
final class MemoryOperand {
  private static final Set<Opcode> STORES = accesses(opcode -> opcode.descriptor().endsWith(")V"));
  private static final Set<Opcode> LOADS = accesses(opcode -> !opcode.descriptor().endsWith(")V"));

  private MemoryOperand() {}

  private static Set<Opcode> accesses(Predicate<Opcode> kind) {
    return Arrays.stream(Opcode.values())
        .filter(opcode -> opcode.arguments().contains("memory"))
        .filter(kind)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Has the window that `insn` goes through show where it loads or stores. Answers whether it does
  /// either, to a page that can be shown.
  static boolean show(Hart hart, long insn) {
    Opcode opcode = Opcode.of(Decoded.opcode((int) insn));
    int base = Decoded.rs1((int) insn);
    PageWindow window = hart.cachedPages().window(CachedPages.windowOf(base));
    long address = hart.x[base] + Decoded.immediate(insn);
    return STORES.contains(opcode)
        ? window.showToStores(address)
        : LOADS.contains(opcode) && window.showToLoads(address);
  }
}
