package spool.emulator.hart;

import spool.emulator.isa.DataMemory;
import spool.emulator.memory.PhysicalMemory;

/// RAM as translated code goes to it: addresses are indices that a [PageWindow] gave, or up to
/// [PhysicalMemory#SPARE_BYTES] more, and not looked at again.
public abstract sealed class IndexedRam extends DataMemory permits HeapRam, SharedRam {
  /// What changes nothing of an index that a window gives. Where it and what holds RAM are
  /// constants, as they are in translated code, it tells the JVM that there are no bounds to check.
  int mask = -1;

  IndexedRam() {}

  /// What `memory` holds.
  static IndexedRam of(PhysicalMemory memory) {
    return memory.segment().<IndexedRam>map(SharedRam::new).orElseGet(() -> HeapRam.of(memory));
  }
}
