package spool.kernel.vm;

/// What [AddressSpace#map] is to map, and where.
///
/// @param address where it is to begin, or a hint, or 0; see `placement`
/// @param length in bytes; the rest of the last page is mapped too
/// @param reserve whether it counts as memory that must be there for all its pages when they are
///   stored to, so that a request beyond all RAM is refused
public record MapRequest(
    long address,
    long length,
    Protection protection,
    Placement placement,
    boolean reserve,
    Backing backing) {

  /// How the address is meant.
  public enum Placement {
    /// A hint, or 0 for none.
    ANYWHERE,

    /// Exactly there, in place of what is mapped there (`MAP_FIXED`).
    FIXED,

    /// Exactly there if nothing is mapped there (`MAP_FIXED_NOREPLACE`).
    FIXED_NOREPLACE
  }

  /// A mapping wherever there is room.
  public static MapRequest of(long length, Protection protection, Backing backing) {
    return new MapRequest(0, length, protection, Placement.ANYWHERE, true, backing);
  }

  /// The same with another address and placement.
  public MapRequest at(long newAddress, Placement newPlacement) {
    return new MapRequest(newAddress, length, protection, newPlacement, reserve, backing);
  }

  /// The same exactly at `newAddress`.
  public MapRequest fixed(long newAddress) {
    return at(newAddress, Placement.FIXED);
  }

  /// The same without reserving memory (`MAP_NORESERVE`).
  public MapRequest unreserved() {
    return new MapRequest(address, length, protection, placement, false, backing);
  }

  /// Whether memory must be there for all its pages.
  boolean commits() {
    return reserve && protection.isWritable();
  }
}
