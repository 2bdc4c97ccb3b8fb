package spool.emulator.boot;

/// A file to be loaded.
public final class BootImage {
  private final String name;
  private final byte[] bytes;

  /// A file called `name` in messages. It keeps `bytes`, which may be large, without a copy.
  public BootImage(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /// What it is called.
  public String name() {
    return name;
  }

  byte[] bytes() {
    return bytes;
  }
}
