package spool.tools.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;
import spool.tools.batch.Deck;
import spool.userland.Cpio;
import spool.userland.InBoxImage;

/// A deck: a file of the host, or of the box such as decks/reference.job.
final class DeckFile implements ITypeConverter<Deck> {
  /// The parameter that names one.
  static Setting<Deck> parameter() {
    return Setting.parameter(
        Deck.class,
        PositionalParamSpec.builder()
            .paramLabel("DECK")
            .converters(new DeckFile())
            .description("A deck of cards, or one of the box: decks/reference.job."));
  }

  @Override
  public Deck convert(String value) {
    Path file = Path.of(value);
    try {
      return Deck.of(file.getFileName().toString(), text(file, value));
    } catch (NoSuchFileException missing) {
      throw new TypeConversionException("there is no deck '" + value + "'");
    } catch (IOException failure) {
      throw new TypeConversionException(
          "cannot read the deck %s: %s".formatted(value, failure.getMessage()));
    } catch (IllegalArgumentException unsuitable) {
      throw new TypeConversionException(unsuitable.getMessage());
    }
  }

  private static String text(Path file, String value) throws IOException {
    Optional<Cpio.Entry> inBox =
        Files.exists(file) ? Optional.empty() : InBoxImage.open().find(value);
    return inBox.isPresent()
        ? ISO_8859_1.decode(inBox.get().contents().duplicate()).toString()
        : Files.readString(file, ISO_8859_1);
  }
}
