package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import spool.emulator.image.ByteSource;
import spool.emulator.image.ElfException;
import spool.emulator.image.ElfFile;
import spool.kernel.trap.ImageEntry;
import spool.userland.InBoxImage;

/// A program to run: where it is in the guest's file system, and the file to put there if it comes
/// from the host.
public record GuestProgram(String path, Optional<ImageEntry> file) {
  private static final String HOST_FOLDER = "/host/";
  private static final int EXECUTABLE = 0100755;

  /// Finds the program that a user calls `name`: a file of the host's, or else an in-box program
  /// such as `examples/join` or `ls`.
  ///
  /// @throws ProgramException if there is none, or it cannot be executed; with the reason in one
  ///   line
  public static GuestProgram find(String name, InBoxImage image) throws ProgramException {
    Optional<Path> path = hostPath(name);
    if (path.filter(Files::isRegularFile).isPresent()) {
      return ofHost(path.get(), name);
    }
    Optional<String> inBox =
        Stream.of(name, "bin/" + name)
            .filter(
                candidate -> image.find(candidate).filter(entry -> !entry.isFolder()).isPresent())
            .findFirst();
    if (inBox.isPresent()) {
      return new GuestProgram("/" + inBox.get().replaceFirst("^/", ""), Optional.empty());
    }
    if (path.filter(Files::isDirectory).isPresent() || image.find(name).isPresent()) {
      throw ProgramException.notExecutable(name, "it is a directory");
    }
    if (path.filter(Files::exists).isPresent()) {
      throw ProgramException.notExecutable(name, "it is no regular file");
    }
    throw ProgramException.notFound(name);
  }

  private static Optional<Path> hostPath(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  /// The program in the host's file `path`, checked to be one that can be executed.
  ///
  /// @throws ProgramException if it cannot be read or executed
  public static GuestProgram ofHost(Path path, String name) throws ProgramException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException | OutOfMemoryError failure) {
      throw ProgramException.notExecutable(name, "it cannot be read (" + failure + ")");
    }
    check(name, bytes);
    String guestPath = HOST_FOLDER + path.getFileName();
    return new GuestProgram(
        guestPath, Optional.of(new ImageEntry(guestPath, EXECUTABLE, ByteBuffer.wrap(bytes))));
  }

  private static void check(String name, byte[] bytes) throws ProgramException {
    if (new String(bytes, 0, Math.min(bytes.length, 2), UTF_8).equals("#!")) {
      return;
    }
    try {
      ElfFile elf = ElfFile.parse(ByteSource.of(bytes));
      if (elf.interpreter().isPresent()) {
        throw ProgramException.notExecutable(
            name,
            "it needs the dynamic loader " + elf.interpreter().get() + "; link it with -static");
      }
    } catch (ElfException defect) {
      throw ProgramException.notExecutable(name, defect.getMessage());
    }
  }

  /// The entries that the root file system needs for the program, folders first.
  public List<ImageEntry> entries() {
    return file.map(GuestProgram::withFolder).orElse(List.of());
  }

  private static List<ImageEntry> withFolder(ImageEntry entry) {
    return List.of(new ImageEntry("/host", 0040755, ByteBuffer.allocate(0)), entry);
  }
}
