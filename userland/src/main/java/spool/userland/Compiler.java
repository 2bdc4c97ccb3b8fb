package spool.userland;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Compiles users' C programs against the in-box C library.
public final class Compiler {
  private Compiler() {}

  /// Compiles and links `sources` to the static riscv64 executable `output`.
  ///
  /// @param sources C (`.c`) and assembly (`.s`, `.S`) sources; object files (`.o`) and archives
  ///   (`.a`) are linked as they are
  /// @param extraFlags flags for clang when it compiles, after and so above Spool's own: `-O0`,
  ///   `-DNAME`, `-Ifolder`
  /// @throws CompileException if there is no compiler, or it finds an error; with its diagnostics
  public static void compile(List<Path> sources, Path output, List<String> extraFlags)
      throws CompileException {
    Toolchain toolchain = Toolchain.find();
    try {
      DevelopmentKit kit = DevelopmentKit.open();
      Path scratch = Files.createTempDirectory("spool-cc");
      try {
        List<Path> inputs = new ArrayList<>();
        for (Path source : sources) {
          inputs.add(translate(toolchain, kit, source, scratch, inputs.size(), extraFlags));
        }
        inputs.addAll(kit.libraries());
        toolchain.link(inputs, output);
      } finally {
        Cache.delete(scratch);
      }
    } catch (IOException failure) {
      throw new CompileException("cannot compile " + sources + ": " + failure);
    }
  }

  /// The object file of `source`, or `source` itself if it needs no compiling.
  private static Path translate(
      Toolchain toolchain,
      DevelopmentKit kit,
      Path source,
      Path scratch,
      int index,
      List<String> extraFlags)
      throws CompileException {
    if (!Files.isRegularFile(source)) {
      throw new CompileException(
          source + (Files.exists(source) ? ": not a file" : ": no such file"));
    }
    String name = source.getFileName().toString();
    if (name.endsWith(".o") || name.endsWith(".a")) {
      return source;
    }
    Path object = scratch.resolve(index + ".o");
    List<String> flags = new ArrayList<>(List.of("-Wall"));
    flags.addAll(extraFlags);
    toolchain.compile(source, object, List.of(kit.include()), flags);
    return object;
  }
}
