package spool.emulator.debug;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/// What is sent in packets arrives, whatever it is and whatever comes between.
class PacketProperties {
  private static List<Received> read(byte[]... pieces) {
    PacketReader reader = new PacketReader();
    List<Received> found = new ArrayList<>();
    for (byte[] piece : pieces) {
      for (byte each : piece) {
        reader.accept(each & 0xff).ifPresent(found::add);
      }
    }
    return found;
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.chars().range('\0', (char) 255)),
            Tuple.of(1, Arbitraries.of('$', '#', '}', '*', '+', '-', (char) 3)))
        .list()
        .ofMaxSize(60)
        .map(letters -> letters.stream().map(String::valueOf).reduce("", String::concat));
  }

  @Property(tries = 300)
  void whatIsSentArrives(@ForAll("texts") String text) {
    assertEquals(List.of(new Received.Packet(text)), read(Packets.packet(text)));
  }

  @Property(tries = 300)
  void afterGarbageAPacketArrives(@ForAll byte[] garbage, @ForAll("texts") String text) {
    List<Received> found = read(garbage, "#00".getBytes(ISO_8859_1), Packets.packet(text));
    assertTrue(found.contains(new Received.Packet(text)), found::toString);
  }

  @Property(tries = 200)
  void aChangedBitIsNoticed(
      @ForAll("texts") String text, @ForAll @IntRange(max = 7) int bit, @ForAll int place) {
    byte[] packet = Packets.packet(text);
    int changed = Math.floorMod(place, packet.length);
    packet[changed] ^= (byte) (1 << bit);
    Assume.that(packet[changed] != '$' && packet[changed] != '#');
    List<Received> found = read(packet);
    assertTrue(
        found.stream().noneMatch(each -> each instanceof Received.Packet) || isSame(found, text),
        found::toString);
  }

  /// A digit of the checksum has two forms, which differ by a bit.
  private static boolean isSame(List<Received> found, String text) {
    return found.equals(List.of(new Received.Packet(text)));
  }

  @Example
  void packetsAreAsTheManualHasThem() {
    assertEquals("$g#67", packet("g"));
    assertEquals("$a}\u0003b#43", packet("a#b"));
    assertEquals(List.of(new Received.Break()), read(new byte[] {3}));
    assertEquals(List.of(new Received.Refused()), read(new byte[] {'+', '-'}));
    assertEquals(List.of(new Received.Damaged()), read("$g#68".getBytes(ISO_8859_1)));
    assertEquals(List.of(new Received.Packet("c")), read("$what$c#63".getBytes(ISO_8859_1)));
  }

  private static String packet(String text) {
    return new String(Packets.packet(text), ISO_8859_1);
  }

  @Example
  void aPacketWithoutEndIsGivenUp() {
    byte[] endless = new byte[3 * PacketReader.MOST_BYTES];
    Arrays.fill(endless, (byte) 'a');
    endless[0] = '$';
    assertEquals(List.of(new Received.Damaged()), read(endless));
  }
}
