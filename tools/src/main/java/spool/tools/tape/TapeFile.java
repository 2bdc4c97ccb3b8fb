package spool.tools.tape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import spool.emulator.device.TapeImage;

/// Tape images as files of the host's.
public final class TapeFile {
  private TapeFile() {}

  /// The tape in the file `path`.
  ///
  /// @throws IOException with a message for the user if it cannot be read
  public static TapeImage read(Path path) throws IOException {
    try {
      return TapeImage.of(Files.readAllBytes(path));
    } catch (NoSuchFileException absence) {
      throw new IOException(
          path + ": no such file; 'spool tape pack " + path + "' makes a blank tape", absence);
    } catch (IOException | OutOfMemoryError failure) {
      throw new IOException(path + ": cannot be read (" + failure.getMessage() + ")", failure);
    }
  }

  /// Writes `image` to the file `path`, which at no time holds only a part of it.
  ///
  /// @throws IOException with a message for the user if it cannot be written
  public static void write(Path path, TapeImage image) throws IOException {
    try {
      Path target = target(path);
      Path part = target.resolveSibling("." + target.getFileName() + ".part");
      try {
        Files.write(part, image.bytes());
        Files.move(
            part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException failure) {
      throw new IOException(path + ": cannot be written (" + failure.getMessage() + ")", failure);
    }
  }

  /// The file itself, where `path` is a link to it.
  private static Path target(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path;
  }
}
