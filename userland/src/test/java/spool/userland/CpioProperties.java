package spool.userland;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CpioProperties {
  @Property(tries = 100)
  void readingGivesWhatWasWritten(@ForAll("entries") List<Cpio.Entry> entries) throws IOException {
    byte[] archive = Cpio.write(entries);
    assertEquals(seen(entries), seen(Cpio.read(() -> new ByteArrayInputStream(archive))));
  }

  private record Seen(String path, int mode, int size, ByteBuffer contents) {}

  private static List<Seen> seen(List<Cpio.Entry> entries) {
    return entries.stream()
        .map(each -> new Seen(each.path(), each.mode(), each.size(), each.contents()))
        .toList();
  }

  @Provide
  Arbitrary<List<Cpio.Entry>> entries() {
    Arbitrary<String> names = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1);
    Arbitrary<Integer> permissions = Arbitraries.integers().between(0, 07777);
    Arbitrary<byte[]> contents = Arbitraries.bytes().array(byte[].class).ofMaxSize(50);
    return Combinators.combine(names, permissions, contents)
        .as(Cpio.Entry::file)
        .list()
        .ofMaxSize(10);
  }
}
