package spool.emulator.memory;

import static spool.emulator.memory.PageTableWalker.ACCESS_FAULT;
import static spool.emulator.memory.PageTableWalker.PAGE_FAULT;

/// The translation by page tables once more, written from its definition as a recursion over whole
/// bit strings, to be compared with.
public final class NaiveWalker {
  private final PhysicalMemory memory;
  private final PagingMode mode;

  /// A walker of Sv39 tables in `memory`.
  public NaiveWalker(PhysicalMemory memory) {
    this(memory, PagingMode.SV39);
  }

  /// A walker of tables of any mode.
  public NaiveWalker(PhysicalMemory memory, PagingMode mode) {
    this.memory = memory;
    this.mode = mode;
  }

  /// The physical address, or [PageTableWalker#PAGE_FAULT] or [PageTableWalker#ACCESS_FAULT].
  public long translate(
      long root, long address, Access access, boolean user, boolean sum, boolean mxr) {
    String bits = binary(address);
    int translated = 12 + 9 * mode.levels();
    String head = bits.substring(0, 65 - translated);
    if (head.contains("0") && head.contains("1")) {
      return PAGE_FAULT;
    }
    return translate(root, bits.substring(64 - translated), access, user, sum, mxr);
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
    boolean reserved = entry.substring(3, 10).contains("1");
    boolean napot = entry.charAt(0) == '1';
    String type = entry.substring(1, 3);
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
      return last || napot || !type.equals("00") || dirty || accessed || userPage
          ? PAGE_FAULT
          : translate(Long.parseLong(frame, 2) * 4096, below, access, user, sum, mxr);
    }
    if (napot && below.length() > 12) {
      return PAGE_FAULT;
    }
    String pattern = napot ? "1000" : "";
    int page = below.length() + pattern.length();
    String low = (frame + "0".repeat(12)).substring(56 - page);
    String wanted = pattern + "0".repeat(below.length());
    String offset = rest.substring(9 - pattern.length());
    boolean right =
        switch (access) {
          case FETCH -> executable;
          case LOAD -> readable || (executable && mxr);
          case STORE -> writable;
        };
    boolean reached = user ? userPage : !userPage || (sum && access != Access.FETCH);
    boolean typed = type.equals("00") || (mode.hasMemoryTypes() && !type.equals("11"));
    boolean used = mode.setsBits() || (accessed && (dirty || access != Access.STORE));
    return !low.equals(wanted) || !right || !reached || !typed || !used
        ? PAGE_FAULT
        : Long.parseLong((frame + "0".repeat(12)).substring(0, 56 - page) + offset, 2);
  }

  private static String binary(long value) {
    String digits = Long.toBinaryString(value);
    return "0".repeat(64 - digits.length()) + digits;
  }
}
