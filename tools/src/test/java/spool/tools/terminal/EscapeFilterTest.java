package spool.tools.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import spool.tools.terminal.EscapeFilter.Command;

class EscapeFilterTest {
  private static final String ESCAPE = "\u0001";

  private final StringBuilder guest = new StringBuilder();
  private final List<Command> commands = new ArrayList<>();
  private final EscapeFilter filter =
      new EscapeFilter(typed -> guest.append((char) typed), commands::add);

  @Test
  void otherKeysGoToTheGuest() {
    type("ls x\r\u0003\u0004\u00e9");
    assertEquals("ls x\r\u0003\u0004\u00e9", guest.toString());
    assertEquals(List.of(), commands);
  }

  @Test
  void aLetterAfterTheEscapeIsACommand() {
    type("a" + ESCAPE + "xb" + ESCAPE + "h" + ESCAPE + "c" + ESCAPE + "s");
    assertEquals(List.of(Command.LEAVE, Command.HELP, Command.MONITOR, Command.SAVE), commands);
    assertEquals("ab", guest.toString());
  }

  @Test
  void aLetterTypedWithTheControlKeyStillHeldIsTheSameCommand() {
    type(ESCAPE + "\u0018" + ESCAPE + "\u0003");
    assertEquals(List.of(Command.LEAVE, Command.MONITOR), commands);
  }

  @Test
  void theEscapeTwiceSendsOne() {
    type(ESCAPE + ESCAPE + "x" + ESCAPE + "a");
    assertEquals(ESCAPE + "x" + ESCAPE, guest.toString());
    assertEquals(List.of(), commands);
  }

  @Test
  void anUnknownLetterAsksForHelp() {
    type(ESCAPE + "?z");
    assertEquals(List.of(Command.HELP), commands);
    assertEquals("z", guest.toString());
  }

  private void type(String text) {
    text.chars().forEach(filter::accept);
  }
}
