package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import spool.emulator.memory.BusError;

class PowerTest {
  private final List<String> actions = new ArrayList<>();
  private final Power power =
      new Power(
          new Power.Switch() {
            @Override
            public void powerOff(int status) {
              actions.add("off " + status);
            }

            @Override
            public void reset() {
              actions.add("reset");
            }
          });

  @Test
  void eachCommandActs() {
    power.store(0, 4, 0x5555);
    power.store(0, 4, 42 << 16 | 0x3333);
    power.store(0, 4, 0x7777);
    assertEquals(List.of("off 0", "off 42", "reset"), actions);
  }

  @Test
  void otherValuesAndOffsetsAreIgnored() {
    power.store(0, 4, 0x1234);
    power.store(4, 4, 0x5555);
    assertEquals(List.of(), actions);
    assertEquals(0, power.load(0, 4));
  }

  @Test
  void otherWidthsAreBusErrors() {
    assertThrows(BusError.class, () -> power.store(0, 8, 0x5555));
    assertThrows(BusError.class, () -> power.load(2, 4));
  }
}
