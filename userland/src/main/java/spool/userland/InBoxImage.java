package spool.userland;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The root file system that comes with Spool: programs, examples with their sources, tests,
/// configuration.
///
/// One archive, read whole (a few megabytes) and indexed; contents are views of it, so that opening
/// the image costs little more than reading it.
public final class InBoxImage {
  private static final String RESOURCE = "image.cpio";

  private final List<Cpio.Entry> entries;

  private InBoxImage(List<Cpio.Entry> entries) {
    this.entries = entries;
  }

  /// Opens the image of the userland that is on the class path or module path.
  public static InBoxImage open() {
    return new InBoxImage(List.copyOf(Cpio.read(ByteBuffer.wrap(resource(RESOURCE)))));
  }

  /// All entries, each folder before what is in it.
  public List<Cpio.Entry> entries() {
    return entries;
  }

  /// The entry with this path: `bin/sh`, or `/bin/sh`.
  public Optional<Cpio.Entry> find(String path) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    return entries.stream().filter(entry -> entry.path().equals(relative)).findFirst();
  }

  /// The bytes of a file of the built userland.
  static byte[] resource(String name) {
    try (InputStream stream = InBoxImage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the userland was packaged without its " + name);
      }
      // The whole size at once: megabytes that are put together from parts cost a start twice.
      byte[] bytes = new byte[stream.available()];
      int read = stream.readNBytes(bytes, 0, bytes.length);
      byte[] rest = stream.readAllBytes();
      if (read == bytes.length && rest.length == 0) {
        return bytes;
      }
      byte[] whole = Arrays.copyOf(bytes, read + rest.length);
      System.arraycopy(rest, 0, whole, read, rest.length);
      return whole;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the userland's " + name, unreadable);
    }
  }
}
