package spool.kernel.fs;

import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.Stat;

/// A file of any kind: what it is and its attributes, whatever names it has. Times are nanoseconds
/// since the epoch.
public abstract class Inode {
  private static final long DAY = 86_400_000_000_000L;
  private static final int SECTOR_BYTES = 512;

  private final FileSystem fileSystem;
  private final long number;
  private final FileLocks locks;
  private int mode;
  private int uid;
  private int gid;
  private int links;
  private int opens;
  private long accessTime;
  private long modifyTime;
  private long changeTime;

  /// A new file on `fileSystem` with the kind and permissions `mode`, owned by the superuser, that
  /// no directory has yet.
  protected Inode(FileSystem fileSystem, int mode) {
    this(fileSystem, fileSystem.nextInode(), mode);
  }

  /// As [#Inode(FileSystem, int)], with a number of the file system's own choice.
  protected Inode(FileSystem fileSystem, long number, int mode) {
    this.fileSystem = fileSystem;
    this.locks = new FileLocks(fileSystem.locks());
    this.number = number;
    this.mode = mode;
    accessTime = fileSystem.now();
    modifyTime = accessTime;
    changeTime = accessTime;
  }

  /// Opens the file that was found at `location`, whose access the caller has been granted.
  public abstract FileDescription open(Location location, int flags, Caller caller);

  /// Where the file is stored.
  public final FileSystem fileSystem() {
    return fileSystem;
  }

  /// `st_ino`.
  public final long number() {
    return number;
  }

  /// `st_mode`: kind and permissions.
  public int mode() {
    return mode;
  }

  /// Whether the file is of the kind `kind` (`S_IF*`).
  public final boolean is(int kind) {
    return (mode() & FileMode.S_IFMT) == kind;
  }

  /// The owner.
  public int uid() {
    return uid;
  }

  /// The owning group.
  public int gid() {
    return gid;
  }

  /// How many names the file has.
  public int links() {
    return links;
  }

  /// `st_size`.
  public long size() {
    return 0;
  }

  /// How many bytes of memory the contents take.
  protected long storedBytes() {
    return 0;
  }

  /// `st_rdev`.
  protected int representedDevice() {
    return 0;
  }

  /// The locks on the file's contents.
  public final FileLocks locks() {
    return locks;
  }

  /// All attributes.
  public final Stat stat() {
    return new Stat(
        fileSystem.device(),
        number,
        mode(),
        links(),
        uid(),
        gid(),
        representedDevice(),
        size(),
        storedBytes() / SECTOR_BYTES,
        accessTime,
        modifyTime,
        changeTime);
  }

  /// Changes the permissions.
  public void changeMode(int permissions) {
    mode = (mode & FileMode.S_IFMT) | (permissions & FileMode.PERMISSIONS);
    changed();
  }

  /// Changes owner and group; -1 leaves one as it is.
  public void changeOwner(int newUid, int newGid) {
    uid = newUid == -1 ? uid : newUid;
    gid = newGid == -1 ? gid : newGid;
    changed();
  }

  /// Sets the times of access and modification.
  public void changeTimes(long access, long modify) {
    accessTime = access;
    modifyTime = modify;
    changed();
  }

  /// The time of the last access.
  public final long accessTime() {
    return accessTime;
  }

  /// The time of the last modification.
  public final long modifyTime() {
    return modifyTime;
  }

  /// Notes an access, with the economy of `relatime`: only the first after a change, or in a day.
  protected final void accessed() {
    long now = fileSystem.now();
    if (accessTime <= modifyTime || accessTime <= changeTime || now - accessTime >= DAY) {
      accessTime = now;
    }
  }

  /// Notes that the contents changed.
  protected final void modified() {
    modifyTime = fileSystem.now();
    changeTime = modifyTime;
  }

  /// Notes that an attribute changed.
  protected final void changed() {
    changeTime = fileSystem.now();
  }

  /// Changes the size of the contents.
  public void truncate(long size) {
    throw Errno.EINVAL.failure();
  }

  /// Counts one more name.
  final void linked() {
    links++;
    changed();
  }

  /// Counts one name less, and lets the contents go with the last.
  final void unlinked() {
    links--;
    changed();
    discardUnused();
  }

  /// Counts one more open file.
  final void opened() {
    opens++;
  }

  /// Counts one open file less, and lets the contents go with the last if there is no name either.
  final void closed() {
    opens--;
    discardUnused();
  }

  private void discardUnused() {
    if (links == 0 && opens == 0) {
      discard();
    }
  }

  /// A descriptor of the file in `table`, a process's own, has been closed.
  protected void descriptorClosed(Object table) {}

  /// Nobody can reach the file any more.
  protected void discard() {}
}
