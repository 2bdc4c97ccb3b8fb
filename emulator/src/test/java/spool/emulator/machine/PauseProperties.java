package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Triggers;
import spool.emulator.memory.Access;

/// A run that a debugger paused is the run that it would have been.
class PauseProperties {
  /// Where one hart pauses: before instructions, and after accesses.
  private static final class Stops implements Triggers {
    private final Hart hart;
    private final Set<Long> code;
    private final Set<Long> data;
    private final List<Long> met = new ArrayList<>();
    private long leaves = -1;

    Stops(Hart hart, Set<Long> code, Set<Long> data) {
      this.hart = hart;
      this.code = code;
      this.data = data;
    }

    @Override
    public boolean areInCode(long address) {
      return code.stream().anyMatch(each -> each >>> 12 == address >>> 12);
    }

    @Override
    public boolean areAt(long pc) {
      return code.contains(pc);
    }

    @Override
    public void reached(long pc) {
      assertTrue(code.contains(pc));
      if (hart.cycles() != leaves) {
        met.add(pc);
        leaves = hart.cycles();
        hart.pauseAt(hart.cycles());
      }
    }

    @Override
    public boolean areInData(long address) {
      return data.stream().anyMatch(each -> each >>> 12 == address >>> 12);
    }

    @Override
    public void accessed(long address, int size, Access access) {
      if (data.stream().anyMatch(each -> each >= address && each < address + size)) {
        met.add(address);
        hart.pauseAt(hart.cycles());
      }
    }

    void goOn() {
      hart.pauseAt(Long.MAX_VALUE);
    }
  }

  private static final List<Integer> LOOP = List.of(4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);

  private final List<String> slices = new ArrayList<>();

  private Machine machine(long seed, boolean translated) {
    slices.clear();
    Machine.Builder builder =
        Machine.builder()
            .harts(2)
            .ramBytes(32 << 20)
            .seed(seed)
            .sliceListener((cycle, hart, pc) -> slices.add(cycle + " " + hart + " " + pc));
    Machine machine = translated ? builder.translated().build() : builder.build();
    BareMetal.place(BareMetal.COUNT, machine);
    machine.start(Machine.RAM_BASE);
    return machine;
  }

  private String end(Machine machine) {
    List<Long> counts =
        List.of(0L, 8L, 16L, 24L).stream()
            .map(offset -> machine.bus().load(BareMetal.COUNTERS + offset, 8))
            .toList();
    List<Long> clocks = machine.harts().stream().map(Hart::cycles).toList();
    return counts + " " + clocks + " " + machine.now() + " " + slices;
  }

  private static List<Stops> stops(Machine machine, Set<Long> code, Set<Long> data) {
    return machine.harts().stream()
        .map(
            hart -> {
              Stops stops = new Stops(hart, code, data);
              hart.triggers(stops);
              return stops;
            })
        .toList();
  }

  private static Outcome runThrough(Machine machine, List<Stops> stops) {
    Outcome outcome = machine.run();
    while (outcome instanceof Outcome.Paused) {
      stops.forEach(Stops::goOn);
      outcome = machine.run();
    }
    return outcome;
  }

  @Provide
  Arbitrary<Set<Integer>> instructions() {
    return Arbitraries.integers().between(0, BareMetal.COUNT.length - 1).set().ofMaxSize(3);
  }

  @Provide
  Arbitrary<Set<Long>> counters() {
    return Arbitraries.of(
            BareMetal.COUNTERS,
            BareMetal.COUNTERS + 9,
            BareMetal.COUNTERS + 16,
            BareMetal.COUNTERS + 64)
        .set()
        .ofMaxSize(2);
  }

  @Property(tries = 25)
  void pausesLeaveNoTrace(
      @ForAll @LongRange(min = 0, max = 1000) long seed,
      @ForAll boolean translated,
      @ForAll("instructions") Set<Integer> instructions,
      @ForAll("counters") Set<Long> data) {
    Machine undisturbed = machine(seed, translated);
    undisturbed.run();
    String expected = end(undisturbed);
    Set<Long> code = Set.copyOf(instructions.stream().map(PauseProperties::address).toList());
    Machine machine = machine(seed, translated);
    List<Stops> stops = stops(machine, code, data);
    assertEquals(new Outcome.PoweredOff(0), runThrough(machine, stops));
    assertEquals(expected, end(machine));
  }

  @Property(tries = 10)
  void noPassageIsMissed(
      @ForAll @IntRange(min = 0, max = 10) int place, @ForAll boolean translated) {
    int index = LOOP.get(place);
    Assume.that(index < 6 || index > 9);
    Machine machine = machine(1, translated);
    List<Stops> stops = stops(machine, Set.of(address(index)), Set.of());
    runThrough(machine, stops);
    for (Stops each : stops) {
      assertEquals(BareMetal.COUNTS, each.met.size());
    }
  }

  @Property(tries = 4)
  void noAccessIsMissed(@ForAll boolean translated) {
    Machine machine = machine(1, translated);
    List<Stops> stops = stops(machine, Set.of(), Set.of(BareMetal.COUNTERS + 23));
    runThrough(machine, stops);
    for (Stops each : stops) {
      assertEquals(2 * BareMetal.COUNTS, each.met.size());
    }
  }

  private static long address(int index) {
    return Machine.RAM_BASE + 4L * index;
  }
}
