package spool.kernel.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import spool.kernel.abi.Signal;
import spool.kernel.abi.Termios;

class LineDisciplineTest {
  private static final String RUBOUT = "\b \b";

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final List<Integer> signals = new ArrayList<>();
  private final LineDiscipline discipline =
      new LineDiscipline(new OutputProcessor(screen::write), signals::add);

  @Test
  void aLineCanBeReadWhenItEnds() {
    type("ls");
    assertFalse(discipline.input().hasLine());
    type("\r");
    assertEquals("ls\n", readLine());
    assertEquals("ls\r\n", shown());
  }

  @Test
  void aReadTakesOneLineOrWhatFits() {
    type("one\rtwo\r");
    byte[] two = new byte[2];
    assertEquals(2, discipline.input().takeLine(two));
    assertEquals("e\n", readLine());
    assertEquals("two\n", readLine());
  }

  @Test
  void eraseTakesBackWhatTheEchoShowed() {
    type("ab\u007f\u007f\u007fc\r");
    assertEquals("c\n", readLine());
    assertEquals("ab" + RUBOUT + RUBOUT + "c\r\n", shown());
  }

  @Test
  void eraseTakesBackBothColumnsOfAControlCharacter() {
    type("\u0001\u007f");
    assertEquals("^A" + RUBOUT + RUBOUT, shown());
  }

  @Test
  void eraseTakesBackAWholeCharacterOfSeveralBytes() {
    type("aé\u007f\r");
    assertEquals("a\n", readLine());
    assertEquals("aé" + RUBOUT + "\r\n", shown());
  }

  @Test
  void eraseTakesBackTheColumnsOfATab() {
    type("abc\t\u007f");
    assertEquals("abc\t\b\b\b\b\b", shown());
  }

  @Test
  void wordEraseTakesBackBlanksAndAWord() {
    type("rm old file  \u0017\r");
    assertEquals("rm old \n", readLine());
  }

  @Test
  void killTakesBackTheLine() {
    type("oops\u0015ok\r");
    assertEquals("ok\n", readLine());
  }

  @Test
  void literalNextTakesAwayAMeaning() {
    type("a\u0016\u0003b\r");
    assertEquals("a\u0003b\n", readLine());
    assertEquals(List.of(), signals);
  }

  @Test
  void endOfFileEndsALineWithoutAnEnd() {
    type("abc\u0004");
    assertEquals("abc", readLine());
  }

  @Test
  void endOfFileOnAnEmptyLineIsAnEmptyRead() {
    type("\u0004");
    assertTrue(discipline.input().hasLine());
    assertEquals("", readLine());
    assertFalse(discipline.input().hasLine());
  }

  @Test
  void interruptSignalsAndForgetsTheLine() {
    type("sleep\u0003");
    assertEquals(List.of(Signal.SIGINT), signals);
    assertEquals("sleep^C", shown());
    type("x\r");
    assertEquals("x\n", readLine());
  }

  @Test
  void quitAndSuspendSignal() {
    type("\u001c\u001a");
    assertEquals(List.of(Signal.SIGQUIT, Signal.SIGTSTP), signals);
  }

  @Test
  void stopAndStartHoldTheOutput() {
    type("\u0013");
    assertTrue(discipline.isOutputStopped());
    type("\u0011");
    assertFalse(discipline.isOutputStopped());
  }

  @Test
  void withoutCanonicalModeEveryByteCanBeReadAtOnce() {
    Termios modes = Termios.standard();
    discipline.modes(modes.withLocal(modes.local() & ~(Termios.ICANON | Termios.ECHO)));
    type("a\u007f\u0004");
    assertEquals(3, discipline.input().size());
    byte[] all = new byte[8];
    assertEquals(3, discipline.input().takeBytes(all));
    assertEquals("", shown());
  }

  @Test
  void leavingCanonicalModeGivesTheLineUnderWay() {
    type("half");
    discipline.modes(Termios.standard().withLocal(0));
    assertEquals(4, discipline.input().size());
  }

  @Test
  void withoutEchoANewlineShowsOnlyIfAskedFor() {
    Termios modes = Termios.standard();
    int silent = modes.local() & ~Termios.ECHO;
    discipline.modes(modes.withLocal(silent));
    type("secret\r");
    assertEquals("", shown());
    discipline.modes(modes.withLocal(silent | Termios.ECHONL));
    type("secret\r");
    assertEquals("\r\n", shown());
  }

  @Test
  void aFullLineRingsTheBellAndStillEnds() {
    Termios modes = Termios.standard();
    discipline.modes(modes.withInput(modes.input() | Termios.IMAXBEL));
    type("x".repeat(LineDiscipline.CAPACITY));
    screen.reset();
    type("y\r");
    assertEquals("\u0007\r\n", shown());
    assertEquals("x".repeat(LineDiscipline.CAPACITY) + "\n", readLine());
  }

  private void type(String keys) {
    for (byte each : keys.getBytes(UTF_8)) {
      discipline.receive(Byte.toUnsignedInt(each));
    }
  }

  private String readLine() {
    byte[] bytes = new byte[2 * LineDiscipline.CAPACITY];
    return new String(bytes, 0, discipline.input().takeLine(bytes), UTF_8);
  }

  private String shown() {
    return screen.toString(UTF_8);
  }
}
