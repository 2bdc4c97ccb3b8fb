package spool.kernel.fs;

/// A name in a directory. `cookie` is the entry's place in the order of the directory: positive,
/// and the same as long as the entry exists.
public record DirectoryEntry(long cookie, String name, Inode inode) {}
