package spool.kernel.trap;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import spool.kernel.trap.SystemCallProperties.Call;

/// [SystemCallProperties] with as many tries as the profile `campaign` says.
class SystemCallCampaign {
  private final SystemCallProperties properties = new SystemCallProperties();

  @Property
  void noCallHarmsTheKernel(
      @ForAll("programs") List<Call> program,
      @ForAll @IntRange(min = 1, max = 4) int harts,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    properties.noCallHarmsTheKernel(program, harts, seed);
  }

  @Provide
  Arbitrary<List<Call>> programs() {
    return properties.programs();
  }
}
