package spool.kernel.ipc;

/// An unsigned number that `/proc/sys` shows and lets the superuser change, within bounds.
public final class Tunable {
  private final String name;
  private final long least;
  private final long most;
  private long value;

  /// The number called `name`, which is `first` and may be from `least` to `most`.
  public Tunable(String name, long first, long least, long most) {
    this.name = name;
    this.least = least;
    this.most = most;
    value = first;
  }

  /// The name of its file.
  public String name() {
    return name;
  }

  /// The number.
  public long value() {
    return value;
  }

  /// The number as text.
  public String text() {
    return Long.toUnsignedString(value);
  }

  /// Changes the number to that in `text`. Throws [IllegalArgumentException] for one that is none
  /// or out of bounds.
  public void change(String text) {
    value = check(text);
  }

  /// The number in `text`. Throws as [#change].
  public long check(String text) {
    long wanted = Long.parseUnsignedLong(text);
    if (Long.compareUnsigned(wanted, least) < 0 || Long.compareUnsigned(wanted, most) > 0) {
      throw new IllegalArgumentException(
          "%s must be from %s to %s"
              .formatted(name, Long.toUnsignedString(least), Long.toUnsignedString(most)));
    }
    return wanted;
  }
}
