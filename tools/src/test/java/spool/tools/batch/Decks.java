package spool.tools.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import spool.kernel.mode.Mode;
import spool.kernel.sched.Policies;
import spool.kernel.sched.SchedulerChoice;
import spool.userland.Cpio;
import spool.userland.InBoxImage;

/// Runs decks for tests.
final class Decks {
  private static final long RAM_BYTES = 64 << 20;

  private Decks() {}

  /// The deck that is in the box.
  static Deck reference() {
    Cpio.Entry entry = InBoxImage.open().find("decks/reference.job").orElseThrow();
    return Deck.of("reference.job", ISO_8859_1.decode(entry.contents().duplicate()).toString());
  }

  /// The standard mode called `name`.
  static Mode mode(String name) {
    return Mode.standard().stream()
        .filter(mode -> mode.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// What comes of `deck` in `mode` with one hart.
  static DeckRun.Result run(Deck deck, Mode mode, long seed) {
    SchedulerChoice scheduler =
        SchedulerChoice.of(
            new Policies(), mode.scheduler(), Map.of(), SchedulerChoice.Queues.SHARED);
    return new DeckRun(deck, mode, scheduler, 1, RAM_BYTES, seed).run();
  }
}
