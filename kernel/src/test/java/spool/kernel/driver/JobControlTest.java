package spool.kernel.driver;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static spool.kernel.fs.TestCaller.error;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.Signal;
import spool.kernel.abi.WindowSize;
import spool.kernel.fs.TestCaller;
import spool.kernel.sync.Interrupted;

/// Who may do what to a terminal that a session shares.
class JobControlTest {
  private static final int SHELL = 10;
  private static final int JOB = 20;
  private static final int STRANGER = 90;

  private record Sent(int group, int signal) {}

  private final List<Sent> sent = new ArrayList<>();
  private final TerminalSignals processes =
      new TerminalSignals() {
        @Override
        public void signalGroup(int group, int signal) {
          sent.add(new Sent(group, signal));
        }

        @Override
        public int sessionOf(int group) {
          return group == SHELL || group == JOB ? SHELL : group == STRANGER ? STRANGER : 0;
        }
      };
  private final Terminal terminal = new Terminal(value -> {}, WindowSize.of(24, 80), processes);
  private final TestCaller shell = new TestCaller(TestCaller.emptyRoot());
  private final TestCaller job = new TestCaller(TestCaller.emptyRoot());

  JobControlTest() {
    job.pid = JOB;
    job.group = JOB;
    terminal.control(SHELL);
  }

  @Test
  void readingInTheBackgroundStopsTheGroup() {
    assertThrows(Interrupted.class, () -> terminal.demandForegroundToRead(job));
    assertEquals(List.of(new Sent(JOB, Signal.SIGTTIN)), sent);
  }

  @Test
  void readingInTheBackgroundFailsForWhoIgnoresTheStop() {
    job.ignored.add(Signal.SIGTTIN);
    assertEquals(Errno.EIO, error(() -> terminal.demandForegroundToRead(job)));
    assertEquals(List.of(), sent);
  }

  @Test
  void changingInTheBackgroundStopsTheGroupUnlessItIgnoresThat() {
    assertThrows(Interrupted.class, () -> terminal.demandForegroundToChange(job));
    assertEquals(List.of(new Sent(JOB, Signal.SIGTTOU)), sent);
    job.ignored.add(Signal.SIGTTOU);
    assertDoesNotThrow(() -> terminal.demandForegroundToChange(job));
  }

  @Test
  void whoIsBroughtToTheForegroundReadsAndGetsTheSignals() {
    bringToForeground(JOB, shell);
    assertDoesNotThrow(() -> terminal.demandForegroundToRead(job));
    terminal.receive('C' & 0x1f);
    terminal.receive('Z' & 0x1f);
    assertEquals(List.of(new Sent(JOB, Signal.SIGINT), new Sent(JOB, Signal.SIGTSTP)), sent);
    assertThrows(Interrupted.class, () -> terminal.demandForegroundToRead(shell));
  }

  @Test
  void onlyGroupsOfTheSessionComeToTheForeground() {
    assertEquals(Errno.EPERM, error(() -> bringToForeground(STRANGER, shell)));
    assertEquals(Errno.ESRCH, error(() -> bringToForeground(55, shell)));
    assertEquals(Errno.EINVAL, error(() -> bringToForeground(-1, shell)));
    assertEquals(SHELL, terminal.foreground());
  }

  @Test
  void anotherSessionHasNoSayInIt() {
    job.session = STRANGER;
    assertEquals(Errno.ENOTTY, error(() -> bringToForeground(JOB, job)));
    assertEquals(Errno.EPERM, error(() -> terminal.ioctl(IoctlRequest.TIOCSCTTY, 0, job)));
  }

  @Test
  void theForegroundIsToldOfAnotherSizeOnce() {
    terminal.resize(WindowSize.of(50, 132));
    terminal.resize(WindowSize.of(50, 132));
    assertEquals(List.of(new Sent(SHELL, Signal.SIGWINCH)), sent);
    terminal.ioctl(IoctlRequest.TIOCGWINSZ, TestCaller.PAGE, shell);
    assertEquals(
        WindowSize.of(50, 132),
        WindowSize.from(shell.memory().read(TestCaller.PAGE, WindowSize.BYTES)));
  }

  @Test
  void theEndOfTheLeaderHangsUp() {
    terminal.release(SHELL);
    assertEquals(List.of(new Sent(SHELL, Signal.SIGHUP), new Sent(SHELL, Signal.SIGCONT)), sent);
    assertEquals(0, terminal.session());
    assertDoesNotThrow(() -> terminal.demandForegroundToRead(job));
  }

  private void bringToForeground(int group, TestCaller caller) {
    caller.memory().store32(TestCaller.PAGE, group);
    terminal.ioctl(IoctlRequest.TIOCSPGRP, TestCaller.PAGE, caller);
  }
}
