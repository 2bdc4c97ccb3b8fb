package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import spool.emulator.isa.Opcode;

final class IsaStringTest {
  @Test
  void lettersComeFirstThenWords() {
    assertTrue(IsaString.text().startsWith("rv64imafdc_zicbom_"));
    assertTrue(IsaString.text().endsWith("_sstc_svadu_svnapot_svpbmt"));
  }

  /// Of the extensions without instructions of their own, these are known.
  @Test
  void everyExtensionWithInstructionsIsNamed() {
    Set<String> described =
        Stream.of(Opcode.values())
            .map(opcode -> opcode.extension().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty() && !name.equals("privileged"))
            .collect(Collectors.toCollection(HashSet::new));
    described.addAll(Set.of("c", "zicbop", "zicntr", "zihintpause", "zihpm"));
    described.addAll(Set.of("sstc", "svadu", "svnapot", "svpbmt"));
    assertEquals(described, new HashSet<>(IsaString.extensions()));
  }
}
