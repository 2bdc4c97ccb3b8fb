package spool.emulator.machine;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class HostileCodeCampaign {
  @Property
  void theMachineSurvives(@ForAll("programs") int[] program, @ForAll long seed) {
    HostileCode.survive(program, seed);
  }

  @Provide
  Arbitrary<int[]> programs() {
    return HostileCode.programs();
  }
}
