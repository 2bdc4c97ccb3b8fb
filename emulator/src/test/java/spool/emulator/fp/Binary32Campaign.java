package spool.emulator.fp;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class Binary32Campaign extends FormatCampaign {
  Binary32Campaign() {
    super(Oracle.BINARY32, new Binary32Properties());
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void toBinary64(@ForAll("numbers") long a) {
    new Binary32Properties().toBinary64(a);
  }
}
