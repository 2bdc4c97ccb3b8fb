package spool.emulator.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes a device tree in its flattened form, version 17 (Devicetree Specification 0.4, chapter
/// 5): a header, no reservations of memory, the structure, and the names of properties, each once.
public final class DeviceTreeBlob {
  private static final int MAGIC = 0xd00d_feed;
  private static final int VERSION = 17;
  private static final int COMPATIBLE_VERSION = 16;
  private static final int HEADER_BYTES = 40;

  /// The end of an empty list of reservations: an address and a size.
  private static final int RESERVATION_BYTES = 16;

  private static final int BEGIN_NODE = 1;
  private static final int END_NODE = 2;
  private static final int PROPERTY = 3;
  private static final int END = 9;

  private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
  private final ByteArrayOutputStream names = new ByteArrayOutputStream();
  private final Map<String, Integer> nameOffsets = new LinkedHashMap<>();

  private DeviceTreeBlob() {}

  /// The tree below `root`, of a machine that is started by hart 0.
  public static byte[] of(DeviceNode root) {
    DeviceTreeBlob blob = new DeviceTreeBlob();
    blob.node(root);
    blob.word(END);
    return blob.bytes();
  }

  private void node(DeviceNode node) {
    word(BEGIN_NODE);
    structure.writeBytes(node.name().getBytes(StandardCharsets.US_ASCII));
    structure.write(0);
    align();
    node.properties().forEach(this::property);
    node.children().forEach(this::node);
    word(END_NODE);
  }

  private void property(String name, byte[] value) {
    word(PROPERTY);
    word(value.length);
    word(nameOffsets.computeIfAbsent(name, this::addName));
    structure.writeBytes(value);
    align();
  }

  private int addName(String name) {
    int offset = names.size();
    names.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    names.write(0);
    return offset;
  }

  private void word(int value) {
    structure.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  private void align() {
    while (structure.size() % Integer.BYTES != 0) {
      structure.write(0);
    }
  }

  private byte[] bytes() {
    int structureOffset = HEADER_BYTES + RESERVATION_BYTES;
    int namesOffset = structureOffset + structure.size();
    int total = namesOffset + names.size();
    return ByteBuffer.allocate(total)
        .putInt(MAGIC)
        .putInt(total)
        .putInt(structureOffset)
        .putInt(namesOffset)
        .putInt(HEADER_BYTES)
        .putInt(VERSION)
        .putInt(COMPATIBLE_VERSION)
        .putInt(0)
        .putInt(names.size())
        .putInt(structure.size())
        .put(structureOffset, structure.toByteArray())
        .put(namesOffset, names.toByteArray())
        .array();
  }
}
