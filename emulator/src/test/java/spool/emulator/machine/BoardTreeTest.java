package spool.emulator.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spool.emulator.image.DeviceNode;
import spool.emulator.image.DeviceTreeBlob;

/// The device tree against what QEMU writes for its board `virt` with two harts.
class BoardTreeTest {
  private static final Path COMPILER = Path.of("/usr/bin/dtc");

  @TempDir private Path folder;

  private final Machine machine = Machine.builder().harts(2).ramBytes(128 << 20).build();
  private final DeviceNode root = machine.deviceTree(new DeviceNode("chosen"));

  private DeviceNode node(String path) {
    DeviceNode node = root;
    for (String name : path.split("/", -1)) {
      node =
          node.children().stream()
              .filter(child -> child.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + path));
    }
    return node;
  }

  private byte[] property(String path, String name) {
    byte[] value = node(path).properties().get(name);
    if (value == null) {
      throw new AssertionError(path + " has no " + name);
    }
    return value;
  }

  private void hasCells(String path, String name, int... expected) {
    ByteBuffer value = ByteBuffer.wrap(property(path, name));
    int[] cells = IntStream.range(0, value.limit() / 4).map(at -> value.getInt(4 * at)).toArray();
    assertArrayEquals(expected, cells, path + " " + name);
  }

  private void hasTexts(String path, String name, String... expected) {
    String value = new String(property(path, name), UTF_8);
    assertEquals(List.of(expected), List.of(value.split("\0", 0)), path + " " + name);
  }

  @Test
  void devicesAreThoseOfTheBoard() {
    hasCells("soc/serial@10000000", "reg", 0, 0x1000_0000, 0, 0x100);
    hasCells("soc/serial@10000000", "interrupts", 10);
    hasTexts("soc/serial@10000000", "compatible", "ns16550a");
    hasCells("soc/rtc@101000", "reg", 0, 0x10_1000, 0, 0x1000);
    hasTexts("soc/rtc@101000", "compatible", "google,goldfish-rtc");
    hasTexts("soc/test@100000", "compatible", "sifive,test1", "sifive,test0", "syscon");
    for (int number = 0; number < 8; number++) {
      String path = "soc/virtio_mmio@1000" + (number + 1) + "000";
      hasCells(path, "reg", 0, 0x1000_1000 + number * 0x1000, 0, 0x1000);
      hasCells(path, "interrupts", number + 1);
      hasTexts(path, "compatible", "virtio,mmio");
    }
  }

  @Test
  void interruptsReachTheHarts() {
    hasTexts("soc/plic@c000000", "compatible", "sifive,plic-1.0.0", "riscv,plic0");
    hasCells("soc/plic@c000000", "riscv,ndev", 95);
    hasCells("soc/plic@c000000", "interrupts-extended", 0x100, 11, 0x100, 9, 0x101, 11, 0x101, 9);
    hasCells("soc/clint@2000000", "reg", 0, 0x200_0000, 0, 0x1_0000);
    hasCells("soc/clint@2000000", "interrupts-extended", 0x100, 3, 0x100, 7, 0x101, 3, 0x101, 7);
    hasCells("cpus/cpu@1/interrupt-controller", "phandle", 0x101);
    hasCells("soc/serial@10000000", "interrupt-parent", 1);
    hasCells("soc/plic@c000000", "phandle", 1);
  }

  @Test
  void powerIsSwitchedByARegisterOfTheFinisher() {
    hasCells("poweroff", "value", 0x5555);
    hasCells("reboot", "value", 0x7777);
    hasTexts("reboot", "compatible", "syscon-reboot");
    hasCells("reboot", "regmap", 2);
    hasCells("soc/test@100000", "phandle", 2);
  }

  @Test
  void hartsAndMemoryAreThoseOfTheMachine() {
    hasCells("memory@80000000", "reg", 0, 0x8000_0000, 0, 128 << 20);
    hasCells("cpus", "timebase-frequency", 10_000_000);
    hasCells("cpus/cpu@1", "reg", 1);
    hasTexts("cpus/cpu@1", "mmu-type", "riscv,sv57");
    hasCells("cpus/cpu-map/cluster0/core1", "cpu", 0x201);
    hasTexts("chosen", "stdout-path", "/soc/serial@10000000");
  }

  @Test
  void theCompilerOfDeviceTreesHasNothingToSay() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(COMPILER), "no device tree compiler here");
    Path blob = folder.resolve("board.dtb");
    Files.write(blob, DeviceTreeBlob.of(root));
    Process process =
        new ProcessBuilder(COMPILER.toString(), "-I", "dtb", "-O", "dtb", "-o", "/dev/null")
            .redirectInput(blob.toFile())
            .redirectErrorStream(true)
            .start();
    assertEquals("", new String(process.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, process.waitFor());
  }
}
