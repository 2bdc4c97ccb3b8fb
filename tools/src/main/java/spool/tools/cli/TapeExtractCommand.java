package spool.tools.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import spool.emulator.device.TapeImage;
import spool.tools.tape.Cards;
import spool.tools.tape.TapeFiles;

/// `spool tape extract`.
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description = "Writes the files on a tape to a folder, as file0, file1 and so on.")
final class TapeExtractCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where to; '-' writes them to standard output (default: here).")
  private String output = ".";

  @Option(names = "--file", paramLabel = "N", description = "Only this file, counted from 0.")
  private Optional<Integer> number = Optional.empty();

  @Option(
      names = "--cards",
      description = "The records are cards of 80 columns; each becomes a line.")
  private boolean cards;

  @Parameters(index = "0", paramLabel = "TAPE", description = "The image.")
  private Path tape = Path.of("");

  @Override
  public Integer call() {
    TapeImage image = DamagedTape.read(tape);
    List<byte[]> files = TapeFiles.unpack(image);
    if (number.isPresent() && (number.get() < 0 || number.get() >= files.size())) {
      throw new Failure(
          TapeCommand.FAILED,
          "%s: no file %d, there are %d".formatted(tape, number.get(), files.size()));
    }
    for (int index = 0; index < files.size(); index++) {
      if (number.orElse(index) == index) {
        write(index, cards ? Cards.read(files.get(index)) : files.get(index));
      }
    }
    DamagedTape.demandNone(tape, image);
    return 0;
  }

  private void write(int index, byte[] contents) {
    try {
      if (output.equals("-")) {
        OutputStream out = System.out;
        out.write(contents);
        out.flush();
      } else {
        Path folder = Files.createDirectories(Path.of(output));
        Files.write(folder.resolve("file" + index), contents, StandardOpenOption.CREATE_NEW);
      }
    } catch (FileAlreadyExistsException present) {
      throw new Failure(TapeCommand.FAILED, present.getMessage() + ": exists already");
    } catch (IOException failure) {
      throw new Failure(TapeCommand.FAILED, output + ": cannot be written (" + failure + ")");
    }
  }
}
