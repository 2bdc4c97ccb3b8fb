package spool.emulator.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Detours among blocks that are known by their places alone.
class DetoursProperties {
  static final int PLACES = 7;

  private record Edge(int from, int target) {}

  /// 0, 2 and 4 in a loop, and 2 in one by itself.
  private static final Set<Edge> LOOP_IN_LOOP =
      Set.of(new Edge(0, 2), new Edge(2, 2), new Edge(2, 4), new Edge(4, 0));

  private static Detours detours(Set<Edge> edges, Set<Integer> entries) {
    Map<Integer, List<BasicBlock>> predecessors = new HashMap<>();
    for (Edge edge : edges) {
      predecessors
          .computeIfAbsent(edge.target, _ -> new ArrayList<>())
          .add(new BasicBlock(edge.from, List.of(), new BasicBlock.End.Jump(edge.target)));
    }
    return Detours.of(entries, predecessors);
  }

  @Example
  void aLoopIsClosedDirectlyIfItsHeadIsTheOnlyEntry() {
    Detours detours = detours(LOOP_IN_LOOP, Set.of(0));
    assertFalse(detours.contains(2, 2));
    assertFalse(detours.contains(4, 0));
  }

  @Example
  void aLoopWithAnEntryInsideIsNotAndTheOneInsideIs() {
    Detours detours = detours(LOOP_IN_LOOP, Set.of(0, 2));
    assertTrue(detours.contains(4, 0));
    assertFalse(detours.contains(2, 2));
  }

  @Property
  void aLoopWithoutDetoursHasNoEntryButItsHead(
      @ForAll @Size(max = 14) List<@IntRange(max = PLACES * PLACES - 1) Integer> numbers,
      @ForAll Set<@IntRange(max = PLACES - 1) Integer> entries) {
    Set<Edge> edges = new HashSet<>();
    numbers.forEach(number -> edges.add(new Edge(number / PLACES, number % PLACES)));
    Detours detours = detours(edges, entries);
    edges.removeIf(edge -> detours.contains(edge.from, edge.target));
    for (int start = 0; start < PLACES; start++) {
      checkLoops(edges, entries, new ArrayList<>(List.of(start)));
    }
  }

  /// Looks at all loops that begin with `way` and come to no place twice.
  private static void checkLoops(Set<Edge> edges, Set<Integer> entries, List<Integer> way) {
    for (Edge edge : edges) {
      if (edge.from == way.getLast() && edge.target == way.getFirst()) {
        checkLoop(entries, way);
      } else if (edge.from == way.getLast() && !way.contains(edge.target)) {
        way.add(edge.target);
        checkLoops(edges, entries, way);
        way.removeLast();
      }
    }
  }

  private static void checkLoop(Set<Integer> entries, List<Integer> loop) {
    Set<Integer> heads = new HashSet<>();
    for (int index = 0; index < loop.size(); index++) {
      int target = loop.get((index + 1) % loop.size());
      if (target <= loop.get(index)) {
        heads.add(target);
      }
    }
    Set<Integer> inside = new HashSet<>(loop);
    inside.retainAll(entries);
    if (!inside.isEmpty()) {
      assertEquals(heads, inside, loop::toString);
    }
  }
}
