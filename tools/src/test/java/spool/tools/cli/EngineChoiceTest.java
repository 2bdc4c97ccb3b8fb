package spool.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EngineChoiceTest {
  @Test
  void tracesAreOfRunsThatCanBeRepeated() {
    assertEquals(
        new CommandRun(
            2,
            "",
            "spool: --trace needs a run that can be repeated: leave --engine parallel away\n"),
        CommandRun.of("run", "--engine", "parallel", "--trace", "-", "examples/hello"));
  }
}
