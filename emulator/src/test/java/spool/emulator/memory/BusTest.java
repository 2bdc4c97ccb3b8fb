package spool.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.emulator.state.Exchange;

final class BusTest {
  private static final long RAM = 0x8000_0000L;
  private static final long DEVICE = 0x1000_0000L;

  private final Bus bus = new Bus(new PhysicalMemory(RAM, 1 << 20));
  private final List<String> calls = new ArrayList<>();

  @BeforeEach
  void attachDevice() {
    bus.attach(DEVICE, 0x100, new Recorder());
  }

  @Test
  void ramAnswersZeroExtended() {
    bus.store(RAM, 8, -1);
    assertEquals(0xff, bus.load(RAM, 1));
    assertEquals(0xffff, bus.load(RAM, 2));
    assertEquals(0xffff_ffffL, bus.load(RAM, 4));
    assertEquals(-1, bus.load(RAM, 8));
  }

  @Test
  void devicesSeeOffsets() {
    bus.store(DEVICE + 0x10, 4, 5);
    assertEquals(0xf8, bus.load(DEVICE + 0xf8, 8));
    assertEquals(List.of("store 10 4 5", "load f8 8"), calls);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {DEVICE - 1, DEVICE + 0xf9, DEVICE + 0x100, 0, -1, -8, RAM - 4, Long.MIN_VALUE})
  void elsewhereNobodyAnswers(long address) {
    assertThrows(BusError.class, () -> bus.load(address, 8));
    assertThrows(BusError.class, () -> bus.store(address, 8, 0));
    assertEquals(List.of(), calls);
  }

  @ParameterizedTest
  @ValueSource(longs = {DEVICE, DEVICE - 0x1f, DEVICE + 0xff, RAM - 0x1f, RAM + 0x8_0000})
  void twoCannotBeInOnePlace(long base) {
    assertThrows(IllegalArgumentException.class, () -> bus.attach(base, 0x20, new Recorder()));
  }

  /// Answers with offsets.
  private final class Recorder implements Device {
    /// There is nothing to remember.
    @Override
    public void exchange(Exchange exchange) {}

    @Override
    public long load(long offset, int size) {
      calls.add("load %x %d".formatted(offset, size));
      return offset;
    }

    @Override
    public void store(long offset, int size, long value) {
      calls.add("store %x %d %d".formatted(offset, size, value));
    }
  }
}
