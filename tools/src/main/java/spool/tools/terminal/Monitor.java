package spool.tools.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;

/// The prompt at which the user looks into the standing machine.
public final class Monitor {
  /// What is to happen after the conversation.
  public enum Verdict {
    /// The machine goes on.
    CONTINUE,

    /// The user leaves.
    QUIT
  }

  /// One thing that can be asked.
  public interface Command {
    /// Answers on `out`. An argument that makes no sense throws [IllegalArgumentException] with a
    /// message for the user.
    void run(List<String> arguments, PrintWriter out);
  }

  private record Entry(String usage, String help, Command command) {}

  private final Map<String, Entry> entries = new TreeMap<>();
  private final DefaultHistory history = new DefaultHistory();

  /// A monitor that knows `help`, `continue` and `quit`.
  public Monitor() {
    add("help", "show what there is", (arguments, out) -> help(out));
    add("continue", "let the machine go on (also Ctrl-D)", (arguments, out) -> {});
    add("quit", "leave Spool", (arguments, out) -> {});
  }

  /// Adds a command; `usage` is its name and, after a blank, its arguments.
  public void add(String usage, String help, Command command) {
    entries.put(usage.split(" ", 2)[0], new Entry(usage, help, command));
  }

  /// Answers the user's commands until one lets the machine go on, or leaves.
  public Verdict converse(Terminal terminal) {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer(new StringsCompleter(entries.keySet()))
            .history(history)
            .build();
    terminal.writer().println();
    while (true) {
      List<String> words = read(reader);
      switch (words.isEmpty() ? "" : words.getFirst()) {
        case "continue" -> {
          return Verdict.CONTINUE;
        }
        case "quit" -> {
          return Verdict.QUIT;
        }
        default -> answer(words, terminal.writer());
      }
    }
  }

  private static List<String> read(LineReader reader) {
    try {
      String line = reader.readLine("(monitor) ").strip();
      return line.isEmpty() ? List.of() : Arrays.asList(line.split("\\s+"));
    } catch (UserInterruptException interrupt) {
      return List.of();
    } catch (EndOfFileException end) {
      return List.of("continue");
    }
  }

  /// Answers one command line, already split into words.
  public void answer(List<String> words, PrintWriter out) {
    if (words.isEmpty()) {
      return;
    }
    Entry entry = entries.get(words.getFirst());
    if (entry == null) {
      out.println("monitor: no command '" + words.getFirst() + "'; try 'help'");
    } else {
      run(entry, words.subList(1, words.size()), out);
    }
    out.flush();
  }

  private static void run(Entry entry, List<String> arguments, PrintWriter out) {
    try {
      entry.command.run(new ArrayList<>(arguments), out);
    } catch (IllegalArgumentException mistake) {
      out.println("monitor: " + mistake.getMessage() + "; usage: " + entry.usage);
    }
  }

  private void help(PrintWriter out) {
    entries.values().forEach(entry -> out.printf("%-32s %s%n", entry.usage, entry.help));
  }
}
