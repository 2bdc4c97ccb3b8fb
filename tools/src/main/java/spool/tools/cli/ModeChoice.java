package spool.tools.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import spool.kernel.mode.Mode;

/// A way of running jobs: the name of a standard one, or a properties file.
final class ModeChoice implements ITypeConverter<Mode> {
  private static final String ENDING = ".properties";

  @Override
  public Mode convert(String value) {
    Optional<Mode> standard =
        Mode.standard().stream().filter(mode -> mode.name().equals(value)).findFirst();
    return standard.orElseGet(() -> read(value));
  }

  private static Mode read(String value) {
    if (!value.endsWith(ENDING)) {
      throw new TypeConversionException(
          "no mode '%s'; there are %s, or give a %s file".formatted(value, names(), ENDING));
    }
    Path file = Path.of(value);
    try (Reader reader = Files.newBufferedReader(file)) {
      return Mode.read(file.getFileName().toString().replace(ENDING, ""), reader);
    } catch (IOException failure) {
      throw new TypeConversionException("cannot read the mode " + failure.getMessage());
    } catch (IllegalArgumentException unsuitable) {
      throw new TypeConversionException(value + ": " + unsuitable.getMessage());
    }
  }

  private static String names() {
    return Mode.standard().stream().map(Mode::name).collect(Collectors.joining(", "));
  }
}
