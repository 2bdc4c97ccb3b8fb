package spool.kernel.vm;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Random histories of several processes against [Model], which knows neither frames nor tables.
class AddressSpaceProperties {
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void processesSeeWhatTheyShould(@ForAll("histories") List<Step> history) {
    World world = new World(2048);
    for (Step step : history) {
      world.apply(step);
      world.checkFrames();
      world.checkEntries();
    }
    world.checkContents();
    world.end();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void memoryThatRunsOutIsNotLost(
      @ForAll("histories") List<Step> history, @ForAll("frames") int frames) {
    World world = new World(frames);
    for (Step step : history) {
      world.attempt(step);
      world.checkFrames();
    }
    world.end();
  }

  @Provide
  Arbitrary<Integer> frames() {
    return Arbitraries.integers().between(12, 60);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            kinds(),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, World.ARENA_PAGES - 1),
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(0, 1 << 16))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(100);
  }

  private static Arbitrary<Step.Kind> kinds() {
    List<Step.Kind> weighted =
        Stream.of(Step.Kind.values())
            .flatMap(kind -> Collections.nCopies(kind.weight, kind).stream())
            .toList();
    return Arbitraries.of(weighted);
  }
}
