package spool.tools.bench;

import java.util.List;
import spool.tools.bench.Comparison.Change;
import spool.tools.bench.Comparison.Verdict;
import spool.tools.report.Decimal;
import spool.tools.report.TextTable;

/// What changed, as text.
final class ComparisonText {
  private ComparisonText() {}

  /// `comparison` for a terminal of this width: what became better or worse, and how much of the
  /// rest there is.
  static String of(Comparison comparison, int width) {
    TextTable table = new TextTable().text("changed").number("new/old").text("verdict");
    add(table, comparison.with(Verdict.WORSE), "worse");
    add(table, comparison.with(Verdict.BETTER), "better");
    return "\n%s%d worse, %d better, %d within the noise, %d with too few rounds to know, %d with other amounts of work\n"
        .formatted(
            comparison.changes().stream().anyMatch(ComparisonText::counts)
                ? table.toString(width)
                : "",
            comparison.with(Verdict.WORSE).size(),
            comparison.with(Verdict.BETTER).size(),
            comparison.with(Verdict.WITHIN_NOISE).size(),
            comparison.with(Verdict.TOO_FEW_ROUNDS).size(),
            comparison.with(Verdict.OTHER_WORK).size());
  }

  private static boolean counts(Change change) {
    return change.verdict() == Verdict.WORSE || change.verdict() == Verdict.BETTER;
  }

  private static void add(TextTable table, List<Change> changes, String verdict) {
    changes.forEach(change -> table.row(change.what(), Decimal.fixed(change.ratio(), 3), verdict));
  }
}
