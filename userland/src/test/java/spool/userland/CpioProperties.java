package spool.userland;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
  void readingGivesWhatWasWritten(@ForAll("entries") List<Cpio.Entry> entries) {
    assertEquals(entries, Cpio.read(ByteBuffer.wrap(Cpio.write(entries))));
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
