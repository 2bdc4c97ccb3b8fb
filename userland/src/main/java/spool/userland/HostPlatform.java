package spool.userland;

import java.nio.file.Path;
import java.util.Locale;

/// The machine that the compiler runs on, by the operating system and processor names that LLVM's
/// jars use as classifiers: `linux-x86_64`, `macosx-arm64`, `windows-x86_64`.
record HostPlatform(String system, String processor) {

  static HostPlatform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /// The platform of Java's `os.name` and `os.arch`.
  static HostPlatform of(String osName, String osArch) {
    return new HostPlatform(
        system(osName.toLowerCase(Locale.ROOT)), processor(osArch.toLowerCase(Locale.ROOT)));
  }

  String classifier() {
    return system + "-" + processor;
  }

  boolean isWindows() {
    return system.equals("windows");
  }

  /// The file name of the program `name`.
  String executable(String name) {
    return isWindows() ? name + ".exe" : name;
  }

  /// The folder in which programs of this user keep what they can make again.
  Path cacheFolder() {
    Path home = Path.of(System.getProperty("user.home", "."));
    return switch (system) {
      case "macosx" -> home.resolve("Library/Caches/spool");
      case "windows" -> environment("LOCALAPPDATA", home.resolve("AppData/Local")).resolve("spool");
      default -> environment("XDG_CACHE_HOME", home.resolve(".cache")).resolve("spool");
    };
  }

  private static Path environment(String variable, Path otherwise) {
    String value = System.getenv(variable);
    return value == null || value.isBlank() ? otherwise : Path.of(value);
  }

  private static String system(String osName) {
    if (osName.startsWith("mac")) {
      return "macosx";
    }
    return osName.startsWith("windows") ? "windows" : "linux";
  }

  private static String processor(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm64";
      default -> osArch;
    };
  }
}
