package spool.kernel.sched;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ready tasks of [Eevdf], searched for the earliest deadline among those whose virtual time is
/// not above a limit.
///
/// A treap (R. Seidel and C. R. Aragon, Randomized search trees, Algorithmica 16, 1996): a search
/// tree by virtual time and a heap by priorities that a mixed counter gives, the same in every run,
/// so that its depth is logarithmic as that of a random tree. Every node knows the earliest
/// deadline below it.
///
/// Invariant: `earliest` of a node is the first by (deadline, rank) of it and all below it.
final class EligibleTree {
  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  private final Map<TaskView, Node> byTask = new HashMap<>();
  private @Nullable Node root;
  private long ranks;

  /// A task with its virtual time and deadline, which do not change while it is here.
  private static final class Node {
    final TaskView task;
    final long time;
    final long deadline;
    final long rank;
    final long priority;
    @Nullable Node left;
    @Nullable Node right;
    Node earliest;

    Node(TaskView task, long time, long deadline, long rank) {
      this.task = task;
      this.time = time;
      this.deadline = deadline;
      this.rank = rank;
      long mixed = rank * GOLDEN;
      priority = (mixed ^ mixed >>> 32) * GOLDEN;
      earliest = this;
    }

    boolean isBefore(Node other) {
      return time != other.time ? time < other.time : rank < other.rank;
    }

    Node update() {
      earliest = earlier(earlier(this, left), right);
      return this;
    }

    private static Node earlier(Node found, @Nullable Node below) {
      return below == null ? found : earliestOf(found, below.earliest);
    }

    static Node earliestOf(Node one, Node other) {
      boolean keeps =
          one.deadline != other.deadline ? one.deadline < other.deadline : one.rank < other.rank;
      return keeps ? one : other;
    }
  }

  /// Adds `task`. Throws [IllegalStateException] if it is here already.
  void add(TaskView task, long time, long deadline) {
    Node node = new Node(task, time, deadline, ++ranks);
    if (byTask.putIfAbsent(task, node) != null) {
      throw new IllegalStateException("task " + task.tid() + " is ready already");
    }
    root = insert(root, node);
  }

  private static Node insert(@Nullable Node tree, Node node) {
    if (tree == null) {
      return node;
    }
    if (node.priority > tree.priority) {
      Halves halves = split(tree, node);
      node.left = halves.before;
      node.right = halves.after;
      return node.update();
    }
    if (node.isBefore(tree)) {
      tree.left = insert(tree.left, node);
    } else {
      tree.right = insert(tree.right, node);
    }
    return tree.update();
  }

  private record Halves(@Nullable Node before, @Nullable Node after) {}

  private static Halves split(@Nullable Node tree, Node at) {
    if (tree == null) {
      return new Halves(null, null);
    }
    if (tree.isBefore(at)) {
      Halves halves = split(tree.right, at);
      tree.right = halves.before;
      return new Halves(tree.update(), halves.after);
    }
    Halves halves = split(tree.left, at);
    tree.left = halves.after;
    return new Halves(halves.before, tree.update());
  }

  private static @Nullable Node join(@Nullable Node before, @Nullable Node after) {
    if (before == null || after == null) {
      return before == null ? after : before;
    }
    if (before.priority > after.priority) {
      before.right = join(before.right, after);
      return before.update();
    }
    after.left = join(before, after.left);
    return after.update();
  }

  /// Takes `task` out, and says whether it was here.
  boolean remove(TaskView task) {
    Node node = byTask.remove(task);
    if (node == null) {
      return false;
    }
    root = without(root, node);
    return true;
  }

  private static @Nullable Node without(@Nullable Node tree, Node node) {
    if (tree == null || tree == node) {
      return join(node.left, node.right);
    }
    if (node.isBefore(tree)) {
      tree.left = without(tree.left, node);
    } else {
      tree.right = without(tree.right, node);
    }
    return tree.update();
  }

  /// The task with the earliest deadline among those whose virtual time is at most `limit`; of
  /// equal deadlines the one that came first.
  Optional<TaskView> earliest(long limit) {
    Node found = null;
    Node node = root;
    while (node != null) {
      if (node.time > limit) {
        node = node.left;
      } else {
        found = found == null ? node : Node.earliestOf(found, node);
        if (node.left != null) {
          found = Node.earliestOf(found, node.left.earliest);
        }
        node = node.right;
      }
    }
    return Optional.ofNullable(found).map(each -> each.task);
  }

  /// The task with the least virtual time.
  Optional<TaskView> first() {
    Node node = root;
    while (node != null && node.left != null) {
      node = node.left;
    }
    return Optional.ofNullable(node).map(each -> each.task);
  }

  /// How many tasks there are.
  int size() {
    return byTask.size();
  }
}
