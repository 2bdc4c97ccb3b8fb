package spool.kernel.vm;

import java.util.Optional;
import java.util.OptionalLong;

/// Pages from `start` to before `end` that are mapped alike.
record Region(long start, long end, Protection protection, Backing backing) {
  private static final int NAME_COLUMN = 73;

  /// Its length in bytes.
  long length() {
    return end - start;
  }

  /// Whether `address` is in it.
  boolean contains(long address) {
    return start <= address && address < end;
  }

  /// The offset, in the object shown, of `address`.
  long objectOffset(long address) {
    return backing.offset() + address - start;
  }

  /// Where the object shown would begin if all of it were mapped.
  long origin() {
    return start - backing.offset();
  }

  /// The number, in the object shown, of the page of `address`.
  long objectPage(long address) {
    return objectOffset(address) / Frames.BYTES;
  }

  /// The address of the page numbered `index` of the object shown, or of the nearest border.
  long addressOf(long index) {
    return start + Math.clamp(index - objectPage(start), 0, length() / Frames.BYTES) * Frames.BYTES;
  }

  /// The futex word at `address`, of the shared object.
  FutexKey futexKey(long address) {
    return new FutexKey(backing.object().orElseThrow(), objectOffset(address), true);
  }

  /// Where the futex word `key` of a shared object is.
  OptionalLong addressOf(FutexKey key) {
    long distance = key.offset() - backing.offset();
    boolean isHere = backing.shared() && shows(key.owner()) && 0 <= distance && distance < length();
    return isHere ? OptionalLong.of(start + distance) : OptionalLong.empty();
  }

  /// Whether it shows `object`.
  boolean shows(Object object) {
    return backing.object().equals(Optional.of(object));
  }

  /// Whether its pages are the process's own data: counted by `RLIMIT_DATA`.
  boolean isData() {
    return !backing.shared() && protection.isWritable() && !backing.growsDown();
  }

  /// Whether it shows an object, and is not private anonymous memory.
  boolean showsObject() {
    return backing.object().isPresent();
  }

  /// The part from `address` on, or, for lower addresses, the region extended to there.
  Region from(long address) {
    return new Region(address, end, protection, backing.shifted(address - start));
  }

  /// The part before `address`, or, for higher addresses, the region extended to there.
  Region to(long address) {
    return new Region(start, address, protection, backing);
  }

  /// The same pages with another protection.
  Region with(Protection changed) {
    return new Region(start, end, changed, backing);
  }

  /// The same pages at another address.
  Region movedTo(long address) {
    return new Region(address, address + length(), protection, backing);
  }

  /// Whether `next` follows and is mapped alike, so that the two may be one.
  boolean isContinuedBy(Region next) {
    return end == next.start
        && protection.equals(next.protection)
        && backing.isContinuedBy(next.backing, length());
  }

  /// Its line of `/proc/N/maps`.
  String mapsLine() {
    Label label = backing.label();
    String line =
        "%08x-%08x %s%s %08x %s %d"
            .formatted(
                start,
                end,
                protection,
                backing.shared() ? "s" : "p",
                backing.offset(),
                label.deviceText(),
                label.inode());
    return label.name().isEmpty()
        ? line + " \n"
        : line + " ".repeat(Math.max(1, NAME_COLUMN - line.length())) + label.name() + "\n";
  }
}
