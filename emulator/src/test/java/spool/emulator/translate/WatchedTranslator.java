package spool.emulator.translate;

import java.util.List;
import java.util.Optional;
import spool.emulator.exec.CodePages;
import spool.emulator.exec.Translator;
import spool.emulator.memory.PhysicalMemory;

/// A translator that works at once, and adds what was fetched of its work to a list.
final class WatchedTranslator implements Translator {
  private final Translator translator;
  private final List<Translation> made;

  /// Translates what was executed `hot` times in `memory`.
  WatchedTranslator(PhysicalMemory memory, int hot, List<Translation> made) {
    translator = new RegionTranslator(memory, hot, Runnable::run);
    this.made = made;
  }

  @Override
  public int hot() {
    return translator.hot();
  }

  @Override
  public void translate(CodePages pages, int offset, boolean inexact) {
    translator.translate(pages, offset, inexact);
  }

  @Override
  public Optional<Translation> finished() {
    Optional<Translation> finished = translator.finished();
    finished.ifPresent(made::add);
    return finished;
  }
}
