package spool.emulator.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A node of a device tree: properties, and nodes below it, each in the order in which it was given
/// (Devicetree Specification 0.4, chapter 2).
public final class DeviceNode {
  private final String name;
  private final SequencedMap<String, byte[]> properties = new LinkedHashMap<>();
  private final List<DeviceNode> children = new ArrayList<>();

  /// A node called `name`, with its unit address behind `@` if it has one; the root's is empty.
  public DeviceNode(String name) {
    this.name = name;
  }

  /// Its name and unit address.
  public String name() {
    return name;
  }

  /// Adds a property that says all by being there.
  public DeviceNode flag(String property) {
    return bytes(property, new byte[0]);
  }

  /// Adds a list of strings.
  public DeviceNode texts(String property, List<String> values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String value : values) {
      bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
    }
    return bytes(property, bytes.toByteArray());
  }

  /// Adds a string.
  public DeviceNode text(String property, String value) {
    return texts(property, List.of(value));
  }

  /// Adds numbers of 32 bits.
  public DeviceNode cells(String property, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes(property, bytes.array());
  }

  /// Adds numbers of 64 bits, such as addresses and sizes where each takes two cells.
  public DeviceNode wideCells(String property, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes(property, bytes.array());
  }

  /// Adds a property, or changes it.
  public DeviceNode bytes(String property, byte[] value) {
    properties.put(property, value.clone());
    return this;
  }

  /// Adds a node below this one.
  public DeviceNode add(DeviceNode child) {
    children.add(child);
    return this;
  }

  /// The properties by name.
  public Map<String, byte[]> properties() {
    return Collections.unmodifiableMap(properties);
  }

  /// The nodes below this one.
  public List<DeviceNode> children() {
    return Collections.unmodifiableList(children);
  }
}
