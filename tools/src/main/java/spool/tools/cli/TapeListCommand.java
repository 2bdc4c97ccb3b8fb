package spool.tools.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import spool.emulator.device.TapeImage;
import spool.tools.tape.TapeListing;

/// `spool tape list`.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the files and records of a tape, up to where the image is damaged.")
final class TapeListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "TAPE", description = "The image.")
  private Path tape = Path.of("");

  @Override
  public Integer call() {
    TapeImage image = DamagedTape.read(tape);
    PrintWriter out = spec.commandLine().getOut();
    out.print(TapeListing.of(image));
    out.flush();
    DamagedTape.demandNone(tape, image);
    return 0;
  }
}
