package spool.tools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import spool.emulator.device.TapeImage;
import spool.tools.tape.Cards;
import spool.tools.tape.TapeFile;
import spool.tools.tape.TapeFiles;

/// `spool tape pack`.
@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    description =
        "Makes a tape of files: each becomes one file on the tape, with a tape mark behind it and"
            + " another one behind the last. Without files the tape is blank.")
final class TapePackCommand implements Callable<Integer> {
  private static final int BLOCK_BYTES = 2048;

  @Option(
      names = "--block",
      paramLabel = "SIZE",
      converter = MemorySize.class,
      description = "Bytes of a record (default: 2048).")
  private long blockBytes = BLOCK_BYTES;

  @Option(
      names = "--cards",
      description = "The files are text; each line becomes a card of 80 columns.")
  private boolean cards;

  @Option(
      names = "--blocking",
      paramLabel = "N",
      description = "With --cards: cards of a record, in place of --block (default: 10).")
  private Optional<Integer> blocking = Optional.empty();

  @Parameters(index = "0", paramLabel = "TAPE", description = "The image to be made.")
  private Path tape = Path.of("");

  @Parameters(index = "1..*", paramLabel = "FILE", description = "What is to be on the tape.")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    int block = block();
    try {
      List<byte[]> contents = new ArrayList<>();
      for (Path file : files) {
        contents.add(read(file));
      }
      TapeFile.write(tape, TapeFiles.pack(contents, block));
      return 0;
    } catch (IOException failure) {
      throw new Failure(TapeCommand.FAILED, failure);
    }
  }

  private int block() {
    if (blocking.isPresent() && !cards) {
      throw new Failure(ExitStatus.USAGE, "--blocking: only with --cards");
    }
    long bytes = cards ? (long) Cards.COLUMNS * blocking.orElse(10) : blockBytes;
    if (bytes < 1 || bytes > TapeImage.MOST_BYTES) {
      throw new Failure(
          ExitStatus.USAGE,
          "a record of %d bytes is not of 1 to %d".formatted(bytes, TapeImage.MOST_BYTES));
    }
    return (int) bytes;
  }

  private byte[] read(Path file) throws IOException {
    byte[] contents;
    try {
      contents = Files.readAllBytes(file);
    } catch (IOException | OutOfMemoryError failure) {
      throw new IOException(file + ": cannot be read (" + failure + ")", failure);
    }
    return cards ? Cards.punch(file.toString(), contents) : contents;
  }
}
