package spool.tools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import spool.emulator.device.TapeImage;
import spool.tools.tape.Cards;
import spool.tools.tape.TapeFile;
import spool.tools.tape.TapeFiles;

/// `spool tape pack`.
final class TapePackCommand implements Callable<Integer> {
  private static final int BLOCK_BYTES = 2048;

  private final Setting<Long> blockBytes =
      Setting.of(
          long.class,
          OptionSpec.builder("--block")
              .paramLabel("SIZE")
              .converters(new MemorySize())
              .initialValue((long) BLOCK_BYTES)
              .description("Bytes of a record (default: 2048)."));

  private final Setting<Boolean> cards =
      Setting.flag(
          OptionSpec.builder("--cards")
              .description("The files are text; each line becomes a card of 80 columns."));

  private final Setting<Optional<Integer>> blocking =
      Setting.optional(
          Integer.class,
          OptionSpec.builder("--blocking")
              .paramLabel("N")
              .description("With --cards: cards of a record, in place of --block (default: 10)."));

  private final Setting<Path> tape = TapeCommand.image(0, "TAPE", "The image to be made.");

  private final Setting<List<Path>> files =
      Setting.parameters(
          Path.class,
          PositionalParamSpec.builder()
              .index("1..*")
              .arity("0..1")
              .paramLabel("FILE")
              .description("What is to be on the tape."));

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this,
            "pack",
            "Makes a tape of files: each becomes one file on the tape, with a tape mark behind it and"
                + " another one behind the last. Without files the tape is blank.");
    Setting.addAll(command, blockBytes, cards, blocking, tape, files);
    return command;
  }

  @Override
  public Integer call() {
    int block = block();
    try {
      List<byte[]> contents = new ArrayList<>();
      for (Path file : files.get()) {
        contents.add(read(file));
      }
      TapeFile.write(tape.get(), TapeFiles.pack(contents, block));
      return 0;
    } catch (IOException failure) {
      throw new Failure(TapeCommand.FAILED, failure);
    }
  }

  private int block() {
    if (blocking.get().isPresent() && !cards.get()) {
      throw new Failure(ExitStatus.USAGE, "--blocking: only with --cards");
    }
    long bytes = cards.get() ? (long) Cards.COLUMNS * blocking.get().orElse(10) : blockBytes.get();
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
    return cards.get() ? Cards.punch(file.toString(), contents) : contents;
  }
}
