package spool.emulator.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTreeBlobTest {
  /// The structure of the tree as the specification lays it out, by hand.
  private static final String STRUCTURE =
      """
      00000001 00000000
      00000003 00000008 00000000 0000000180000000
      00000003 00000004 00000004 61006200
      00000001 61403100
      00000003 00000000 0000000a
      00000003 00000003 00000004 68690000
      00000002
      00000002
      00000009
      """;

  private final byte[] blob =
      DeviceTreeBlob.of(
          new DeviceNode("")
              .wideCells("reg", 0x1_8000_0000L)
              .texts("names", List.of("a", "b"))
              .add(new DeviceNode("a@1").flag("on").text("names", "hi")));

  @Test
  void hasTheHeaderOfVersion17() {
    ByteBuffer header = ByteBuffer.wrap(blob);
    assertEquals(0xd00d_feed, header.getInt(0));
    assertEquals(blob.length, header.getInt(4));
    assertEquals(17, header.getInt(20));
    assertEquals(16, header.getInt(24));
    assertEquals(0, header.getInt(16) % 8);
    assertEquals(0, header.getLong(header.getInt(16)));
  }

  @Test
  void hasTheStructureOfTheSpecification() {
    ByteBuffer header = ByteBuffer.wrap(blob);
    byte[] structure = new byte[header.getInt(36)];
    header.get(header.getInt(8), structure);
    assertArrayEquals(HexFormat.of().parseHex(STRUCTURE.replaceAll("\\s", "")), structure);
  }

  @Test
  void namesEachPropertyOnce() {
    ByteBuffer header = ByteBuffer.wrap(blob);
    byte[] names = new byte[header.getInt(32)];
    header.get(header.getInt(12), names);
    assertEquals("reg\0names\0on\0", new String(names, StandardCharsets.US_ASCII));
  }
}
