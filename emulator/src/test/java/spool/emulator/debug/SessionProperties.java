package spool.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever packets say, the session goes on.
class SessionProperties {
  @Provide
  Arbitrary<String> packets() {
    Arbitrary<String> begin =
        Arbitraries.of(
            "",
            "?",
            "g",
            "G",
            "p",
            "P",
            "m",
            "M",
            "X",
            "Z0",
            "Z2,",
            "z3,",
            "Hg",
            "Hc",
            "T",
            "c",
            "s",
            "C",
            "S",
            "b",
            "bs",
            "bc",
            "v",
            "vCont",
            "vCont;",
            "vCont;r",
            "vKill;",
            "qSupported:",
            "qXfer:features:read:target.xml:",
            "qXfer:threads:read::",
            "qRcmd,",
            "qThreadExtraInfo,");
    Arbitrary<String> end =
        Arbitraries.strings().withChars("0123456789abcdef,;:=-#scrt \0").ofMaxLength(24);
    return Combinators.combine(begin, end).as(String::concat);
  }

  @Property(tries = 500)
  void noPacketEndsASession(@ForAll("packets") String packet) {
    MachineTarget target = new MachineTarget(DebuggedMachine.machine(2, false));
    target.attach();
    Session session = new Session(target, new Stop.At(Stop.SIGTRAP, 1, ""));
    Next next = session.serve(packet);
    if (next instanceof Next.Run(Moves moves)) {
      moves.of(1).goesOnAt(0);
    }
    Next after = session.serve("qC");
    assertTrue(after instanceof Next.Answer(String text) && text.startsWith("QC"));
    assertEquals(new Next.Answer("T05thread:1;"), session.serve("?"));
  }
}
