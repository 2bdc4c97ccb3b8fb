package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// The laws of a reel, for tapes with anything on them.
class TapeImageProperties {
  /// A record, or with no bytes a tape mark.
  @Provide
  Arbitrary<byte[]> block() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
  }

  /// Words that begin objects of the format, among others.
  @Provide
  Arbitrary<byte[]> nearlyAnImage() {
    Arbitrary<Integer> word =
        Arbitraries.oneOf(
            Arbitraries.of(0, -1, -2, 0xfffe_ffff, 0x8000_0000, 0x0fff_ffff, 0x7fff_ffff),
            Arbitraries.integers().between(0, 12),
            Arbitraries.integers().between(0x8000_0000, 0x8000_0008),
            Arbitraries.integers());
    return word.list()
        .ofMaxSize(40)
        .map(
            words -> {
              ByteBuffer raw = ByteBuffer.allocate(words.size() * Integer.BYTES + 2);
              raw.order(ByteOrder.LITTLE_ENDIAN);
              words.forEach(raw::putInt);
              return raw.array();
            });
  }

  private static TapeImage written(List<byte[]> blocks) {
    TapeImage image = TapeImage.blank();
    for (byte[] block : blocks) {
      if (block.length == 0) {
        image.writeMark();
      } else {
        image.write(block);
      }
    }
    return image;
  }

  private static List<List<Byte>> contents(TapeImage image) {
    List<List<Byte>> contents = new ArrayList<>();
    image.rewind();
    Optional<TapeImage.Item> item = image.forward();
    while (item.isPresent()) {
      contents.add(list(image.data(item.get())));
      item = image.forward();
    }
    return contents;
  }

  private static List<Byte> list(byte[] bytes) {
    List<Byte> list = new ArrayList<>();
    for (byte each : bytes) {
      list.add(each);
    }
    return list;
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll @Size(max = 20) List<@From("block") byte[]> blocks) {
    TapeImage image = written(blocks);
    List<List<Byte>> expected = blocks.stream().map(TapeImageProperties::list).toList();
    assertEquals(expected, contents(image));
    TapeImage again = TapeImage.of(image.bytes());
    assertTrue(again.damage().isEmpty());
    assertEquals(image.items(), again.items());
    assertEquals(expected, contents(again));
  }

  @Property
  void spacingForwardAndBackIsStandingStill(
      @ForAll @Size(max = 20) List<@From("block") byte[]> blocks,
      @ForAll @IntRange(max = 20) int start,
      @ForAll @IntRange(max = 20) int distance) {
    TapeImage image = TapeImage.of(written(blocks).bytes());
    for (int count = 0; count < start; count++) {
      image.forward();
    }
    int before = image.position();
    List<TapeImage.Item> passed = new ArrayList<>();
    for (int count = 0; count < distance; count++) {
      image.forward().ifPresent(passed::add);
    }
    for (TapeImage.Item each : passed.reversed()) {
      assertEquals(Optional.of(each), image.backward());
    }
    assertEquals(before, image.position());
  }

  @Property
  void writingTruncates(
      @ForAll @Size(min = 1, max = 20) List<@From("block") byte[]> blocks,
      @ForAll @IntRange(max = 20) int distance) {
    TapeImage image = TapeImage.of(written(blocks).bytes());
    for (int count = 0; count < distance; count++) {
      image.forward();
    }
    int kept = image.position();
    image.write(new byte[] {1});
    List<byte[]> expected = new ArrayList<>(blocks.subList(0, kept));
    expected.add(new byte[] {1});
    assertArrayEquals(written(expected).bytes(), image.bytes());
  }

  @Property
  void anyBytesAreATape(@ForAll byte[] bytes) {
    examine(bytes);
  }

  @Property
  void anythingThatLooksLikeATapeIsOne(@ForAll @From("nearlyAnImage") byte[] bytes) {
    examine(bytes);
  }

  /// Nothing is thrown, nothing is changed, and items lie in order inside the image.
  private static void examine(byte[] bytes) {
    TapeImage image = TapeImage.of(bytes);
    int end = 0;
    for (TapeImage.Item item : image.items()) {
      assertTrue(item.offset() >= end && item.end() <= bytes.length);
      assertEquals(item.length(), image.data(item).length);
      end = item.end();
    }
    contents(image);
    assertEquals(image.damage().isPresent(), image.isAtDamage());
    assertArrayEquals(bytes, image.bytes());
  }
}
