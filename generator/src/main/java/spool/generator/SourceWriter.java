package spool.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import javax.annotation.processing.Filer;

/// Collects the text of one Java class, indented, and files it.
final class SourceWriter {
  private final String packageName;
  private final String className;
  private final StringBuilder text = new StringBuilder();
  private int depth;

  /// The source of `className`, beginning with the `package` line.
  SourceWriter(String packageName, String className) {
    this.packageName = packageName;
    this.className = className;
    line("package " + packageName + ";");
    line("");
  }

  /// A line of its own; a text of several lines keeps its inner indentation.
  SourceWriter line(String text) {
    text.lines().forEach(this::indented);
    if (text.isEmpty()) {
      this.text.append('\n');
    }
    return this;
  }

  /// A line that opens braces, what follows being indented.
  SourceWriter open(String header) {
    line(header + " {");
    depth++;
    return this;
  }

  /// Closes what [#open] opened.
  SourceWriter close() {
    depth--;
    return line("}");
  }

  /// Writes the class where the compiler looks for generated sources.
  void fileWith(Filer filer) {
    try (Writer writer = filer.createSourceFile(packageName + "." + className).openWriter()) {
      writer.write(toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + className, e);
    }
  }

  /// The text so far.
  @Override
  public String toString() {
    return text.toString();
  }

  private void indented(String line) {
    text.append(line.isEmpty() ? "" : "  ".repeat(depth)).append(line).append('\n');
  }
}
