package spool.emulator.exec;

import java.util.List;
import java.util.Optional;

/// Makes regions of code that is executed often.
public interface Translator {
  /// A region that is finished.
  ///
  /// @param plan how it was made
  /// @param entries where to enter it
  /// @param exits the places where execution goes on that leaves it
  record Translation(RegionPlan plan, List<RegionEntry> entries, List<Integer> exits) {}

  /// How often a block is executed, by now, before it is to be translated.
  int hot();

  /// Begins to translate the instruction at `offset` of `pages` and what belongs to it. Reads the
  /// pages at once; [#finished] has the result some time later, or never. If `inexact`, it is for
  /// harts that know of an inexact result already, and so need not find out about others.
  void translate(CodePages pages, int offset, boolean inexact);

  /// The next of the translations that were finished meanwhile.
  Optional<Translation> finished();

  /// Translates nothing.
  static Translator none() {
    return new Translator() {
      @Override
      public int hot() {
        return Integer.MAX_VALUE;
      }

      @Override
      public void translate(CodePages pages, int offset, boolean inexact) {}

      @Override
      public Optional<Translation> finished() {
        return Optional.empty();
      }
    };
  }
}
