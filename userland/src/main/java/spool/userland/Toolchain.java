package spool.userland;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A clang and an lld that make riscv64 programs, and how to call them.
///
/// They are looked for in this order: the program that the environment variable `SPOOL_CLANG`
/// names, with `ld.lld` beside it or on the `PATH`; the LLVM of the build, see [Llvm]; `clang` and
/// `ld.lld` on the `PATH`.
public record Toolchain(Path clang, Path linker) {
  /// What every translation unit of the userland is compiled with.
  private static final List<String> TARGET =
      List.of("--target=riscv64-unknown-elf", "-march=rv64gc", "-mabi=lp64d", "-mcmodel=medany");

  /// Functions that call others have a frame with a chain to their callers', by which the kernel
  /// names them where a program crashes or waits.
  private static final List<String> CODE =
      List.of(
          "-std=gnu17",
          "-O2",
          "-fno-pic",
          "-ftls-model=local-exec",
          "-nostdinc",
          "-fno-common",
          "-fno-omit-frame-pointer",
          "-momit-leaf-frame-pointer");

  private static final List<String> SECTIONS = List.of("-ffunction-sections", "-fdata-sections");

  private static final String BASE = "--image-base=0x10000";

  /// RAM of a bare machine begins there; `userland/bare` has the entry.
  private static final List<String> BARE = List.of("--image-base=0x80000000", "-e", "bare_start");

  /// Segments R, RX and RW, each from its own page on.
  private static final List<String> LAYOUT =
      List.of(
          "-static",
          "-z",
          "max-page-size=4096",
          "-z",
          "separate-code",
          "-z",
          "noexecstack",
          "--gc-sections",
          "--build-id=none",
          "--fatal-warnings");

  /// Finds a compiler.
  ///
  /// @throws CompileException if there is none, saying what to install
  public static Toolchain find() throws CompileException {
    HostPlatform platform = HostPlatform.current();
    return Stream.of(fromEnvironment(platform), bundled(platform), onPath(platform))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> new CompileException(notFound(platform)));
  }

  /// Compiles one C or assembly source to an object file.
  ///
  /// @param include the folders of header files, first to last
  public void compile(Path source, Path object, List<Path> include, List<String> flags)
      throws CompileException {
    List<String> command = new ArrayList<>(List.of(clang.toString()));
    command.addAll(TARGET);
    command.addAll(CODE);
    command.addAll(SECTIONS);
    include.forEach(folder -> command.addAll(List.of("-isystem", folder.toString())));
    command.addAll(flags);
    command.addAll(List.of("-c", source.toString(), "-o", object.toString()));
    run(command);
  }

  /// Links object files and archives to a static executable.
  public void link(List<Path> inputs, Path output) throws CompileException {
    link(List.of(BASE), inputs, output);
  }

  /// Links object files and archives to an executable for a bare machine in machine mode.
  void linkBare(List<Path> inputs, Path output) throws CompileException {
    link(BARE, inputs, output);
  }

  private void link(List<String> placement, List<Path> inputs, Path output)
      throws CompileException {
    List<String> command = new ArrayList<>(List.of(linker.toString()));
    command.addAll(LAYOUT);
    command.addAll(placement);
    command.addAll(List.of("-o", output.toString()));
    inputs.forEach(input -> command.add(input.toString()));
    run(command);
  }

  /// Puts object files into a new archive `library`.
  public void archive(List<Path> objects, Path library) throws CompileException {
    String name = HostPlatform.current().executable("llvm-ar");
    List<String> command = new ArrayList<>(List.of(linker.resolveSibling(name).toString()));
    command.addAll(List.of("rcsD", library.toString()));
    objects.forEach(object -> command.add(object.toString()));
    run(command);
  }

  /// Runs a tool; what it prints is the message of the exception when it fails, and is shown on
  /// standard error (warnings) when it does not.
  static void run(List<String> command) throws CompileException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new CompileException(
            printed.isEmpty() ? command.getFirst() + ": status " + process.exitValue() : printed);
      }
      if (!printed.isEmpty()) {
        System.err.println(printed);
      }
    } catch (IOException unusable) {
      throw new CompileException(command.getFirst() + ": " + unusable.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CompileException(command.getFirst() + ": interrupted");
    }
  }

  private static Optional<Toolchain> fromEnvironment(HostPlatform platform) {
    String named = System.getenv("SPOOL_CLANG");
    if (named == null || named.isBlank()) {
      return Optional.empty();
    }
    Path clang = Path.of(named);
    Path beside = clang.resolveSibling(platform.executable("ld.lld"));
    Optional<Path> linker =
        Files.isExecutable(beside) ? Optional.of(beside) : search(platform, "ld.lld");
    return linker.map(found -> new Toolchain(clang, found));
  }

  private static Optional<Toolchain> bundled(HostPlatform platform) throws CompileException {
    try {
      return Llvm.folder(platform).map(folder -> in(folder, platform));
    } catch (IOException failure) {
      throw new CompileException("cannot unpack the C compiler: " + failure);
    }
  }

  private static Toolchain in(Path folder, HostPlatform platform) {
    return new Toolchain(
        folder.resolve(platform.executable("clang")),
        folder.resolve(platform.executable("ld.lld")));
  }

  private static Optional<Toolchain> onPath(HostPlatform platform) {
    return search(platform, "clang")
        .flatMap(clang -> search(platform, "ld.lld").map(linker -> new Toolchain(clang, linker)));
  }

  private static Optional<Path> search(HostPlatform platform, String program) {
    String path = System.getenv("PATH");
    if (path == null) {
      return Optional.empty();
    }
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, platform.executable(program)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String notFound(HostPlatform platform) {
    return """
        no C compiler found for %s
        Build Spool from its sources once (that fetches the compiler), or install clang and lld \
        and have both on the PATH, or name a clang in the environment variable SPOOL_CLANG."""
        .formatted(platform.classifier());
  }
}
