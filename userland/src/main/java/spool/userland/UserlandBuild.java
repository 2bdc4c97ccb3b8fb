package spool.userland;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Builds the C sources of this module: the C library, the programs, and the two archives that are
/// resources of the jar: `kit.cpio` (headers and library for the compiler) and `image.cpio` (the
/// in-box root file system).
///
/// Each folder of sources becomes a folder of the image: `bin/ls.c` is `/bin/ls`. Sources of
/// `examples` and `bench` are in the image beside their programs. What is under `root` is copied as
/// it is.
///
/// A source is compiled when it or any header is newer than its object file; everything is relinked
/// when anything was compiled.
public final class UserlandBuild {
  private static final List<String> PROGRAM_FOLDERS =
      List.of("bin", "jobs", "examples", "test", "bench");
  private static final List<String> FOLDERS_WITH_SOURCES = List.of("examples", "bench");

  /// Programs that are made for a bare machine too, in the folder `bare`.
  private static final List<String> BARE = List.of("bench/mix");

  private static final List<String> EMPTY_FOLDERS = List.of("dev", "proc", "root", "tmp");
  private static final List<String> WARNINGS =
      List.of("-Wall", "-Wextra", "-Wshadow", "-Wstrict-prototypes", "-Wvla", "-Werror");

  private final Toolchain toolchain;
  private final Path sources;
  private final Path target;
  private final Path kit;

  private UserlandBuild(Toolchain toolchain, Path sources, Path target) {
    this.toolchain = toolchain;
    this.sources = sources;
    this.target = target.resolve("userland");
    this.kit = this.target.resolve("kit");
  }

  /// Builds the module in the folder `arguments[0]` into the folder `arguments[1]`.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path target = Path.of(arguments[1]);
    try {
      new UserlandBuild(Toolchain.find(), Path.of(arguments[0]), target)
          .build(target.resolve("classes/spool/userland"));
    } catch (CompileException failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }

  private void build(Path resources) throws IOException, CompileException, InterruptedException {
    prepareHeaders();
    buildLibrary();
    for (String folder : PROGRAM_FOLDERS) {
      buildPrograms(folder);
    }
    buildBarePrograms();
    replace(resources.resolve("kit.cpio"), Cpio.write(entries(kit)));
    replace(resources.resolve("image.cpio"), Cpio.write(image()));
  }

  private void prepareHeaders() throws IOException {
    for (Path header : filesBelow(sources.resolve("lib/include"), ".h")) {
      Path name = sources.resolve("lib/include").relativize(header);
      replace(kit.resolve("include").resolve(name.toString()), Files.readAllBytes(header));
    }
    SyscallTable table = SyscallTable.load();
    replace(kit.resolve("include/sys/syscall.h"), table.numbers().getBytes(UTF_8));
    replace(target.resolve("generated/stubs.h"), table.stubs().getBytes(UTF_8));
  }

  private void buildLibrary() throws IOException, CompileException, InterruptedException {
    Path library = kit.resolve("lib/libc.a");
    Files.createDirectories(library.getParent());
    List<Path> objects = compileAll(sources.resolve("lib/src"), libraryFlags());
    Path start = target.resolve("obj/lib/src/crt0.o");
    objects.remove(start);
    if (anyNewer(objects, library)) {
      Files.deleteIfExists(library);
      toolchain.archive(objects, library);
    }
    replace(kit.resolve("lib/crt0.o"), Files.readAllBytes(start));
  }

  /// The library must not be compiled to calls of itself, and sees its own internal headers.
  private List<String> libraryFlags() {
    return List.of(
        "-ffreestanding",
        "-fno-builtin",
        "-I" + sources.resolve("lib/src"),
        "-I" + target.resolve("generated"));
  }

  /// Links the programs of a folder: one for each source, and one for each folder of sources.
  private void buildPrograms(String folder)
      throws IOException, CompileException, InterruptedException {
    List<Callable<Path>> links = new ArrayList<>();
    removeStale(folder);
    for (Path object : compileAll(sources.resolve(folder), List.of())) {
      addLink(links, folder, stem(object), List.of(object));
    }
    for (Path program : foldersIn(sources.resolve(folder))) {
      addLink(links, folder, program.getFileName().toString(), compileAll(program, List.of()));
    }
    runAll(links);
  }

  private void buildBarePrograms() throws IOException, CompileException, InterruptedException {
    Path programs = Files.createDirectories(target.resolve("root/bare"));
    for (String program : BARE) {
      List<Path> inputs = new ArrayList<>(compileAll(sources.resolve("bare"), List.of()));
      inputs.add(target.resolve("obj").resolve(program + ".o"));
      inputs.addAll(new DevelopmentKit(kit).libraries());
      Path output = programs.resolve(Path.of(program).getFileName());
      if (anyNewer(inputs, output)) {
        toolchain.linkBare(inputs, output);
      }
    }
  }

  /// Removes programs whose sources are gone.
  private void removeStale(String folder) throws IOException {
    Path programs = Files.createDirectories(target.resolve("root").resolve(folder));
    for (Path program : filesIn(programs, "")) {
      String name = program.getFileName().toString();
      if (!Files.exists(sources.resolve(folder).resolve(name))
          && !Files.exists(sources.resolve(folder).resolve(name + ".c"))) {
        Files.delete(program);
      }
    }
  }

  private void addLink(List<Callable<Path>> links, String folder, String name, List<Path> objects)
      throws IOException {
    Path program = target.resolve("root").resolve(folder).resolve(name);
    List<Path> inputs = new ArrayList<>(objects);
    inputs.addAll(new DevelopmentKit(kit).libraries());
    if (anyNewer(inputs, program)) {
      links.add(
          () -> {
            toolchain.link(inputs, program);
            return program;
          });
    }
  }

  /// The object files of all sources in a folder, sorted by name.
  private List<Path> compileAll(Path folder, List<String> flags)
      throws IOException, CompileException, InterruptedException {
    Path objects =
        Files.createDirectories(target.resolve("obj").resolve(sources.relativize(folder)));
    List<Path> headers = new ArrayList<>(filesBelow(kit.resolve("include"), ".h"));
    headers.addAll(filesBelow(target.resolve("generated"), ".h"));
    headers.addAll(filesIn(sources.resolve("lib/src"), ".h"));
    headers.addAll(filesIn(folder, ".h"));
    List<Path> all = new ArrayList<>();
    List<Callable<Path>> stale = new ArrayList<>();
    for (Path source : filesIn(folder, ".c", ".S")) {
      Path object = objects.resolve(stem(source) + ".o");
      all.add(object);
      List<Path> inputs = new ArrayList<>(headers);
      inputs.add(source);
      if (anyNewer(inputs, object)) {
        stale.add(() -> compile(source, object, flags));
      }
    }
    runAll(stale);
    return all;
  }

  private Path compile(Path source, Path object, List<String> flags) throws CompileException {
    List<String> all = new ArrayList<>(WARNINGS);
    all.addAll(flags);
    all.add("-ffile-prefix-map=" + sources + "=.");
    toolchain.compile(source, object, List.of(kit.resolve("include")), all);
    return object;
  }

  /// Runs tasks on all processors, and fails as the first failing one does.
  private static void runAll(List<Callable<Path>> tasks)
      throws CompileException, InterruptedException {
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      for (Future<Path> done : executor.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      throw new CompileException(String.valueOf(cause == null ? failure : cause.getMessage()));
    }
  }

  private List<Cpio.Entry> image() throws IOException {
    List<Cpio.Entry> image = new ArrayList<>();
    for (String folder : EMPTY_FOLDERS) {
      image.add(Cpio.Entry.folder(folder, folder.equals("tmp") ? 01777 : 0755));
    }
    image.addAll(entries(sources.resolve("root")));
    image.addAll(entries(target.resolve("root")));
    for (String folder : FOLDERS_WITH_SOURCES) {
      for (Path source : filesIn(sources.resolve(folder), ".c")) {
        String path = folder + "/" + source.getFileName();
        image.add(Cpio.Entry.file(path, 0644, Files.readAllBytes(source)));
      }
    }
    image.sort(Comparator.comparing(Cpio.Entry::path));
    return image;
  }

  /// The folders and files below `root`; a file is executable if it is an ELF file.
  private static List<Cpio.Entry> entries(Path root) throws IOException {
    List<Cpio.Entry> entries = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.filter(path -> !path.equals(root)).sorted().toList()) {
        String name = root.relativize(path).toString().replace('\\', '/');
        entries.add(
            Files.isDirectory(path)
                ? Cpio.Entry.folder(name, 0755)
                : file(name, Files.readAllBytes(path)));
      }
    }
    return entries;
  }

  private static Cpio.Entry file(String name, byte[] contents) {
    boolean elf = contents.length > 4 && contents[0] == 0x7f && contents[1] == 'E';
    return Cpio.Entry.file(name, elf && !name.endsWith(".o") ? 0755 : 0644, contents);
  }

  private static List<Path> filesBelow(Path folder, String ending) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static List<Path> filesIn(Path folder, String... endings) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(path -> Stream.of(endings).anyMatch(path.toString()::endsWith))
          .sorted()
          .toList();
    }
  }

  private static List<Path> foldersIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static boolean anyNewer(List<Path> inputs, Path output) throws IOException {
    if (!Files.exists(output)) {
      return true;
    }
    FileTime made = Files.getLastModifiedTime(output);
    for (Path input : inputs) {
      if (Files.getLastModifiedTime(input).compareTo(made) > 0) {
        return true;
      }
    }
    return false;
  }

  /// Writes a file unless it has these contents already, so that its time tells when they changed.
  private static void replace(Path file, byte[] contents) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), contents)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Files.write(file, contents);
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }
}
