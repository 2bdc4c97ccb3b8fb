package spool.tools.cli;

import java.io.IOException;
import java.nio.file.Path;
import spool.emulator.device.TapeImage;
import spool.tools.tape.TapeFile;

/// Tape images that the user names, and what a command says if there is something wrong with them.
final class DamagedTape {
  private DamagedTape() {}

  /// The image in the file `path`.
  static TapeImage read(Path path) {
    try {
      return TapeFile.read(path);
    } catch (IOException failure) {
      throw new Failure(TapeCommand.FAILED, failure);
    }
  }

  /// Fails if `image` is damaged.
  static void demandNone(Path path, TapeImage image) {
    if (image.damage().isPresent()) {
      TapeImage.Damage damage = image.damage().get();
      throw new Failure(
          TapeCommand.FAILED,
          "%s: damaged at byte %d: there is %s".formatted(path, damage.offset(), damage.reason()));
    }
  }
}
