package spool.kernel.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.exec.Arguments;
import spool.kernel.vm.MemoryObject;

/// The first line of an executable file: `#!`, an interpreter, and at most one argument for it,
/// which is the rest of the line (execve(2)). No interpreter stands for a file that is no script.
record Script(String interpreter, String argument) {
  private static final Script NONE = new Script("", "");
  private static final int MOST_BYTES = 256;

  /// What `file` begins with. Fails with `ENOEXEC` when nothing follows `#!`.
  static Script of(MemoryObject file) {
    int length = (int) Math.min(MOST_BYTES, file.sizeBytes());
    byte[] bytes = new byte[length];
    file.read(0, bytes, 0, length);
    String start = new String(bytes, StandardCharsets.ISO_8859_1);
    return start.startsWith("#!") ? parse(start.substring(2)) : NONE;
  }

  private static Script parse(String text) {
    String line = text.lines().findFirst().orElse("").strip();
    if (line.isEmpty()) {
      throw Errno.ENOEXEC.failure();
    }
    String[] words = line.split("[ \\t]+", 2);
    return new Script(words[0], words.length > 1 ? words[1] : "");
  }

  boolean isScript() {
    return !interpreter.isEmpty();
  }

  /// What the interpreter is given in place of `given` for the script at `path`.
  Arguments arguments(String path, Arguments given) {
    List<byte[]> all = new ArrayList<>();
    all.add(bytes(interpreter));
    if (!argument.isEmpty()) {
      all.add(bytes(argument));
    }
    all.add(bytes(path));
    all.addAll(given.arguments().subList(1, given.arguments().size()));
    return new Arguments(all, given.environment());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
