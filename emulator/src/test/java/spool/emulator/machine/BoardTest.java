package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import spool.emulator.device.DiskDrive;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MechanicalTiming;
import spool.emulator.device.MemoryImage;
import spool.emulator.device.TapeImage;
import spool.emulator.memory.BusError;

class BoardTest {
  private static final long CLOCK = 0x10_1000;
  private static final long CLINT = 0x200_0000;
  private static final long PLIC = 0xc00_0000;
  private static final long UART = 0x1000_0000;
  private static final long VIRTIO = 0x1000_1000;
  private static final long TAPE = 0x1001_0000;
  private static final long PRINTER = 0x1001_2000;

  private final Machine machine = Machine.builder().harts(2).build();

  @Test
  void noTwoDevicesShareAnAddress() {
    long end = 0;
    for (Board.Slot slot : machine.board().slots()) {
      assertTrue(slot.base() >= end, slot.name());
      end = slot.base() + slot.size();
    }
    assertTrue(end <= Board.RAM_BASE);
  }

  @Test
  void devicesAnswerWhereTheyAreExpected() {
    assertEquals(0x60, machine.bus().load(UART + 5, 1));
    assertEquals(-1, machine.bus().load(CLINT + 0x4008, 8));
    assertEquals(0, machine.bus().load(PLIC + 0x20_3004, 4));
    long epoch = 1_767_225_600_000_000_000L;
    assertEquals(epoch & 0xffff_ffffL, machine.bus().load(CLOCK, 4));
    assertEquals(epoch >>> 32, machine.bus().load(CLOCK + 4, 4));
    assertThrows(BusError.class, () -> machine.bus().load(0, 4));
  }

  @Test
  void theUartInterruptsAsNumberTen() {
    machine.bus().store(PLIC + 40, 4, 1);
    machine.bus().store(UART + 1, 1, 2);
    assertEquals(1 << 10, machine.bus().load(PLIC + 0x1000, 4));
    assertEquals(10, slot("uart").interrupt());
  }

  private Board.Slot slot(String name) {
    return machine.board().slots().stream()
        .filter(slot -> slot.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyInterruptHasOneDevice() {
    List<Integer> interrupts =
        machine.board().slots().stream()
            .map(Board.Slot::interrupt)
            .filter(number -> number != Board.NO_INTERRUPT)
            .toList();
    assertEquals(interrupts.stream().distinct().toList(), interrupts);
  }

  @Test
  void tapesAndPrinterAreWhereTheyAreExpected() {
    TapeImage tape = TapeImage.blank();
    StringBuilder paper = new StringBuilder();
    Machine other =
        Machine.builder().tape(1, tape, false).printer(value -> paper.append((char) value)).build();
    assertEquals(0, other.bus().load(TAPE + 8, 4));
    assertEquals(0xe, other.bus().load(TAPE + 0x1008, 4));
    assertEquals(Optional.of(tape), other.board().tapes().get(1).reel());
    other.bus().store(TAPE + 0x1004, 4, 1);
    other.bus().store(TAPE + 0x1024, 4, 1);
    other.bus().store(PRINTER, 4, 'x');
    other.run();
    assertEquals("x", paper.toString());
    assertEquals(1 << 13, other.bus().load(PLIC + 0x1000, 4));
    assertThrows(IllegalArgumentException.class, () -> Machine.builder().tape(2, tape, true));
  }

  @Test
  void disksAreInTheFirstPlacesForVirtioDevices() {
    Machine.Builder builder = Machine.builder();
    for (int number = 0; number < 2; number++) {
      builder.disk(new MemoryImage(1 << 20), FlatTiming.STANDARD);
    }
    Machine withDisks = builder.build();
    for (int number = 0; number < 8; number++) {
      long base = VIRTIO + number * 0x1000L;
      assertEquals(0x7472_6976, withDisks.bus().load(base, 4));
      assertEquals(2, withDisks.bus().load(base + 4, 4));
      assertEquals(number < 2 ? 2 : 0, withDisks.bus().load(base + 8, 4));
    }
    assertEquals((1 << 20) / 512, withDisks.bus().load(VIRTIO + 0x100, 8));
  }

  @Test
  void aDiskHasToFitOnItsDriveAndOnTheBoard() {
    DiskDrive drive = DiskDrive.IBM_2314;
    Machine.Builder builder = Machine.builder();
    builder.disk(new MemoryImage(drive.sectors() * 512), new MechanicalTiming(drive));
    MemoryImage larger = new MemoryImage((drive.sectors() + 1) * 512);
    MechanicalTiming timing = new MechanicalTiming(drive);
    assertThrows(IllegalArgumentException.class, () -> builder.disk(larger, timing));
    for (int number = 1; number < 8; number++) {
      builder.disk(larger, FlatTiming.STANDARD);
    }
    assertThrows(IllegalArgumentException.class, () -> builder.disk(larger, FlatTiming.STANDARD));
  }
}
