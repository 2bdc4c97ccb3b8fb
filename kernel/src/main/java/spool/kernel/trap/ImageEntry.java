package spool.kernel.trap;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

/// A file or folder that the root file system has from the beginning: its absolute path, its mode
/// with the type bits `S_IF*`, its size, and what gives its contents (of a symbolic link, the
/// target) when they are first touched.
public record ImageEntry(String path, int mode, int size, Supplier<ByteBuffer> contents) {
  /// A file or folder whose contents are there already.
  public ImageEntry(String path, int mode, ByteBuffer contents) {
    this(path, mode, contents.remaining(), contents::slice);
  }
}
