package spool.kernel.syscall;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of a system call from its annotated method: number, name, parameters, and, in the
/// method's own words, how far it is supported.
public record SystemCallDescription(
    int number, String name, List<Parameter> parameters, String support) {
  private static final int NUMBER = 0;
  private static final int NAME = 1;
  private static final int PARAMETERS = 3;
  private static final int SUPPORT = 5;

  /// A parameter; of one that is an `int` only the low half counts.
  public record Parameter(String name, boolean isInt) {
    static Parameter of(String declaration) {
      String[] words = declaration.split(" ", 2);
      return new Parameter(words[1], words[0].equals("int"));
    }

    /// The value as strace shows it: numbers in decimal, anything large in hexadecimal.
    public String show(long value) {
      long shown = isInt ? (int) value : value;
      return isInt || Math.abs(shown) < 1 << 20
          ? Long.toString(shown)
          : "0x" + Long.toHexString(shown);
    }
  }

  /// All calls by number, read when first asked for.
  public static final class Catalogue {
    private final SortedMap<Integer, SystemCallDescription> calls = new TreeMap<>();

    /// Every call, by number.
    public List<SystemCallDescription> all() {
      load();
      return new ArrayList<>(calls.values());
    }

    /// The call with this number.
    public Optional<SystemCallDescription> find(int number) {
      load();
      return Optional.ofNullable(calls.get(number));
    }

    private void load() {
      if (calls.isEmpty()) {
        lines().stream()
            .map(SystemCallDescription::parse)
            .forEach(call -> calls.put(call.number, call));
      }
    }

    private static List<String> lines() {
      InputStream table =
          Objects.requireNonNull(
              SystemCallDescription.class.getResourceAsStream("table.tsv"), "table.tsv");
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
        return reader.lines().toList();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private static SystemCallDescription parse(String line) {
    String[] columns = line.split("\t", -1);
    String parameters = columns[PARAMETERS];
    return new SystemCallDescription(
        Integer.parseInt(columns[NUMBER]),
        columns[NAME],
        parameters.isEmpty()
            ? List.of()
            : List.of(parameters.split(", ")).stream().map(Parameter::of).toList(),
        columns[SUPPORT]);
  }
}
