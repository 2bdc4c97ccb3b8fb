package spool.kernel.ipc;

/// A number that `/proc/sys` shows and lets the superuser change, within bounds.
public final class Tunable {
  private final String name;
  private final int least;
  private final int most;
  private int value;

  Tunable(String name, int first, int least, int most) {
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
  public int value() {
    return value;
  }

  /// The number as text.
  public String text() {
    return Integer.toString(value);
  }

  /// Changes the number to that in `text`. Throws [IllegalArgumentException] for one that is none
  /// or out of bounds.
  public void change(String text) {
    int wanted = Integer.parseInt(text);
    if (wanted < least || wanted > most) {
      throw new IllegalArgumentException(name + " must be from " + least + " to " + most);
    }
    value = wanted;
  }
}
