package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.kernel.process.Dispatcher;
import spool.kernel.process.Process;
import spool.kernel.trace.Activity;
import spool.kernel.trace.HartTime;
import spool.kernel.trace.JobAccount;
import spool.kernel.trace.ProcessAccount;
import spool.kernel.trace.Recorder;
import spool.kernel.trace.RunAccount;
import spool.kernel.trace.Service;
import spool.kernel.trap.HostStreams;

/// The account of real programs on the whole machine.
class AccountTest {
  private static final String JOB =
      """
      echo job 1 ten arrives > /sys/kernel/tracing/trace_marker
      /examples/join_ten > /dev/null &
      echo job 1 ten starts pid $! > /sys/kernel/tracing/trace_marker
      wait
      echo job 1 ten ends exit 0 > /sys/kernel/tracing/trace_marker
      """;

  private record Recorded(Computer computer, RunAccount account) {
    static Recorded of(int harts, String script) {
      Recorder recorder = new Recorder(harts);
      HostStreams streams =
          new HostStreams(
              new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)),
              OutputStream.nullOutputStream(),
              OutputStream.nullOutputStream());
      Computer computer =
          Computer.builder().harts(harts).listener(recorder).streams(streams).script().build();
      assertEquals(0, computer.run());
      computer.settle();
      return new Recorded(computer, recorder.account());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everyCycleOfEveryHartHasItsPlace(int harts) {
    Recorded recorded = Recorded.of(harts, "/test/fork_tree\n/test/pipe_bulk\n");
    RunAccount account = recorded.account;
    Dispatcher dispatcher = recorded.computer.kernel().dispatcher();
    for (HartTime hart : account.harts()) {
      assertEquals(account.elapsed(), hart.total());
      assertEquals(dispatcher.spent(hart.hart()).get(Activity.USER), hart.user());
      assertEquals(dispatcher.spent(hart.hart()).get(Activity.KERNEL), hart.kernel());
      assertEquals(dispatcher.spent(hart.hart()).get(Activity.SWITCH), hart.switching());
      assertEquals(dispatcher.switches(hart.hart()), hart.switches());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theLifeOfEveryProcessIsCpuAndWaitingAndBlocked(int harts) {
    RunAccount account = Recorded.of(harts, "/test/fork_tree\n/test/pipe_bulk\n").account;
    assertTrue(account.processes().size() > 5);
    for (ProcessAccount each : account.processes()) {
      Service service = each.service();
      assertEquals(
          service.turnaround().orElseThrow(),
          service.cpu() + service.waiting() + service.blocked(),
          each.toString());
    }
    long user = account.processes().stream().mapToLong(each -> each.service().user()).sum();
    assertEquals(account.sum(HartTime::user), user);
  }

  @Test
  void theMarksOfAScriptMakeAJob() {
    RunAccount account = Recorded.of(1, JOB).account;
    JobAccount job = account.jobs().getFirst();
    assertEquals("ten", job.name());
    assertEquals("exit 0", job.result());
    assertTrue(job.admission() > 0);
    Service service = job.service();
    assertEquals(
        service.turnaround().orElseThrow(), service.cpu() + service.waiting() + service.blocked());
    long members = account.processes().stream().filter(AccountTest::isOfTheJob).count();
    assertEquals(11, members);
    assertEquals(1, account.finished().size());
  }

  private static boolean isOfTheJob(ProcessAccount process) {
    return process.job().equals(OptionalInt.of(1));
  }

  @Test
  void switchesAreCountedAsTheKernelCountsThem() {
    Recorded recorded = Recorded.of(2, "/test/pipe_bulk\n");
    Process init = recorded.computer.kernel().processes().init();
    Service service = recorded.account.processes().getFirst().service();
    assertEquals(init.leader().cpuTime().voluntarySwitches(), service.voluntarySwitches());
    assertEquals(init.leader().cpuTime().involuntarySwitches(), service.involuntarySwitches());
  }
}
