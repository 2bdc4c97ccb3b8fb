package spool.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.abi.Errno;
import spool.kernel.vm.Quota;

/// Locks on ranges are locks on each of their bytes.
class FileLocksProperties {
  private static final int BYTES = 12;

  record Action(int owner, int first, int last, boolean exclusive, boolean clears) {
    FileLocks.Lock lock() {
      int end = Math.max(first, last);
      return new FileLocks.Lock("owner" + owner, owner, Math.min(first, last), end, exclusive);
    }
  }

  /// For each byte and owner: 0 for none, 1 for shared, 2 for exclusive.
  private static final class Model {
    private final int[][] held = new int[BYTES][3];

    boolean conflicts(FileLocks.Lock lock) {
      for (int at = (int) lock.first(); at <= lock.last(); at++) {
        for (int owner = 0; owner < 3; owner++) {
          int other = held[at][owner];
          if (owner != lock.pid() && other > 0 && (lock.exclusive() || other == 2)) {
            return true;
          }
        }
      }
      return false;
    }

    void hold(FileLocks.Lock lock, int kind) {
      for (int at = (int) lock.first(); at <= lock.last(); at++) {
        held[at][lock.pid()] = kind;
      }
    }
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    Arbitrary<Integer> place = Arbitraries.integers().between(0, BYTES - 1);
    Arbitrary<Boolean> flag = Arbitraries.of(true, false);
    return Combinators.combine(Arbitraries.integers().between(0, 2), place, place, flag, flag)
        .as(Action::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 400)
  void rangesAreTheirBytes(@ForAll("actions") List<Action> actions) {
    Model model = new Model();
    FileLocks.Table table = new FileLocks(new Quota(1000, Errno.ENOLCK)).records();
    for (Action action : actions) {
      FileLocks.Lock lock = action.lock();
      boolean conflict = model.conflicts(lock);
      assertEquals(conflict, table.conflict(lock).isPresent());
      if (action.clears) {
        table.clear(lock);
        model.hold(lock, 0);
      } else if (!conflict) {
        table.set(lock);
        model.hold(lock, action.exclusive ? 2 : 1);
      }
    }
  }
}
