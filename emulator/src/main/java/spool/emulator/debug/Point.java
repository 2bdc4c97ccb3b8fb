package spool.emulator.debug;

import spool.emulator.memory.Access;

/// A breakpoint or watchpoint of a debugger's.
///
/// @param address the first byte
/// @param length how many bytes are watched; the size of the instruction for a breakpoint
public record Point(Kind kind, long address, int length) {
  /// What a point is for.
  public enum Kind {
    /// Before an instruction executes.
    SOFTWARE("swbreak"),

    /// The same here, by another name.
    HARDWARE("hwbreak"),

    /// After a store.
    WRITE("watch"),

    /// After a load.
    READ("rwatch"),

    /// After a load or store.
    ACCESS("awatch");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// Whether it is for instructions rather than data.
    boolean isForCode() {
      return this == SOFTWARE || this == HARDWARE;
    }

    private boolean isFor(Access access) {
      return switch (this) {
        case SOFTWARE, HARDWARE -> false;
        case WRITE -> access == Access.STORE;
        case READ -> access == Access.LOAD;
        case ACCESS -> access != Access.FETCH;
      };
    }
  }

  /// What the report of a stop says of it.
  public String report() {
    String where = kind.isForCode() ? "" : Packets.number(address);
    return kind.word + ":" + where + ";";
  }

  /// Whether `access` to `size` bytes from `start` on is what the point is for.
  boolean isMet(long start, int size, Access access) {
    boolean overlaps = start - address < length && address - start < size;
    return overlaps && kind.isFor(access);
  }
}
