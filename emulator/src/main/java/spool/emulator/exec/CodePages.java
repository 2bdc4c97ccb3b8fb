package spool.emulator.exec;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import spool.emulator.exec.CodeFrame.Instruction;
import spool.emulator.memory.PhysicalMemory;

/// The code around a place, as a hart sees it: the frame that the place is in, and those that the
/// pages before and after it are in, as far as the hart fetched from them lately.
///
/// Places are offsets in bytes from the start of the first page, negative before it.
public final class CodePages {
  /// How far away a page may be, in pages: half as far as a direct jump leads.
  private static final int FARTHEST = 128;

  private static final int PAGE_BYTES = PhysicalMemory.FRAME_BYTES;

  private final RegionPlan.Page first;
  private final IntFunction<Optional<CodeFrame>> find;
  private final Map<Integer, Optional<RegionPlan.Page>> pages = new HashMap<>();

  /// The page in `first`, with those around it that `find` knows, by their distance from it in
  /// pages.
  CodePages(CodeFrame first, IntFunction<Optional<CodeFrame>> find) {
    this.first = new RegionPlan.Page(0, first);
    this.find = find;
    pages.put(0, Optional.of(this.first));
  }

  /// The frame of the first page.
  public CodeFrame first() {
    return first.frame();
  }

  /// The page that `offset` is in, by its distance from the first one.
  static int page(int offset) {
    return Math.floorDiv(offset, PAGE_BYTES);
  }

  /// The place in its page that `offset` is.
  static int inPage(int offset) {
    return Math.floorMod(offset, PAGE_BYTES);
  }

  /// What is known of a page, as it was when it was first asked for.
  private Optional<RegionPlan.Page> known(int page) {
    return Math.abs(page) > FARTHEST ? Optional.empty() : pages.computeIfAbsent(page, this::find);
  }

  private Optional<RegionPlan.Page> find(int page) {
    return find.apply(page)
        .filter(CodeFrame::isStable)
        .map(frame -> new RegionPlan.Page(page, frame));
  }

  private Optional<CodeFrame> frameAt(int offset) {
    return known(page(offset)).map(RegionPlan.Page::frame);
  }

  /// The first page, and those that `instructions` have bytes in.
  public List<RegionPlan.Page> pages(Collection<Instruction> instructions) {
    Stream<Integer> used =
        instructions.stream()
            .flatMapToInt(each -> IntStream.of(each.offset(), each.offset() + each.sizeBytes() - 1))
            .mapToObj(CodePages::page)
            .sorted();
    return Stream.concat(Stream.of(0), used)
        .distinct()
        .flatMap(page -> known(page).stream())
        .toList();
  }

  /// Whether execution came to `offset` before, by a jump or otherwise, if it is in the first page.
  /// In another one it has to have come there `often`, or to be able to enter a region there. Of an
  /// instruction that straddles two pages nobody knows, and it counts as entered.
  public boolean wasEntered(int offset, int often) {
    int least = page(offset) == 0 ? 1 : often;
    return frameAt(offset).stream().anyMatch(frame -> frame.wasEntered(inPage(offset), least))
        || !straddling(offset).isEmpty();
  }

  /// Whether execution can enter a region at `offset`.
  public boolean hasEntry(int offset) {
    return frameAt(offset).stream().anyMatch(frame -> frame.hasEntry(inPage(offset)));
  }

  /// Where in the page of `offset` execution went at least `times` times, so far without a region.
  public IntStream entered(int offset, int times) {
    int start = offset - inPage(offset);
    return frameAt(offset).stream()
        .flatMapToInt(frame -> frame.entered(times).map(each -> start + each));
  }

  /// Whether the access at `offset` changes between runs of pages so often that no window serves
  /// it.
  public boolean wanders(int offset) {
    return frameAt(offset).stream().anyMatch(frame -> frame.wanders(inPage(offset)));
  }

  /// The instructions from `offset` on, as far as a block goes; none if nothing is known of the
  /// page.
  public List<Instruction> instructions(int offset) {
    List<Instruction> found =
        frameAt(offset).stream()
            .flatMap(frame -> frame.instructions(inPage(offset), offset).stream())
            .toList();
    return found.isEmpty() ? straddling(offset) : found;
  }

  /// The instruction at `offset`, if it straddles two pages that are known.
  private List<Instruction> straddling(int offset) {
    return frameAt(offset)
        .filter(frame -> frame.straddles(inPage(offset)))
        .flatMap(frame -> frameAt(offset + Short.BYTES).map(next -> frame.straddling(next, offset)))
        .stream()
        .toList();
  }

  /// Notes that a region of `instructions` is being made.
  public void cover(Collection<Instruction> instructions) {
    for (Instruction each : instructions) {
      frameAt(each.offset()).ifPresent(frame -> frame.cover(inPage(each.offset())));
    }
    pages(instructions).stream()
        .filter(RegionPlan.Page::isCurrent)
        .forEach(page -> page.frame().expectRegion());
  }
}
