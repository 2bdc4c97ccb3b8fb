package spool.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/// What a command printed, and its status.
record CommandRun(int status, String output, String error) {
  /// Runs `spool` with `arguments`.
  static CommandRun of(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    try (PrintStream toOutput = new PrintStream(output, true, UTF_8);
        PrintStream toError = new PrintStream(error, true, UTF_8)) {
      System.setOut(toOutput);
      System.setErr(toError);
      int status = Spool.execute(arguments);
      return new CommandRun(status, output.toString(UTF_8), error.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
