package spool.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.kernel.process.TaskState.BLOCKED;
import static spool.kernel.process.TaskState.DEAD;
import static spool.kernel.process.TaskState.NEW;
import static spool.kernel.process.TaskState.READY;
import static spool.kernel.process.TaskState.RUNNING;
import static spool.kernel.process.TaskState.STOPPED;
import static spool.kernel.process.TaskState.ZOMBIE;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The laws of a task's life.
class TaskStateTest {
  private static Set<TaskState> successors(TaskState state) {
    return Stream.of(TaskState.values()).filter(state::mayBecome).collect(Collectors.toSet());
  }

  @Test
  void everyTransitionIsInTheTable() {
    assertEquals(Set.of(READY, DEAD), successors(NEW));
    assertEquals(Set.of(RUNNING), successors(READY));
    assertEquals(Set.of(READY, BLOCKED, STOPPED, ZOMBIE, DEAD), successors(RUNNING));
    assertEquals(Set.of(READY), successors(BLOCKED));
    assertEquals(Set.of(READY), successors(STOPPED));
    assertEquals(Set.of(DEAD), successors(ZOMBIE));
    assertEquals(Set.of(), successors(DEAD));
  }

  @Test
  void nothingComesBackToNewOrFromDead() {
    for (TaskState state : TaskState.values()) {
      assertFalse(state.mayBecome(NEW));
      assertFalse(DEAD.mayBecome(state));
      assertFalse(state.mayBecome(state));
    }
  }

  @Test
  void deathCanBeReachedFromEverywhere() {
    for (TaskState state : TaskState.values()) {
      assertTrue(state == DEAD || reachable(state).contains(DEAD), state + " never ends");
    }
  }

  @Test
  void everyStateCanBeReachedFromNew() {
    EnumSet<TaskState> expected = EnumSet.allOf(TaskState.class);
    expected.remove(NEW);
    assertEquals(expected, reachable(NEW));
  }

  private static Set<TaskState> reachable(TaskState from) {
    EnumSet<TaskState> found = EnumSet.noneOf(TaskState.class);
    Set<TaskState> frontier = successors(from);
    while (found.addAll(frontier)) {
      frontier =
          found.stream().flatMap(state -> successors(state).stream()).collect(Collectors.toSet());
    }
    return found;
  }
}
