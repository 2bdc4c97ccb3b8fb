package spool.kernel.vm;

/// What `/proc/N/maps` says of a mapping: a file's path, device and inode numbers, or the name in
/// brackets of a part of the process that is no file.
public record Label(String name, long device, long inode) {
  /// Memory without a name.
  public static final Label NONE = new Label("", 0, 0);

  /// The code at [AddressSpace#TRAMPOLINE].
  public static final Label TRAMPOLINE = new Label("[vdso]", 0, 0);

  /// The first stack.
  public static final Label STACK = new Label("[stack]", 0, 0);

  static final Label HEAP = new Label("[heap]", 0, 0);

  /// As `/proc/N/maps` writes a device: `08:01`.
  String deviceText() {
    return "%02x:%02x"
        .formatted((device >>> 8) & 0xfff, (device & 0xff) | ((device >>> 12) & ~0xffL));
  }

  /// Whether `other` says the same.
  boolean isSameAs(Label other) {
    return device == other.device && inode == other.inode && name.equals(other.name);
  }
}
