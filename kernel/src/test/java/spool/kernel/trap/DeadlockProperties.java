package spool.kernel.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import spool.kernel.trap.Locking.Act;
import spool.kernel.trap.Locking.Locker;

/// Deadlocks are the circles of any graph of waits.
class DeadlockProperties {
  private static final Pattern MARKED = Pattern.compile("(?m)^\\* task ([0-9]+) ");
  private static final int FIRST = 2;

  /// The number of a word that nobody holds: a semaphore.
  private static final int FREE = 20;

  @Property(tries = 200)
  void exactlyThoseInACircleAreInADeadlock(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 9) Integer> wanted) {
    List<Act> acts = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      acts.add(new Locker(i, wanted.get(i) < wanted.size() ? wanted.get(i) : FREE));
    }
    Locking.run(acts, locks -> assertEquals(inCircles(wanted), marked(locks.waits())));
  }

  private static Set<Integer> marked(String waits) {
    Set<Integer> found = new TreeSet<>();
    for (Matcher matcher = MARKED.matcher(waits); matcher.find(); ) {
      found.add(Integer.parseInt(matcher.group(1)));
    }
    return found;
  }

  /// Those who come back to themselves.
  private static Set<Integer> inCircles(List<Integer> wanted) {
    Set<Integer> found = new TreeSet<>();
    for (int start = 0; start < wanted.size(); start++) {
      Set<Integer> seen = new HashSet<>();
      int at = start;
      while (at < wanted.size() && seen.add(at)) {
        at = wanted.get(at);
      }
      if (at == start) {
        found.add(FIRST + start);
      }
    }
    return found;
  }
}
