package spool.kernel.ipc;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import spool.kernel.abi.Errno;
import spool.kernel.fs.Directory;
import spool.kernel.fs.DirectoryEntry;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;

/// The only directory of the file system of message queues. Queues are made by `mq_open` alone, and
/// keep their names.
final class MessageQueueDirectory extends Directory {
  private static final int STICKY = 01777;
  private static final int LINKS = 2;

  private final TreeMap<String, DirectoryEntry> byName = new TreeMap<>();
  private final TreeMap<Long, DirectoryEntry> byCookie = new TreeMap<>();
  private long lastCookie;

  MessageQueueDirectory(FileSystem fileSystem) {
    super(fileSystem, STICKY);
  }

  @Override
  public int links() {
    return LINKS;
  }

  @Override
  public Optional<Inode> lookup(String name) {
    return Optional.ofNullable(byName.get(name)).map(DirectoryEntry::inode);
  }

  @Override
  public Optional<DirectoryEntry> entryAfter(long cookie) {
    return Optional.ofNullable(byCookie.higherEntry(cookie)).map(Map.Entry::getValue);
  }

  @Override
  public void insert(String name, Inode inode) {
    if (inode.links() > 0) {
      throw Errno.EPERM.failure();
    }
    DirectoryEntry entry = new DirectoryEntry(++lastCookie, name, inode);
    byName.put(name, entry);
    byCookie.put(entry.cookie(), entry);
    gainName(inode);
    modified();
  }

  @Override
  public void remove(String name) {
    DirectoryEntry entry = byName.remove(name);
    if (entry == null) {
      throw Errno.ENOENT.failure();
    }
    byCookie.remove(entry.cookie());
    loseName(entry.inode());
    modified();
  }

  /// How many queues have a name.
  int count() {
    return byName.size();
  }

  /// All, oldest first.
  Stream<DirectoryEntry> entries() {
    return byCookie.values().stream();
  }
}
