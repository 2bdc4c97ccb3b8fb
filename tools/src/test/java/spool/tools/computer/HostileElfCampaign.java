package spool.tools.computer;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.tools.computer.HostileElfProperties.Lie;

/// [HostileElfProperties] with as many tries as the profile `campaign` says.
class HostileElfCampaign {
  private final HostileElfProperties properties = new HostileElfProperties();

  @Property
  void spoiledProgramsEndOrRun(@ForAll("lies") List<Lie> lies) {
    properties.spoiledProgramsEndOrRun(lies);
  }

  @Provide
  Arbitrary<List<Lie>> lies() {
    return properties.lies();
  }

  @Property
  void randomCodeHarmsNobodyElse(@ForAll("code") List<Integer> code) {
    properties.randomCodeHarmsNobodyElse(code);
  }

  @Provide
  Arbitrary<List<Integer>> code() {
    return properties.code();
  }
}
