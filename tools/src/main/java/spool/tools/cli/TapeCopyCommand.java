package spool.tools.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.emulator.device.TapeImage;
import spool.tools.tape.TapeFile;

/// `spool tape copy`.
final class TapeCopyCommand implements Callable<Integer> {
  private final Setting<Boolean> repair =
      Setting.flag(
          OptionSpec.builder("--repair")
              .description("Copy a damaged image up to where it is damaged."));

  private final Setting<Path> from = TapeCommand.image(0, "FROM", "The image to be copied.");

  private final Setting<Path> to = TapeCommand.image(1, "TO", "The image to be made.");

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this, "copy", "Copies a tape whose image is whole, or of a damaged one what is.");
    Setting.addAll(command, repair, from, to);
    return command;
  }

  @Override
  public Integer call() {
    TapeImage image = DamagedTape.read(from.get());
    if (!repair.get()) {
      DamagedTape.demandNone(from.get(), image);
    }
    byte[] bytes = image.bytes();
    int whole = image.damage().map(TapeImage.Damage::offset).orElse(bytes.length);
    try {
      TapeFile.write(to.get(), TapeImage.of(Arrays.copyOf(bytes, whole)));
      return 0;
    } catch (IOException failure) {
      throw new Failure(TapeCommand.FAILED, failure);
    }
  }
}
