package spool.emulator.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Privilege;
import spool.emulator.machine.Machine;

class LoaderTest {
  private static final long RAM = Machine.RAM_BASE;
  private static final long RAM_BYTES = 16 << 20;
  private static final int FDT_MAGIC = 0xedfe_0dd0;

  private final Machine machine = Machine.builder().harts(2).ramBytes(RAM_BYTES).build();

  private static BootImage image(String name, int length, int first) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) first;
    return new BootImage(name, bytes);
  }

  private static BootImage linux(long offset, long size) {
    byte[] header =
        ByteBuffer.allocate(64)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(8, offset)
            .putLong(16, size)
            .putInt(56, 0x0543_5352)
            .array();
    return new BootImage("Image", header);
  }

  private void load(Firmware firmware, BootImage kernel, Optional<BootImage> initrd)
      throws BootException {
    Loader.load(machine, new BootPlan(firmware, Optional.of(kernel), initrd, "quiet"));
  }

  private String refusal(Firmware firmware, BootImage kernel, Optional<BootImage> initrd) {
    BootException refusal = assertThrows(BootException.class, () -> load(firmware, kernel, initrd));
    return String.valueOf(refusal.getMessage());
  }

  @Test
  void withoutFirmwareEveryHartBeginsAtTheProgramInMachineMode() throws BootException {
    load(new Firmware.None(), image("program", 8, 0x13), Optional.empty());
    for (Hart hart : machine.harts()) {
      assertEquals(RAM, hart.pc());
      assertEquals(Privilege.M, hart.privilege());
      assertEquals(hart.id(), hart.x[10]);
      assertEquals(FDT_MAGIC, machine.bus().memory().load32(hart.x[11]));
    }
    assertEquals(0x13, machine.bus().memory().load8(RAM));
  }

  @Test
  void firmwareFindsTheKernelWhereItLooksForIt() throws BootException {
    load(new Firmware.Loaded(image("bios", 8, 1)), image("kernel", 8, 2), Optional.empty());
    assertEquals(RAM, machine.harts().getFirst().pc());
    assertEquals(1, machine.bus().memory().load8(RAM));
    assertEquals(2, machine.bus().memory().load8(RAM + 0x20_0000));
    long handover = machine.harts().getFirst().x[12];
    assertEquals(0x4942_534f, machine.bus().memory().load64(handover));
    assertEquals(RAM + 0x20_0000, machine.bus().memory().load64(handover + 16));
  }

  @Test
  void theBuiltInFirmwareStartsOneHartInSupervisorMode() throws BootException {
    load(new Firmware.Automatic(), linux(0x40_0000, 0x1000), Optional.empty());
    Hart first = machine.harts().getFirst();
    assertEquals(RAM + 0x40_0000, first.pc());
    assertEquals(Privilege.S, first.privilege());
    assertTrue(machine.harts().getLast().isParked());
  }

  @Test
  void theTreeSaysWhereTheRamDiskIs() throws BootException {
    load(new Firmware.BuiltIn(), linux(0x20_0000, 0x1000), Optional.of(image("disk", 5000, 7)));
    long tree = machine.harts().getFirst().x[11];
    byte[] blob = new byte[4096];
    machine.bus().memory().read(tree, blob, 0, blob.length);
    int arguments = new String(blob, StandardCharsets.ISO_8859_1).indexOf("quiet");
    long start = ByteBuffer.wrap(blob).getLong(arguments + 20);
    assertEquals(0, start % 4096);
    assertEquals(7, machine.bus().memory().load8(start));
    assertEquals(start + 5000, ByteBuffer.wrap(blob).getLong(arguments + 40));
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() {
    BootImage small = image("small", 8, 0);
    assertEquals(
        "Image: 16777216 bytes at 0x80200000 do not fit into RAM of 16777216 bytes",
        refusal(new Firmware.BuiltIn(), linux(0x20_0000, RAM_BYTES), Optional.empty()));
    assertEquals(
        "Image: 64 bytes at 0x7fffffff do not fit into RAM of 16777216 bytes",
        refusal(new Firmware.BuiltIn(), linux(-1, 0), Optional.empty()));
    assertEquals(
        "Image: 9223372036854775807 bytes at 0x80200000 do not fit into RAM of 16777216 bytes",
        refusal(new Firmware.BuiltIn(), linux(0x20_0000, Long.MAX_VALUE), Optional.empty()));
    assertEquals(
        "disk: 16777216 bytes do not fit into RAM of 16777216 bytes",
        refusal(new Firmware.None(), small, Optional.of(image("disk", (int) RAM_BYTES, 0))));
  }

  @Test
  void whatOverlapsIsRefusedInOneLine() {
    Firmware large = new Firmware.Loaded(image("bios", 3 << 20, 0));
    assertEquals(
        "bios: 3145728 bytes at 0x80000000 overlap small",
        refusal(large, image("small", 8, 0), Optional.empty()));
    assertEquals(
        "disk: 15728640 bytes at 0x800ee000 overlap Image",
        refusal(
            new Firmware.BuiltIn(),
            linux(0x20_0000, 0x1000),
            Optional.of(image("disk", 15 << 20, 0))));
  }

  @Test
  void aDamagedProgramIsRefusedInOneLine() {
    byte[] bytes = new byte[8];
    ByteBuffer.wrap(bytes).putInt(0x7f45_4c46);
    assertEquals(
        "program: truncated: the ELF header at offset 0x0 needs 64 bytes, the file has 8",
        refusal(new Firmware.None(), new BootImage("program", bytes), Optional.empty()));
  }
}
