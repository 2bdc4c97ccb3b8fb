package spool.userland;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The C library as files for the compiler: `include/`, `lib/crt0.o` and `lib/libc.a`.
record DevelopmentKit(Path folder) {
  private static final String RESOURCE = "kit.cpio";

  /// The kit of this userland, unpacked into a cache folder named after its contents.
  static DevelopmentKit open() throws IOException {
    byte[] archive = InBoxImage.resource(RESOURCE);
    String name = "kit-" + digest(archive);
    return new DevelopmentKit(Cache.folder(name, folder -> unpack(archive, folder)));
  }

  Path include() {
    return folder.resolve("include");
  }

  /// What every program is linked with, after its own object files.
  List<Path> libraries() {
    return List.of(folder.resolve("lib/crt0.o"), folder.resolve("lib/libc.a"));
  }

  private static void unpack(byte[] archive, Path folder) throws IOException {
    for (Cpio.Entry entry : Cpio.read(() -> new ByteArrayInputStream(archive))) {
      Path target = folder.resolve(entry.path());
      if (entry.isFolder()) {
        Files.createDirectories(target);
      } else {
        byte[] contents = new byte[entry.size()];
        entry.contents().get(contents);
        Files.write(target, contents);
      }
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
