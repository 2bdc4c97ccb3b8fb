package spool.userland;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// The clang, lld and llvm-ar of `org.bytedeco:llvm`, unpacked into the user's cache folder.
///
/// The platform jars hold an LLVM installation under `org/bytedeco/llvm/PLATFORM/`. Two things keep
/// it from running where it is unpacked: on Linux the programs want their shared libraries under
/// versioned names, and lld works as a linker for ELF only when it is called `ld.lld`. So each file
/// is unpacked under the name by which it is used.
///
/// The jar is needed on the class path once, in the build; later runs find what that unpacked.
final class Llvm {
  private static final String JAR_FOLDER = "org/bytedeco/llvm/";

  private Llvm() {}

  /// The folder with the programs, unpacked if the class path has the jar; empty if neither the
  /// folder nor the jar is there.
  static Optional<Path> folder(HostPlatform platform) throws IOException {
    String name = "llvm-" + version() + "-" + platform.classifier();
    Path unpacked = platform.cacheFolder().resolve(name);
    if (Files.isDirectory(unpacked)) {
      return Optional.of(unpacked);
    }
    String clang = JAR_FOLDER + platform.classifier() + "/" + platform.executable("clang");
    if (Llvm.class.getClassLoader().getResource(clang) == null) {
      return Optional.empty();
    }
    return Optional.of(Cache.folder(name, folder -> unpack(platform, folder)));
  }

  /// The files of the jar that compiling needs, and the names to unpack them under.
  static Map<String, String> files(HostPlatform platform) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(platform.executable("clang"), platform.executable("clang"));
    files.put(platform.executable("lld"), platform.executable("ld.lld"));
    files.put(platform.executable("llvm-ar"), platform.executable("llvm-ar"));
    switch (platform.system()) {
      case "linux" -> {
        files.put("libLLVM.so", "libLLVM.so." + soVersion());
        files.put("libclang-cpp.so", "libclang-cpp.so." + soVersion());
      }
      case "macosx" -> {
        files.put("libLLVM.dylib", "libLLVM.dylib");
        files.put("libclang-cpp.dylib", "libclang-cpp.dylib");
      }
      default -> {}
    }
    return files;
  }

  private static void unpack(HostPlatform platform, Path folder) throws IOException {
    for (Map.Entry<String, String> file : files(platform).entrySet()) {
      String resource = JAR_FOLDER + platform.classifier() + "/" + file.getKey();
      Path target = folder.resolve(file.getValue());
      try (InputStream contents = open(resource)) {
        Files.copy(contents, target, StandardCopyOption.REPLACE_EXISTING);
      }
      if (!platform.isWindows() && !target.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + target + " executable");
      }
    }
  }

  private static InputStream open(String resource) throws IOException {
    URL url = Llvm.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new IOException("the LLVM jar on the class path has no " + resource);
    }
    return url.openStream();
  }

  /// LLVM's major and minor version, which end the names of its shared libraries.
  private static String soVersion() {
    String[] parts = version().split("\\.", 3);
    return parts[0] + "." + parts[1];
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream file = Llvm.class.getResourceAsStream("llvm.properties")) {
      properties.load(file);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
    return properties.getProperty("version");
  }
}
