package spool.kernel.trap;

import java.nio.ByteBuffer;

/// A file or folder that the root file system has from the beginning: its absolute path, its mode
/// with the type bits `S_IF*`, and its contents (of a symbolic link, the target).
public record ImageEntry(String path, int mode, ByteBuffer contents) {}
