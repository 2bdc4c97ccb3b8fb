package spool.tools.packaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartJarTest {
  private static final String OLD = "picocli/CommandLine.class";
  private static final String NEW = "spool/tools/packaging/StartJar.class";
  private static final String IMAGE = "image.cpio";

  @TempDir private Path folder;

  @Test
  void oldClassesGetStackMapsAndImagesAreStored() throws IOException {
    byte[] image = new byte[10_000];
    Path jar = folder.resolve("some.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      put(out, OLD, classFile(OLD));
      put(out, NEW, classFile(NEW));
      put(out, IMAGE, image);
    }

    StartJar.prepare(jar);

    try (ZipFile prepared = new ZipFile(jar.toFile())) {
      byte[] renewed = contents(prepared, OLD);
      assertEquals(ClassFile.latestMajorVersion(), ClassFile.of().parse(renewed).majorVersion());
      assertEquals(List.of(), ClassFile.of().verify(renewed));
      assertArrayEquals(classFile(NEW), contents(prepared, NEW));
      assertArrayEquals(image, contents(prepared, IMAGE));
      assertEquals(ZipEntry.STORED, prepared.getEntry(IMAGE).getMethod());
      assertEquals(ZipEntry.DEFLATED, prepared.getEntry(OLD).getMethod());
    }
  }

  private static void put(ZipOutputStream out, String name, byte[] contents) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(contents);
    out.closeEntry();
  }

  private static byte[] classFile(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(StartJar.class.getClassLoader().getResourceAsStream(name))) {
      return stream.readAllBytes();
    }
  }

  private static byte[] contents(ZipFile jar, String name) throws IOException {
    return jar.getInputStream(jar.getEntry(name)).readAllBytes();
  }
}
