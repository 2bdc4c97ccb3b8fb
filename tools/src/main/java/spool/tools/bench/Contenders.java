package spool.tools.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static spool.tools.bench.Workload.Kind.PAIR;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import spool.userland.InBoxImage;

/// Finds out who can run workloads on this host, and prepares what they run in a folder: the same
/// ELF files for QEMU as Spool has in its box, and for the host what its compiler makes of their
/// sources.
final class Contenders {
  /// What the two engines are compared by: integers, references to memory, doubles.
  private static final Set<String> COMPARED_ENGINES = Set.of("mix", "sort", "nbody");

  /// Where the start code of `userland/bare` looks for the argument.
  private static final long BARE_ARGUMENT = 0x87ff_0000L;

  private final Path folder;
  private final List<Workload> workloads;
  private final InBoxImage image = InBoxImage.open();
  private final List<Contender> all = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Contenders(Path folder, List<Workload> workloads) {
    this.folder = folder;
    this.workloads = workloads;
  }

  /// Those that can run `workloads`, with their files in `folder`.
  ///
  /// @throws BenchException if the host's compiler refuses a source
  static Contenders find(Path folder, List<Workload> workloads)
      throws IOException, BenchException, InterruptedException {
    Contenders contenders = new Contenders(folder, workloads);
    contenders.addSpool();
    contenders.addQemu();
    contenders.addQemuSystem();
    contenders.addNative();
    return contenders;
  }

  List<Contender> all() {
    return all;
  }

  /// What is missing on this host.
  List<String> notes() {
    return notes;
  }

  private void addSpool() {
    Predicate<Workload> isPair = workload -> workload.kind() == PAIR;
    addSpool(Contender.INTERPRETED, isPair.negate(), true);
    addSpool(Contender.TRANSLATED, isPair.negate(), false, "--translate");
    Predicate<Workload> isCompared = workload -> COMPARED_ENGINES.contains(workload.name());
    addSpool(Contender.PARALLEL, isCompared, false, "--translate", "--engine", "parallel");
    addSpool(Contender.ONE_HART, isPair, false, "--engine", "parallel");
    addSpool(Contender.TWO_HARTS, isPair, false, "--engine", "parallel", "--harts", "2");
  }

  private void addSpool(String name, Predicate<Workload> suits, boolean isSlow, String... options) {
    Contender.Command command =
        workload -> {
          List<String> arguments = new ArrayList<>(List.of("run"));
          arguments.addAll(List.of(options));
          arguments.addAll(List.of(workload.path(), Integer.toString(workload.times())));
          return SpoolProcess.command(arguments.toArray(String[]::new));
        };
    all.add(new Contender(name, suits, isSlow, command));
  }

  private void addQemu() throws IOException {
    Optional<Path> qemu = HostTools.find("qemu-riscv64", "qemu-riscv64-static");
    if (qemu.isEmpty()) {
      notes.add("qemu-riscv64 (Debian's qemu-user) is not on the PATH: no ratios to it");
      return;
    }
    for (Workload workload : workloads) {
      Path file = Files.write(folder.resolve(workload.name()), contents(workload.path()));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
    all.add(
        new Contender(
            Contender.QEMU, any -> true, false, workload -> onQemu(qemu.get(), workload)));
  }

  /// QEMU's user mode lets a guest execute the host's programs only, QEMU itself among them.
  private List<String> onQemu(Path qemu, Workload workload) {
    String program = folder.resolve(workload.name()).toString();
    List<String> command =
        new ArrayList<>(List.of(qemu.toString(), program, Integer.toString(workload.times())));
    if (workload.executesItself()) {
      command.addAll(List.of(qemu.toString(), program));
    }
    return command;
  }

  /// A bare machine without address translation, on which the program is alone.
  private void addQemuSystem() throws IOException {
    Optional<Path> qemu = HostTools.find("qemu-system-riscv64");
    if (qemu.isEmpty()) {
      notes.add(
          "qemu-system-riscv64 (Debian's qemu-system-misc) is not on the PATH: no bare machine");
      return;
    }
    Predicate<Workload> isBare = workload -> image.find(bare(workload)).isPresent();
    for (Workload workload : workloads) {
      if (isBare.test(workload)) {
        Files.write(folder.resolve(workload.name() + ".bare"), contents(bare(workload)));
      }
    }
    all.add(
        new Contender(
            Contender.QEMU_SYSTEM, isBare, false, workload -> onBareMachine(qemu.get(), workload)));
  }

  private static String bare(Workload workload) {
    return "/bare/" + workload.name();
  }

  private List<String> onBareMachine(Path qemu, Workload workload) {
    List<String> command =
        new ArrayList<>(
            List.of(qemu.toString(), "-machine", "virt", "-display", "none", "-monitor", "none"));
    Path program = folder.resolve(workload.name() + ".bare");
    command.addAll(List.of("-serial", "stdio", "-bios", "none"));
    command.addAll(List.of("-device", "loader,file=" + program + ",cpu-num=0"));
    command.addAll(
        List.of(
            "-device",
            "loader,addr=0x%x,data=0x%x,data-len=%d"
                .formatted(BARE_ARGUMENT, littleEndian(workload.times()), Long.BYTES)));
    return command;
  }

  /// The first characters of a number as a doubleword of memory, ended by a zero.
  private static long littleEndian(int number) {
    byte[] digits = Arrays.copyOf(Integer.toString(number).getBytes(US_ASCII), Long.BYTES);
    return ByteBuffer.wrap(digits).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void addNative() throws IOException, BenchException, InterruptedException {
    Optional<Path> compiler = HostTools.find("gcc", "cc", "clang");
    if (compiler.isEmpty()) {
      notes.add("no C compiler (gcc, cc, clang) is on the PATH: nothing runs natively");
      return;
    }
    for (Workload workload : workloads) {
      compile(compiler.get(), workload);
    }
    all.add(
        new Contender(
            Contender.NATIVE,
            any -> true,
            false,
            workload ->
                List.of(executable(workload).toString(), Integer.toString(workload.times()))));
  }

  private Path executable(Workload workload) {
    return folder.resolve(workload.name() + ".native");
  }

  /// Products of doubles are rounded before they are added, or else sums differ.
  private void compile(Path compiler, Workload workload)
      throws IOException, BenchException, InterruptedException {
    Path source =
        Files.write(folder.resolve(workload.name() + ".c"), contents(workload.path() + ".c"));
    List<String> command =
        new ArrayList<>(List.of(compiler.toString(), "-O2", "-std=gnu17", "-ffp-contract=off"));
    command.addAll(
        List.of("-pthread", "-o", executable(workload).toString(), source.toString(), "-lm"));
    Path messages = folder.resolve("messages");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      String first = Files.readString(messages).lines().findFirst().orElse("it says nothing");
      throw new BenchException(compiler + " refuses " + workload.name() + ".c: " + first);
    }
  }

  private byte[] contents(String path) {
    ByteBuffer contents = image.find(path).orElseThrow().contents().duplicate();
    byte[] bytes = new byte[contents.remaining()];
    contents.get(bytes);
    return bytes;
  }
}
