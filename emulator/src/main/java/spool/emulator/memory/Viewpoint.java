package spool.emulator.memory;

import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.U;
import static spool.emulator.memory.PageTableEntry.W;
import static spool.emulator.memory.PageTableEntry.X;
import static spool.emulator.memory.PageTableEntry.has;

/// Who looks through a page table, which decides what its entries permit: user mode or supervisor
/// mode, and for the latter the bits SUM (may touch user pages) and MXR (may read executable pages)
/// of `mstatus`. MXR counts for user mode too.
public record Viewpoint(boolean user, boolean sum, boolean mxr) {
  /// Whether the leaf `entry` permits `access`.
  public boolean permits(long entry, Access access) {
    return switch (access) {
      case FETCH -> has(entry, X) && has(entry, U) == user;
      case LOAD -> (has(entry, R) || (mxr && has(entry, X))) && reaches(entry);
      case STORE -> has(entry, W) && reaches(entry);
    };
  }

  private boolean reaches(long entry) {
    return has(entry, U) ? user || sum : !user;
  }
}
