package spool.tools.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import spool.emulator.device.TapeImage;
import spool.tools.tape.TapeListing;

/// `spool tape list`.
final class TapeListCommand implements Callable<Integer> {
  private final Setting<Path> tape = TapeCommand.image(0, "TAPE", "The image.");

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this,
            "list",
            "Lists the files and records of a tape, up to where the image is damaged.");
    Setting.addAll(command, tape);
    return command;
  }

  @Override
  public Integer call() {
    TapeImage image = DamagedTape.read(tape.get());
    System.out.print(TapeListing.of(image));
    DamagedTape.demandNone(tape.get(), image);
    return 0;
  }
}
