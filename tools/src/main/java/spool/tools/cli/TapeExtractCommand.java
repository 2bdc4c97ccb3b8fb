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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.emulator.device.TapeImage;
import spool.tools.tape.Cards;
import spool.tools.tape.TapeFiles;

/// `spool tape extract`.
final class TapeExtractCommand implements Callable<Integer> {
  private final Setting<String> output =
      Setting.of(
          String.class,
          OptionSpec.builder("-o", "--output")
              .paramLabel("FOLDER")
              .defaultValue(".")
              .description("Where to; '-' writes them to standard output (default: here)."));

  private final Setting<Optional<Integer>> number =
      Setting.optional(
          Integer.class,
          OptionSpec.builder("--file")
              .paramLabel("N")
              .description("Only this file, counted from 0."));

  private final Setting<Boolean> cards =
      Setting.flag(
          OptionSpec.builder("--cards")
              .description("The records are cards of 80 columns; each becomes a line."));

  private final Setting<Path> tape = TapeCommand.image(0, "TAPE", "The image.");

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this, "extract", "Writes the files on a tape to a folder, as file0, file1 and so on.");
    Setting.addAll(command, output, number, cards, tape);
    return command;
  }

  @Override
  public Integer call() {
    TapeImage image = DamagedTape.read(tape.get());
    Optional<Integer> only = number.get();
    List<byte[]> files = TapeFiles.unpack(image);
    if (only.isPresent() && (only.get() < 0 || only.get() >= files.size())) {
      throw new Failure(
          TapeCommand.FAILED,
          "%s: no file %d, there are %d".formatted(tape.get(), only.get(), files.size()));
    }
    for (int index = 0; index < files.size(); index++) {
      if (only.orElse(index) == index) {
        write(index, cards.get() ? Cards.read(files.get(index)) : files.get(index));
      }
    }
    DamagedTape.demandNone(tape.get(), image);
    return 0;
  }

  private void write(int index, byte[] contents) {
    try {
      if (output.get().equals("-")) {
        OutputStream out = System.out;
        out.write(contents);
        out.flush();
      } else {
        Path folder = Files.createDirectories(Path.of(output.get()));
        Files.write(folder.resolve("file" + index), contents, StandardOpenOption.CREATE_NEW);
      }
    } catch (FileAlreadyExistsException present) {
      throw new Failure(TapeCommand.FAILED, present.getMessage() + ": exists already");
    } catch (IOException failure) {
      throw new Failure(TapeCommand.FAILED, output.get() + ": cannot be written (" + failure + ")");
    }
  }
}
