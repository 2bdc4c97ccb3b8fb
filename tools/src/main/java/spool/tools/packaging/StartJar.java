package spool.tools.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Prepares the runnable jar for fast starts, as the last step of the build.
///
/// - Classes older than Java 6 have no stack maps. The JVM verifies them in an old way at each
///   start, and keeps none of them in an AOT cache. They get stack maps and today's version.
/// - Archives of files (`.cpio`) are stored as they are: to read one is faster than to inflate it.
public final class StartJar {
  /// The first version of class files with stack maps, that of Java 6.
  private static final int FIRST_WITH_STACK_MAPS = 50;

  private final ZipFile jar;
  private final ClassFile classFile;

  private StartJar(ZipFile jar) {
    this.jar = jar;
    classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this::inJar)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /// Prepares the jar that is the only argument.
  public static void main(String[] arguments) throws IOException {
    prepare(Path.of(arguments[0]));
  }

  /// Prepares `jar`, in its place.
  static void prepare(Path jar) throws IOException {
    Path prepared = jar.resolveSibling(jar.getFileName() + ".new");
    try (ZipFile in = new ZipFile(jar.toFile());
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(prepared));
        ZipOutputStream out = new ZipOutputStream(file)) {
      new StartJar(in).writeTo(out);
    }
    Files.move(prepared, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private void writeTo(ZipOutputStream out) throws IOException {
    for (ZipEntry entry : Collections.list(jar.entries())) {
      byte[] contents = contents(entry);
      out.putNextEntry(like(entry, contents));
      out.write(contents);
      out.closeEntry();
    }
  }

  private static ZipEntry like(ZipEntry entry, byte[] contents) {
    ZipEntry made = new ZipEntry(entry.getName());
    made.setTimeLocal(entry.getTimeLocal());
    if (entry.getName().endsWith(".cpio")) {
      CRC32 checksum = new CRC32();
      checksum.update(contents);
      made.setMethod(ZipEntry.STORED);
      made.setSize(contents.length);
      made.setCrc(checksum.getValue());
    }
    return made;
  }

  private byte[] contents(ZipEntry entry) throws IOException {
    byte[] contents = jar.getInputStream(entry).readAllBytes();
    return entry.getName().endsWith(".class") ? renewed(contents) : contents;
  }

  private byte[] renewed(byte[] old) {
    var model = classFile.parse(old);
    if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
      return old;
    }
    // Code that a transformation passes on unread is copied, without stack maps.
    ClassTransform rebuildsCode =
        ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
    return classFile.transformClass(
        model,
        ClassTransform.dropping(element -> element instanceof ClassFileVersion)
            .andThen(rebuildsCode)
            .andThen(
                ClassTransform.endHandler(
                    made -> made.withVersion(ClassFile.latestMajorVersion(), 0))));
  }

  /// The class file of `type`, or what the resolver takes for its absence.
  private @Nullable InputStream inJar(ClassDesc type) {
    String descriptor = type.descriptorString();
    ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
