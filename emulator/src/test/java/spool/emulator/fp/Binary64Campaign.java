package spool.emulator.fp;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class Binary64Campaign extends FormatCampaign {
  Binary64Campaign() {
    super(Oracle.BINARY64, new Binary64Properties());
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void toBinary32(@ForAll("numbers") long a) {
    new Binary64Properties().toBinary32(a);
  }
}
