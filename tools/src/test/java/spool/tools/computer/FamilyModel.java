package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import spool.tools.computer.ProcessScript.Await;
import spool.tools.computer.ProcessScript.AwaitChild;
import spool.tools.computer.ProcessScript.EndChild;
import spool.tools.computer.ProcessScript.Exit;
import spool.tools.computer.ProcessScript.Fork;
import spool.tools.computer.ProcessScript.Sleep;
import spool.tools.computer.ProcessScript.Step;

/// Which observations of a family of processes are possible: a reference for fork, exit, wait and
/// kill that knows no order between processes, only each one's own.
///
/// Every process must have told of its steps in their order. One that a signal may have ended can
/// have fallen silent anywhere; then nothing is known of the steps that it has not told of, and its
/// children may not exist. A child is reaped at most once, by its parent, with the status of its
/// exit or of a signal that was sent before.
final class FamilyModel {
  private static final String FIRST = "0";

  private final Map<String, Deque<String>> told = new LinkedHashMap<>();

  /// The family that told `lines`, each beginning with the name of a process.
  FamilyModel(List<String> lines) {
    for (String line : lines) {
      int space = line.indexOf(' ');
      told.computeIfAbsent(line.substring(0, space), _ -> new ArrayDeque<>())
          .add(line.substring(space + 1));
    }
  }

  /// Fails unless the first process followed `script`, its children theirs, and nobody else spoke.
  void check(ProcessScript script) {
    follow(FIRST, script, false);
    assertTrue(told.isEmpty(), () -> "not in the script: " + told);
  }

  private void follow(String name, ProcessScript script, boolean mayBeCut) {
    Deque<String> lines = told.getOrDefault(name, new ArrayDeque<>());
    told.remove(name);
    new Member(name, lines, mayBeCut).follow(script);
    assertEquals(List.of(), List.copyOf(lines), () -> name + " did more than its script");
  }

  /// A child as its parent sees it: the statuses that signals could give it, and whether it was
  /// reaped, with which.
  private static final class Child {
    private final ProcessScript script;
    private final Set<Integer> signalStatuses = new TreeSet<>();
    private boolean reaped;
    private boolean exited;

    Child(ProcessScript script) {
      this.script = script;
    }

    void reap(int status) {
      assertFalse(reaped, "reaped twice");
      reaped = true;
      exited = status == script.status();
      assertTrue(
          exited || signalStatuses.contains(status),
          () -> "status " + status + " of " + script.text() + " after signals " + signalStatuses);
    }

    boolean mayBeCut() {
      return !signalStatuses.isEmpty() && !exited;
    }
  }

  /// One process on its way through its script.
  private final class Member {
    private final String name;
    private final Deque<String> lines;
    private final boolean mayBeCut;
    private final List<Child> children = new ArrayList<>();
    private boolean cut;

    Member(String name, Deque<String> lines, boolean mayBeCut) {
      this.name = name;
      this.lines = lines;
      this.mayBeCut = mayBeCut;
    }

    void follow(ProcessScript script) {
      script.lived().forEach(this::take);
      for (int i = 0; i < children.size(); i++) {
        Child child = children.get(i);
        FamilyModel.this.follow(name + "." + i, child.script, cut || child.mayBeCut());
      }
    }

    private void take(Step step) {
      switch (step) {
        case Fork(ProcessScript child) -> children.add(new Child(child));
        case Sleep() -> {}
        default -> tell(step);
      }
    }

    /// Compares a step with the line that tells of it, if it got so far.
    private void tell(Step step) {
      cut |= lines.isEmpty();
      if (cut) {
        assertTrue(mayBeCut, () -> name + " did not get to " + step.text());
        return;
      }
      List<String> words = List.of(lines.remove().split(" ", -1));
      switch (step) {
        case Exit(int status) -> assertEquals(List.of("x", "" + status), words);
        case EndChild end -> endChild(end, words);
        case AwaitChild(int number) -> awaitChild(number, words);
        case Await() -> await(words);
        case Fork _, Sleep _ -> throw new IllegalArgumentException("silent: " + step);
      }
    }

    private void endChild(EndChild end, List<String> words) {
      String number = isThere(end.child()) ? "" + end.child() : "-";
      assertEquals(List.of(end.signal().letter(), number), words);
      if (isThere(end.child())) {
        children.get(end.child()).signalStatuses.add(end.signal().status());
      }
    }

    private void awaitChild(int number, List<String> words) {
      if (isThere(number)) {
        assertEquals("" + number, words.get(1));
        await(words);
      } else {
        assertEquals(List.of("w", "-"), words);
      }
    }

    private void await(List<String> words) {
      if (children.stream().allMatch(child -> child.reaped)) {
        assertEquals(List.of("w", "-"), words);
      } else {
        assertEquals(3, words.size(), () -> name + " found no child: " + words);
        children.get(Integer.parseInt(words.get(1))).reap(Integer.parseInt(words.get(2)));
      }
    }

    private boolean isThere(int number) {
      return number < children.size() && !children.get(number).reaped;
    }
  }
}
