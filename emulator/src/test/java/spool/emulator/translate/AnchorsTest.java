package spool.emulator.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.isa.Workbench.CODE;
import static spool.emulator.isa.Workbench.DATA;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import spool.emulator.exec.CodePages;
import spool.emulator.exec.Translator;
import spool.emulator.isa.Workbench;
import spool.emulator.translate.Anchors.Anchored;

/// Which accesses of a loop of a few instructions go by which anchor.
final class AnchorsTest {
  private static final int BASE = 6;
  private static final int OTHER = 7;
  private static final int TURN = 8;
  private static final int VALUE = 10;
  private static final int NOTHING = 0x13;

  private final Map<Integer, CodePages> hot = new HashMap<>();
  private Map<Integer, Anchored> anchors = Map.of();

  /// Notes what is hot, and translates nothing.
  private final class Noting implements Translator {
    @Override
    public int hot() {
      return 1;
    }

    @Override
    public void translate(CodePages pages, int offset, boolean inexact) {
      hot.put(offset, pages);
    }

    @Override
    public Optional<Translation> finished() {
      return Optional.empty();
    }
  }

  private static int load(int base, int offset) {
    return offset << 20 | base << 15 | 3 << 12 | VALUE << 7 | 0x03;
  }

  private static int loadBase() {
    return BASE << 15 | 3 << 12 | BASE << 7 | 0x03;
  }

  private static int store(int base, int offset) {
    return (offset >> 5) << 25 | VALUE << 20 | base << 15 | 3 << 12 | (offset & 31) << 7 | 0x23;
  }

  private static int add(int target, int base, int immediate) {
    return immediate << 20 | base << 15 | target << 7 | 0x13;
  }

  private static int move(int target, int source) {
    return source << 20 | target << 7 | 0x33;
  }

  /// Skips the next instruction every other time, as [#TURN] says after `xori x8,x8,1`.
  private static int skip() {
    return TURN << 15 | 1 << 12 | 8 << 7 | 0x63;
  }

  private static int turn() {
    return 1 << 20 | TURN << 15 | 4 << 12 | TURN << 7 | 0x13;
  }

  private static int again(int count) {
    int distance = -4 * count;
    return (distance >> 12 & 255) << 12
        | (distance >> 11 & 1) << 20
        | (distance >> 1 & 1023) << 21
        | 1 << 31
        | 0x6f;
  }

  /// Finds the anchors of a loop of `words`, of which those at the places `wandering` look into the
  /// TLB.
  private void find(Set<Integer> wandering, int... words) {
    Workbench bench = new Workbench(memory -> new Noting());
    bench.place(CODE, words).place(CODE + 4L * words.length, again(words.length));
    bench.hart().x[BASE] = DATA;
    bench.hart().x[OTHER] = DATA;
    bench.memory().store64(DATA, DATA);
    bench.run(20L * words.length);
    CodePages pages = Objects.requireNonNull(hot.get(0));
    anchors = Anchors.of(new Graph(Selection.of(pages, 0, 4_500, 1)), wandering);
  }

  private void find(int... words) {
    find(Set.of(), words);
  }

  private Anchored at(int word) {
    return Objects.requireNonNull(anchors.get(4 * word));
  }

  private void assertDrops(int word, int distance, int reach) {
    assertEquals(distance, at(word).distance());
    assertEquals(OptionalInt.of(reach), at(word).drop());
  }

  /// Whether a word goes by the anchor that another one drops.
  private void assertGoesBy(int dropping, int word, int distance) {
    assertEquals(new Anchored(at(dropping).anchor(), distance, OptionalInt.empty()), at(word));
  }

  @Test
  void theFirstAccessLooksForAll() {
    find(load(BASE, 8), load(BASE, 0), load(BASE, 24));
    assertDrops(0, 8, 24);
    assertGoesBy(0, 1, 0);
    assertGoesBy(0, 2, 24);
  }

  @Test
  void anAccessByItselfHasNone() {
    find(load(BASE, 8), store(BASE, 8));
    assertEquals(Map.of(), anchors);
  }

  @Test
  void loadsAndStoresHaveAnchorsOfTheirOwn() {
    find(load(BASE, 8), store(BASE, 16), load(BASE, 16), store(BASE, 8));
    assertDrops(0, 0, 8);
    assertDrops(1, 8, 8);
    assertGoesBy(0, 2, 8);
    assertGoesBy(1, 3, 0);
  }

  @Test
  void aRegisterThatIsMovedOnKeepsItsAnchor() {
    find(
        load(BASE, 0),
        add(BASE, BASE, 16),
        load(BASE, 0),
        move(OTHER, BASE),
        load(OTHER, 8),
        add(BASE, BASE, -16));
    assertDrops(0, 0, 24);
    assertGoesBy(0, 2, 16);
    assertGoesBy(0, 4, 24);
  }

  @Test
  void aRegisterThatIsLoadedDoesNot() {
    find(load(BASE, 8), loadBase(), load(BASE, 16));
    assertDrops(0, 8, 8);
    assertGoesBy(0, 1, 0);
    assertFalse(anchors.containsKey(8));
  }

  @Test
  void whatIsTooFarAwayHasAnAnchorOfItsOwn() {
    find(load(BASE, 0), load(BASE, -1024), load(BASE, 1024), load(BASE, 1032));
    assertDrops(0, 1024, 1024);
    assertGoesBy(0, 1, 0);
    assertDrops(2, 0, 8);
    assertGoesBy(2, 3, 8);
  }

  @Test
  void anAnchorHoldsOnAllWaysOn() {
    find(turn(), load(BASE, 0), skip(), load(BASE, 8), load(BASE, 16));
    assertDrops(1, 0, 16);
    assertGoesBy(1, 3, 8);
    assertGoesBy(1, 4, 16);
  }

  @Test
  void anAnchorOfOneWayAloneIsLost() {
    find(turn(), skip(), load(BASE, 0), load(BASE, 8), load(BASE, 16));
    assertFalse(anchors.containsKey(8));
    assertDrops(3, 0, 8);
  }

  @Test
  void aRegisterThatOneWayChangesLosesItsAnchor() {
    find(turn(), load(BASE, 0), skip(), add(BASE, BASE, 0x10), load(BASE, 8), NOTHING);
    assertEquals(Map.of(), anchors);
  }

  @Test
  void accessesThatWanderHaveNone() {
    find(Set.of(4), load(BASE, 0), load(BASE, 8), load(BASE, 16));
    assertDrops(0, 0, 16);
    assertFalse(anchors.containsKey(4));
    assertTrue(anchors.containsKey(8));
  }

  /// A loop inside of the loop begins where execution can come in.
  @Test
  void nothingHoldsFromOneRoundToTheNext() {
    find(turn(), load(BASE, 0), load(BASE, 8), turn(), load(BASE, 16), skip(), again(3), NOTHING);
    assertDrops(1, 0, 8);
    assertGoesBy(1, 2, 8);
    assertFalse(anchors.containsKey(16));
  }
}
