package spool.emulator.exec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// How a region was made. Places are offsets as [CodePages] has them.
///
/// @param seed the place that it was selected from, in the first page
/// @param pages the pages that its instructions are in, the first one of all before the others
/// @param wandering the places of accesses that look for their page in the TLB, as none of their
///   windows would serve them for long
/// @param inexact whether it is for harts that know of an inexact result
public record RegionPlan(int seed, List<Page> pages, Set<Integer> wandering, boolean inexact) {
  /// The plan of nothing.
  static final RegionPlan NONE = new RegionPlan(-1, List.of(), Set.of(), false);

  /// A page that instructions of a region are in.
  ///
  /// @param number its distance from the first page, in pages
  /// @param frame where it was
  /// @param version that of the frame
  public record Page(int number, CodeFrame frame, int version) {
    /// A page that is in `frame`, as that is now.
    Page(int number, CodeFrame frame) {
      this(number, frame, frame.version());
    }

    /// Whether the frame has the same code.
    boolean isCurrent() {
      return frame.version() == version;
    }
  }

  /// The frame of the first page.
  CodeFrame frame() {
    return pages.getFirst().frame();
  }

  /// Whether the code is what the region was made of.
  boolean isCurrent() {
    return pages.stream().allMatch(Page::isCurrent);
  }

  /// Notes that the region is being made anew; answers false if that cannot be, or was so.
  boolean beginAnew() {
    return isCurrent() && frame().beginAnew(this);
  }

  /// Notes which accesses wander: at first those that `isWandering` says of blocks that begin with
  /// them. If there is another one after that, it is taken for code that goes everywhere.
  void noteWandering(Predicate<Block> isWandering) {
    if (wandering.isEmpty()) {
      pages.forEach(page -> page.frame().noteWandering(isWandering));
    } else {
      frame().noteRoaming(seed);
    }
  }

  /// The frame of the page that `offset` is in, if the region has instructions there.
  Optional<CodeFrame> frameAt(int offset) {
    return pages.stream()
        .filter(page -> page.number() == CodePages.page(offset))
        .map(Page::frame)
        .findFirst();
  }
}
