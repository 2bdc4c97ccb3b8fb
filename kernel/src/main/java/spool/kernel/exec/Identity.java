package spool.kernel.exec;

/// Whose rights a program has.
public record Identity(int uid, int effectiveUid, int gid, int effectiveGid) {
  /// The superuser's.
  public static final Identity ROOT = new Identity(0, 0, 0, 0);

  /// Whether the program has rights that whoever started it has not.
  boolean isElevated() {
    return uid != effectiveUid || gid != effectiveGid;
  }
}
