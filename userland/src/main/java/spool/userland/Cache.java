package spool.userland;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Folders of files that are unpacked once and used by every later run.
///
/// A folder is filled under a temporary name and then renamed, so that it either exists complete or
/// not at all, also when two processes fill it at once: one rename wins and the other's work is
/// thrown away.
final class Cache {
  private Cache() {}

  /// Writes the files of a cache folder.
  interface Filler {
    void fill(Path folder) throws IOException;
  }

  /// The cache folder `name`, filled by `filler` if it does not exist.
  static Path folder(String name, Filler filler) throws IOException {
    return folder(HostPlatform.current().cacheFolder(), name, filler);
  }

  static Path folder(Path parent, String name, Filler filler) throws IOException {
    Path folder = parent.resolve(name);
    if (!Files.isDirectory(folder)) {
      create(folder, filler);
    }
    return folder;
  }

  private static void create(Path folder, Filler filler) throws IOException {
    Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
    Path draft = Files.createTempDirectory(parent, folder.getFileName() + ".");
    try {
      filler.fill(draft);
      publish(draft, folder);
    } finally {
      delete(draft);
    }
  }

  private static void publish(Path draft, Path folder) throws IOException {
    try {
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException lost) {
      if (!Files.isDirectory(folder)) {
        throw lost;
      }
    }
  }

  /// Deletes a folder and what is in it, if it is there.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path emptied, IOException failure)
              throws IOException {
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
