package spool.emulator.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import spool.emulator.exec.CodeFrame.Instruction;
import spool.emulator.exec.MemoryOperand;
import spool.emulator.isa.Decoded;
import spool.emulator.memory.PhysicalMemory;

/// Which accesses of a region reach RAM from the same place.
///
/// Code goes to the fields of a structure, or to its frame on the stack, by one register and many
/// offsets. The first of such accesses looks whether all of them are in its window, and keeps the
/// index in RAM where they begin, as an _anchor_. The others are as far from the anchor as their
/// addresses are from its own, and look at nothing.
///
/// Which addresses are how far apart is known where registers have the same root ([RootedValues]).
/// An anchor holds on every way on from where it was dropped, up to the next entry; where ways meet
/// it is left of those that hold on all of them. Loads and stores have anchors of their own, as
/// they have in windows.
///
/// The invariant: an access goes by an anchor only if every way to it, since execution entered the
/// region or came to an entry, leads past the drop of that anchor, with the same root.
final class Anchors {
  /// How an access goes by an anchor.
  ///
  /// @param anchor its number
  /// @param distance how many bytes the access is from there
  /// @param drop how far the last access by the anchor is from it, if this is the first of them
  record Anchored(int anchor, int distance, OptionalInt drop) {}

  private record Key(int root, boolean isStore) {}

  /// An access that may go by an anchor; `place` is its address less the root.
  private record Access(int offset, Key key, long place) {}

  /// An anchor at `first`, for accesses up to `last`, both less the root.
  private record Anchor(int number, long first, long last) {
    boolean serves(Access access) {
      return access.place >= first && access.place <= last;
    }

    int reach() {
      return (int) (last - first);
    }

    /// The anchor that serves an access too, if that is not too far away.
    Anchor extended(Access access) {
      long newFirst = Math.min(first, access.place);
      long newLast = Math.max(last, access.place);
      long reach = newLast - newFirst;
      return reach >= 0 && reach <= PhysicalMemory.SPARE_BYTES
          ? new Anchor(number, newFirst, newLast)
          : this;
    }
  }

  private final Graph graph;
  private final Set<Integer> wandering;
  private final SequencedMap<BasicBlock, List<Access>> accesses = new LinkedHashMap<>();
  private final Map<Integer, Anchored> anchored = new TreeMap<>();
  private int made;

  private Anchors(Graph graph, Set<Integer> wandering) {
    this.graph = graph;
    this.wandering = wandering;
  }

  /// The accesses of `graph`, except for those at the places `wandering`, that go by an anchor
  /// which is not theirs alone, by their places.
  static Map<Integer, Anchored> of(Graph graph, Set<Integer> wandering) {
    Anchors anchors = new Anchors(graph, wandering);
    anchors.findAccesses();
    anchors.drop();
    return anchors.shared();
  }

  private void findAccesses() {
    RootedValues.Roots roots = new RootedValues.Roots();
    Map<BasicBlock, RootedValues> after = new HashMap<>();
    for (BasicBlock block : graph.blocks()) {
      List<RootedValues> before = each(graph.before(block), after);
      RootedValues values =
          before.isEmpty() ? RootedValues.unknown(roots) : RootedValues.meeting(before, roots);
      List<Access> found = new ArrayList<>();
      for (Instruction instruction : block.instructions()) {
        if (Signature.of(instruction.decoded()).isAccess()
            && !wandering.contains(instruction.offset())) {
          found.add(access(instruction, values));
        }
        values.follow(instruction);
      }
      accesses.put(block, found);
      after.put(block, values);
    }
  }

  private static <T> List<T> each(List<BasicBlock> blocks, Map<BasicBlock, T> known) {
    return blocks.stream().map(block -> Objects.requireNonNull(known.get(block))).toList();
  }

  private static Access access(Instruction instruction, RootedValues values) {
    long decoded = instruction.decoded();
    RootedValues.Value address =
        values.of(Decoded.rs1((int) decoded)).plus(Decoded.immediate(decoded));
    Key key = new Key(address.root(), MemoryOperand.isStore(Signature.of(decoded).opcode()));
    return new Access(instruction.offset(), key, address.distance());
  }

  private void drop() {
    Deque<Access> later =
        accesses.values().stream()
            .flatMap(List::stream)
            .collect(Collectors.toCollection(ArrayDeque::new));
    Map<BasicBlock, Map<Key, Anchor>> after = new HashMap<>();
    accesses.forEach(
        (block, inside) -> {
          Map<Key, Anchor> anchors = meeting(each(graph.before(block), after));
          for (Access access : inside) {
            later.remove();
            goBy(anchors, access, later);
          }
          after.put(block, anchors);
        });
  }

  /// What is left of anchors where several ways meet.
  private static Map<Key, Anchor> meeting(List<Map<Key, Anchor>> ways) {
    Map<Key, Anchor> anchors = new HashMap<>();
    if (!ways.isEmpty()) {
      anchors.putAll(ways.getFirst());
      ways.forEach(way -> anchors.entrySet().retainAll(way.entrySet()));
    }
    return anchors;
  }

  /// Has an access go by one of `anchors`, or else by one that is dropped for it and those of
  /// `later` that are not too far from it.
  private void goBy(Map<Key, Anchor> anchors, Access access, Iterable<Access> later) {
    Anchor known = anchors.get(access.key);
    Anchor anchor = known != null && known.serves(access) ? known : anchor(access, later);
    anchors.put(access.key, anchor);
    anchored.put(
        access.offset,
        new Anchored(
            anchor.number,
            (int) (access.place - anchor.first),
            anchor.equals(known) ? OptionalInt.empty() : OptionalInt.of(anchor.reach())));
  }

  private Anchor anchor(Access access, Iterable<Access> later) {
    Anchor anchor = new Anchor(made++, access.place, access.place);
    for (Access other : later) {
      if (other.key.equals(access.key)) {
        anchor = anchor.extended(other);
      }
    }
    return anchor;
  }

  /// Those that go by an anchor by which others go too.
  private Map<Integer, Anchored> shared() {
    int[] users = new int[made];
    anchored.values().forEach(each -> users[each.anchor]++);
    anchored.values().removeIf(each -> users[each.anchor] == 1);
    return anchored;
  }
}
