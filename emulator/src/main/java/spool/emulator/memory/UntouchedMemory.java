package spool.emulator.memory;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Memory of the host that takes no room, and no time, before it is touched.
///
/// An array would be filled with zeros at once, and so would a segment of an [Arena]. A private
/// mapping of an empty file is not: the file has a name for the moment until it is open, and
/// nothing is ever written to it.
final class UntouchedMemory {
  private UntouchedMemory() {}

  /// A segment of `sizeBytes` zeros, aligned to doublewords, with a file in one of `folders`. Where
  /// there can be none, it is an array after all.
  static MemorySegment of(int sizeBytes, List<Path> folders) {
    return folders.stream()
        .flatMap(folder -> mapped(sizeBytes, folder).stream())
        .findFirst()
        .orElseGet(() -> MemorySegment.ofArray(new long[sizeBytes / Long.BYTES]));
  }

  /// Nothing where the folder takes no file, for which there are other ways.
  private static Optional<MemorySegment> mapped(int sizeBytes, Path folder) {
    if (isMemory(folder)) {
      return Optional.empty();
    }
    Path name = folder.resolve(name());
    try (FileChannel file =
        FileChannel.open(name, READ, WRITE, CREATE_NEW, SPARSE, DELETE_ON_CLOSE)) {
      return Optional.of(file.map(MapMode.PRIVATE, 0, sizeBytes, Arena.ofAuto()));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /// Whether files in a folder are in memory themselves: each page would be there twice, and where
  /// there is no more room for files, to touch one would fail.
  private static boolean isMemory(Path folder) {
    try {
      return Files.getFileStore(folder).type().equals("tmpfs");
    } catch (IOException e) {
      return true;
    }
  }

  private static String name() {
    return "spool-ram-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
  }
}
