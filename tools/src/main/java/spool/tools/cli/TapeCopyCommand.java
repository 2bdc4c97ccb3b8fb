package spool.tools.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import spool.emulator.device.TapeImage;
import spool.tools.tape.TapeFile;

/// `spool tape copy`.
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    description = "Copies a tape whose image is whole, or of a damaged one what is.")
final class TapeCopyCommand implements Callable<Integer> {
  @Option(names = "--repair", description = "Copy a damaged image up to where it is damaged.")
  private boolean repair;

  @Parameters(index = "0", paramLabel = "FROM", description = "The image to be copied.")
  private Path from = Path.of("");

  @Parameters(index = "1", paramLabel = "TO", description = "The image to be made.")
  private Path to = Path.of("");

  @Override
  public Integer call() {
    TapeImage image = DamagedTape.read(from);
    if (!repair) {
      DamagedTape.demandNone(from, image);
    }
    byte[] bytes = image.bytes();
    int whole = image.damage().map(TapeImage.Damage::offset).orElse(bytes.length);
    try {
      TapeFile.write(to, TapeImage.of(Arrays.copyOf(bytes, whole)));
      return 0;
    } catch (IOException failure) {
      throw new Failure(TapeCommand.FAILED, failure);
    }
  }
}
