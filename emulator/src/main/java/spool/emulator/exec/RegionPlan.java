package spool.emulator.exec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// How a region was made. Places are offsets as [CodePages] has them.
///
/// @param seed the place that it was selected from, in the first page
/// @param pages the first page, and the others that what was selected for it is in
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

    /// Whether `offset` is in this page.
    boolean has(int offset) {
      return number == CodePages.page(offset);
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

  /// Notes which accesses wander: the one at `place`, and those that `isWandering` says of blocks
  /// that begin with them. If others did before, the region is taken for code that goes everywhere.
  void noteWandering(int place, Predicate<Block> isWandering) {
    frameAt(place).ifPresent(frame -> frame.noteWandering(CodePages.inPage(place)));
    pages.forEach(page -> page.frame().noteWandering(isWandering));
    if (!wandering.isEmpty()) {
      frame().noteRoaming(seed);
    }
  }

  /// Lets execution no longer enter the region.
  void leave() {
    pages.forEach(page -> page.frame().leave(this));
  }

  /// The frame of the page that `offset` is in, if that is one of these.
  Optional<CodeFrame> frameAt(int offset) {
    return pages.stream().filter(page -> page.has(offset)).map(Page::frame).findFirst();
  }
}
