package spool.emulator.memory;

import static spool.emulator.memory.PageTableWalker.ACCESS_FAULT;
import static spool.emulator.memory.PageTableWalker.PAGE_FAULT;

/// The translation of Sv39 once more, written from its definition as a recursion over whole bit
/// strings, to be compared with.
public final class NaiveWalker {
  private final PhysicalMemory memory;

  /// A walker of tables in `memory`.
  public NaiveWalker(PhysicalMemory memory) {
    this.memory = memory;
  }

  /// The physical address, or [PageTableWalker#PAGE_FAULT] or [PageTableWalker#ACCESS_FAULT].
  public long translate(
      long root, long address, Access access, boolean user, boolean sum, boolean mxr) {
    String bits = binary(address);
    String head = bits.substring(0, 64 - 38);
    if (head.contains("0") && head.contains("1")) {
      return PAGE_FAULT;
    }
    return translate(root, bits.substring(64 - 39), access, user, sum, mxr);
  }

  private long translate(
      long table, String rest, Access access, boolean user, boolean sum, boolean mxr) {
    int index = Integer.parseInt(rest.substring(0, 9), 2);
    if (!memory.contains(table, PhysicalMemory.FRAME_BYTES)) {
      return ACCESS_FAULT;
    }
    String entry = binary(memory.load64(table + 8L * index));
    String below = rest.substring(9);
    String frame = entry.substring(10, 54);
    boolean reserved = entry.substring(0, 10).contains("1");
    boolean dirty = entry.charAt(56) == '1';
    boolean accessed = entry.charAt(57) == '1';
    boolean userPage = entry.charAt(59) == '1';
    boolean executable = entry.charAt(60) == '1';
    boolean writable = entry.charAt(61) == '1';
    boolean readable = entry.charAt(62) == '1';
    boolean valid = entry.charAt(63) == '1';
    if (!valid || reserved || (writable && !readable)) {
      return PAGE_FAULT;
    }
    if (!readable && !executable) {
      boolean last = below.length() == 12;
      return last || dirty || accessed || userPage
          ? PAGE_FAULT
          : translate(Long.parseLong(frame, 2) * 4096, below, access, user, sum, mxr);
    }
    String ignored = (frame + "0".repeat(12)).substring(56 - below.length());
    boolean right =
        switch (access) {
          case FETCH -> executable;
          case LOAD -> readable || (executable && mxr);
          case STORE -> writable;
        };
    boolean mode = user ? userPage : !userPage || (sum && access != Access.FETCH);
    return ignored.contains("1") || !right || !mode
        ? PAGE_FAULT
        : Long.parseLong(frame + "0".repeat(12), 2) + Long.parseLong(below, 2);
  }

  private static String binary(long value) {
    String digits = Long.toBinaryString(value);
    return "0".repeat(64 - digits.length()) + digits;
  }
}
