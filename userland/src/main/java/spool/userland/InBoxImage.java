package spool.userland;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// The root file system that comes with Spool: programs, examples with their sources, tests,
/// configuration.
///
/// One archive of some megabytes. Opening the image reads what files there are; the contents of a
/// file are read when they are first asked for, as most starts need two or three of them.
public final class InBoxImage {
  private static final String RESOURCE = "image.cpio";

  private final List<Cpio.Entry> entries;

  private InBoxImage(List<Cpio.Entry> entries) {
    this.entries = entries;
  }

  /// Opens the image of the userland that is on the class path or module path.
  public static InBoxImage open() {
    try {
      return new InBoxImage(List.copyOf(Cpio.read(() -> open(RESOURCE))));
    } catch (IOException unreadable) {
      throw unreadable(RESOURCE, unreadable);
    }
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
    try (InputStream stream = open(name)) {
      return stream.readAllBytes();
    } catch (IOException unreadable) {
      throw unreadable(name, unreadable);
    }
  }

  private static InputStream open(String name) {
    InputStream stream = InBoxImage.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IllegalStateException("the userland was packaged without its " + name);
    }
    return stream;
  }

  private static UncheckedIOException unreadable(String name, IOException cause) {
    return new UncheckedIOException("cannot read the userland's " + name, cause);
  }
}
