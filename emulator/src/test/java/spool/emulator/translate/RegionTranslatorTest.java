package spool.emulator.translate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.isa.Workbench.CODE;
import static spool.emulator.isa.Workbench.DATA;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import spool.emulator.exec.CodeFrame;
import spool.emulator.exec.Translator;
import spool.emulator.isa.Workbench;
import spool.emulator.memory.PhysicalMemory;

/// Regions where memory is more than one page.
final class RegionTranslatorTest {
  private static final long RAM_BYTES = 4 << 20;
  private static final int ADDRESS = 6;
  private static final int STEP = 9;
  private static final int ROUNDS = 10;

  private static final int STORE = 0x00533023; // sd x5,0(x6)
  private static final int LOAD = 0x00033383; // ld x7,0(x6)
  private static final int SUM = 0x00740433; // add x8,x8,x7
  private static final int STRIDE = 0x00930333; // add x6,x6,x9
  private static final int TURN = 0x00934333; // xor x6,x6,x9
  private static final int COUNT = 0x00128293; // addi x5,x5,1
  private static final int AGAIN = 0xfea296e3; // bne x5,x10,.-20
  private static final int STAY = 0x0000006f; // j .

  private final List<Translator.Translation> made = new ArrayList<>();

  /// A translator that works at once, and of which what it made is known.
  private final class Watched implements Translator {
    private final Translator translator;

    Watched(PhysicalMemory memory) {
      translator = new RegionTranslator(memory, 1, Runnable::run);
    }

    @Override
    public int hot() {
      return translator.hot();
    }

    @Override
    public void translate(CodeFrame frame, int offset) {
      translator.translate(frame, offset);
    }

    @Override
    public Optional<Translation> finished() {
      Optional<Translation> finished = translator.finished();
      finished.ifPresent(made::add);
      return finished;
    }
  }

  private static Workbench prepare(Workbench bench, int move, long step, int rounds) {
    bench.place(CODE, STORE, LOAD, SUM, move, COUNT, AGAIN, STAY);
    bench.hart().x[ADDRESS] = DATA;
    bench.hart().x[STEP] = step;
    bench.hart().x[ROUNDS] = rounds;
    return bench;
  }

  /// Compares with what is interpreted, in small pieces, between which regions are entered that
  /// were made meanwhile.
  private void run(int move, long step, int rounds) {
    Workbench translated = prepare(new Workbench(RAM_BYTES, Watched::new), move, step, rounds);
    Workbench interpreted =
        prepare(new Workbench(RAM_BYTES, memory -> Translator.none()), move, step, rounds);
    for (int cycles = 0; cycles < 6 * rounds; cycles += 30) {
      translated.run(30);
      interpreted.run(30);
      assertArrayEquals(interpreted.hart().x, translated.hart().x);
      assertEquals(interpreted.hart().pc(), translated.hart().pc());
    }
    assertArrayEquals(ram(interpreted), ram(translated));
  }

  private static byte[] ram(Workbench bench) {
    byte[] bytes = new byte[(int) RAM_BYTES];
    bench.memory().read(CODE, bytes, 0, bytes.length);
    return bytes;
  }

  private Set<Integer> wandering() {
    return made.getLast().entries().getFirst().plan().wandering();
  }

  @Test
  void regionsKnowTheArrayThatRamGrewInto() {
    run(STRIDE, 1 << 16, 60);
    assertTrue(made.size() > 1, "RAM grew, and nothing was made anew");
  }

  @Test
  void accessesThatChangeBetweenFarPagesLookIntoTheTlb() {
    run(TURN, DATA ^ CODE + (2 << 20), 400);
    assertEquals(Set.of(0, 4), wandering());
  }

  @Test
  void accessesThatStayInAPageDoNot() {
    run(STRIDE, 8, 400);
    assertEquals(Set.of(), wandering());
  }
}
