package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MemoryImage;
import spool.emulator.memory.BusError;

/// What every device on the board owes to a guest that means no good.
class BoardProperties {
  private static final int SLOTS = Machine.builder().build().board().slots().size();

  record Access(int slot, int offset, int size, boolean isStore, long value) {}

  @Provide
  Arbitrary<Access> access() {
    Arbitrary<Integer> offsets =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0x40),
            Arbitraries.integers().between(0, 0x120),
            Arbitraries.integers().between(0x1000, 0xffff),
            Arbitraries.integers().between(0x20_0000, 0x20_1010),
            Arbitraries.integers().greaterOrEqual(0));
    return Combinators.combine(
            Arbitraries.integers().between(0, SLOTS - 1),
            offsets,
            Arbitraries.of(1, 2, 4, 8),
            Arbitraries.of(true, false),
            Arbitraries.longs())
        .as(Access::new);
  }

  @Property(tries = 300)
  void noAccessDoesMoreThanFault(@ForAll @Size(max = 50) List<@From("access") Access> accesses) {
    Machine machine =
        Machine.builder().harts(2).disk(new MemoryImage(1 << 20), FlatTiming.STANDARD).build();
    for (Access access : accesses) {
      Board.Slot slot = machine.board().slots().get(access.slot);
      long address = slot.base() + access.offset % (slot.size() - Long.BYTES);
      perform(machine, address, access);
    }
  }

  private static void perform(Machine machine, long address, Access access) {
    int unused = Long.SIZE - access.size * Byte.SIZE;
    try {
      if (access.isStore) {
        machine.bus().store(address, access.size, access.value);
      } else {
        long value = machine.bus().load(address, access.size);
        assertEquals(value, value << unused >>> unused, "zero-extended");
      }
    } catch (BusError _) {
      // The one other answer that a guest may get.
    }
  }
}
