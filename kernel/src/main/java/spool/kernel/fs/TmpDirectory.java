package spool.kernel.fs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import spool.kernel.abi.Errno;
import spool.kernel.vm.PageSource;

/// A directory of a [TmpFileSystem]; its entries are in the order in which they were made.
final class TmpDirectory extends Directory {
  private final TmpFileSystem tmp;
  // Only looked up by name, never iterated: the order of a hash map must not reach a guest.
  private final Map<String, DirectoryEntry> byName = new HashMap<>();
  private final TreeMap<Long, DirectoryEntry> byCookie = new TreeMap<>();
  private long lastCookie;

  TmpDirectory(TmpFileSystem tmp, int permissions) {
    super(tmp.fileSystem(), permissions);
    this.tmp = tmp;
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
    if (isRemoved()) {
      throw Errno.ENOENT.failure();
    }
    tmp.addName(inode);
    DirectoryEntry entry = new DirectoryEntry(++lastCookie, name, inode);
    byName.put(name, entry);
    byCookie.put(entry.cookie(), entry);
    inode.linked();
    if (inode instanceof Directory child) {
      adopt(child, name);
    }
    modified();
  }

  /// A directory has a second link by its own `.`, and gives one to its parent by its `..`.
  private void adopt(Directory child, String name) {
    child.moved(this, name);
    child.linked();
    linked();
  }

  @Override
  public void remove(String name) {
    DirectoryEntry entry = byName.remove(name);
    if (entry == null) {
      throw Errno.ENOENT.failure();
    }
    tmp.removeName(entry.inode());
    byCookie.remove(entry.cookie());
    if (entry.inode() instanceof Directory child) {
      child.unlinked();
      unlinked();
    }
    entry.inode().unlinked();
    modified();
  }

  @Override
  public Inode newFile(int permissions) {
    return tmp.newFile(permissions);
  }

  @Override
  public Inode newFile(int permissions, long sizeBytes, PageSource source) {
    return tmp.newFile(permissions, sizeBytes, source);
  }

  @Override
  public Directory newDirectory(int permissions) {
    return new TmpDirectory(tmp, permissions);
  }

  @Override
  public Inode newSymlink(String target) {
    return new TmpSymlink(tmp.fileSystem(), target);
  }

  @Override
  public Inode newFifo(int permissions) {
    return tmp.newFifo(permissions);
  }
}
