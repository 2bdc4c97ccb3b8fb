package spool.emulator.translate;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The edges of a region that lead to their target by way of its dispatch.
///
/// The JVM's compiler knows loops with one way in. If a loop has two, as where it can be entered at
/// a loop inside too, the compiler does not see which variables keep their values in it: each moves
/// from one place to another in every round, and what is the same in all rounds is loaded again.
/// All entries are reached from the dispatch. So a loop with an entry inside, other than its head,
/// is closed by going there, which takes a few comparisons a round, and the dispatch is the one way
/// in.
///
/// The invariant: every loop of edges that are not detours has one entry at most, and that is its
/// head.
final class Detours {
  private record Edge(int from, int target) {
    int length() {
      return from - target;
    }
  }

  private final Set<Integer> entries;
  private final Map<Integer, List<BasicBlock>> predecessors;
  private final Set<Edge> edges = new HashSet<>();

  private Detours(Set<Integer> entries, Map<Integer, List<BasicBlock>> predecessors) {
    this.entries = entries;
    this.predecessors = predecessors;
  }

  /// The detours among blocks, of which `predecessors` has those before each. Inner loops come
  /// first: where there is a detour, there is no way for an outer one.
  static Detours of(Set<Integer> entries, Map<Integer, List<BasicBlock>> predecessors) {
    Detours detours = new Detours(entries, predecessors);
    predecessors.entrySet().stream()
        .flatMap(each -> backward(each.getValue(), each.getKey()))
        .sorted(Comparator.comparingInt(Edge::length).thenComparingInt(Edge::target))
        .filter(detours::closesLoopWithEntryInside)
        .forEach(detours.edges::add);
    return detours;
  }

  private static Stream<Edge> backward(List<BasicBlock> before, int target) {
    return before.stream()
        .filter(block -> Graph.isBackward(block, target))
        .map(block -> new Edge(block.offset(), target));
  }

  /// Whether the edge from the block at `from` to `target` is a detour.
  boolean contains(int from, int target) {
    return edges.contains(new Edge(from, target));
  }

  /// Goes against the edges, from where the loop is closed to its head.
  private boolean closesLoopWithEntryInside(Edge edge) {
    Set<Integer> seen = new HashSet<>(List.of(edge.target));
    Deque<Integer> pending = new ArrayDeque<>(List.of(edge.from));
    while (!pending.isEmpty()) {
      int place = pending.remove();
      if (seen.add(place)) {
        if (entries.contains(place)) {
          return true;
        }
        predecessors.getOrDefault(place, List.of()).stream()
            .map(BasicBlock::offset)
            .filter(before -> !contains(before, place))
            .forEach(pending::add);
      }
    }
    return false;
  }
}
