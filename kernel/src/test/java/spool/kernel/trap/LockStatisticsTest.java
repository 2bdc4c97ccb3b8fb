package spool.kernel.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import spool.emulator.machine.Outcome;
import spool.kernel.abi.Errno;
import spool.kernel.lock.LockStatistics;
import spool.kernel.process.Task;
import spool.kernel.trace.TraceSink;
import spool.kernel.trap.Puppeteer.Puppet;

/// What is counted of waits for locks.
class LockStatisticsTest {
  private static final int EXIT = 93;
  private static final int FUTEX = 98;
  private static final int CLONE = 220;
  private static final long THREAD = 0x5_0f00;
  private static final long WORD = HostileMemory.ROOM;
  private static final int MOST_LOCKS = 256;

  /// One thread waits on as many words as it is to, each for the time in [HostileMemory#TIME].
  private static final class Patient implements Puppet {
    private final int words;
    private int next;

    Patient(int words) {
      this.words = words;
    }

    @Override
    public void act(Puppeteer machine, long result) {
      Task task = machine.task();
      if (next == 0) {
        HostileMemory.map(task);
        machine.kernel().locks().statistics().turn(true);
      } else {
        assertEquals(-Errno.ETIMEDOUT.number(), result);
      }
      if (next == words) {
        machine.call(EXIT, 0);
      } else {
        long word = WORD + (long) next++ * Integer.BYTES;
        machine.call(FUTEX, word, 0, task.memory().load32(word), HostileMemory.TIME);
      }
    }
  }

  /// One thread waits, and init, if it is on, wakes it.
  private static final class Waker implements Puppet {
    private final boolean isOn;
    private int step;
    private String meanwhile = "";

    Waker(boolean isOn) {
      this.isOn = isOn;
    }

    @Override
    public Puppet child() {
      return (machine, result) -> machine.call(step < 3 ? FUTEX : EXIT, WORD, 0, 0, 0);
    }

    @Override
    public void act(Puppeteer machine, long result) {
      switch (step++) {
        case 0 -> {
          HostileMemory.map(machine.task());
          machine.kernel().locks().statistics().turn(isOn);
          machine.call(CLONE, THREAD, 0, 0, 0, 0);
        }
        case 1 -> machine.call(124);
        case 2 -> {
          meanwhile = text(machine);
          machine.call(FUTEX, WORD, 1, 1);
        }
        case 3 -> machine.call(124);
        default -> machine.call(EXIT, 0);
      }
    }
  }

  private static String text(Puppeteer machine) {
    return machine.kernel().locks().statistics().text();
  }

  private static List<String> run(Puppet init) {
    Puppeteer machine = new Puppeteer(1, 0, init, TraceSink.OFF);
    assertEquals(new Outcome.PoweredOff(0), machine.run(10_000));
    return text(machine).lines().toList();
  }

  /// Waits, hand-overs, time-outs and who waits now, of the first lock in `lines`.
  private static List<String> figures(List<String> lines) {
    List<String> words = List.of(lines.get(1).strip().split(" +"));
    assertEquals("0x" + Long.toHexString(WORD), words.getFirst());
    return words.subList(2, 6);
  }

  @Test
  void aWaitIsCountedWhenItBeginsAndWhenItIsOver() {
    Waker init = new Waker(true);
    List<String> lines = run(init);
    assertEquals(List.of("1", "0", "0", "1"), figures(init.meanwhile.lines().toList()));
    assertEquals(2, lines.size());
    assertEquals(List.of("1", "1", "0", "0"), figures(lines));
  }

  @Test
  void nothingIsCountedUnlessItIsWanted() {
    assertEquals(1, run(new Waker(false)).size(), "the heading alone");
  }

  @Test
  void timesAreThoseOfTheGuest() {
    List<String> lines = run(new Patient(1));
    assertEquals(List.of("1", "0", "1", "0"), figures(lines));
    List<String> words = List.of(lines.get(1).strip().split(" +"));
    long cycles = Long.parseLong(words.get(6));
    assertTrue(cycles >= 2_000 && cycles < 20_000, lines.get(1));
    assertEquals(words.get(6), words.get(7));
  }

  @Test
  void onlySoManyLocksAreKept() {
    List<String> lines = run(new Patient(MOST_LOCKS + 44));
    assertEquals(1 + MOST_LOCKS + 1, lines.size());
    assertEquals("44 locks were dropped: more than 256", lines.getLast());
  }

  @Test
  void whatWasCountedCanBeForgotten() {
    Puppeteer machine = new Puppeteer(1, 0, new Patient(2), TraceSink.OFF);
    machine.run(10_000);
    LockStatistics statistics = machine.kernel().locks().statistics();
    assertEquals(3, statistics.text().lines().count());
    statistics.clear();
    assertEquals(1, statistics.text().lines().count());
    assertTrue(statistics.isOn());
  }
}
