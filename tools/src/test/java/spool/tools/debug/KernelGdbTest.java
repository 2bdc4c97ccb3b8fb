package spool.tools.debug;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spool.emulator.debug.DebugServer;
import spool.emulator.machine.Outcome;
import spool.kernel.debug.KernelTarget;
import spool.kernel.trap.HostStreams;
import spool.tools.computer.Computer;
import spool.tools.computer.GuestProgram;
import spool.tools.computer.ProgramException;
import spool.userland.CompileException;
import spool.userland.Compiler;

/// Programs on the kernel under the real gdb.
@Timeout(300)
class KernelGdbTest {
  private static final String FAMILY =
      """
      #include <stdio.h>
      #include <sys/wait.h>
      #include <unistd.h>

      volatile int counter;

      void count(int step) { counter += step; }

      int main(void) {
          for (int step = 1; step <= 3; step++)
              count(step);
          pid_t child = fork();
          if (child == 0) {
              count(10);
              _exit(counter);
          }
          int status;
          wait(&status);
          printf("%d %d\\n", counter, WEXITSTATUS(status));
          return 3;
      }
      """;

  private static final String FAULT =
      """
      #include <stddef.h>

      int *volatile nowhere = NULL;

      int main(void) {
          *nowhere = 1;
          return 0;
      }
      """;

  private static final String FILLED =
      """
      #include <unistd.h>

      char text[8];

      int main(void) {
          int ends[2];
          pipe(ends);
          write(ends[1], "spool", 6);
          read(ends[0], text, 6);
          return text[5];
      }
      """;

  /// Two threads wait for each other in each round, and so come to what follows at about the same
  /// time: a call and a fault, of which the handler counts and goes on behind it.
  private static final String PAIR =
      """
      #include <pthread.h>
      #include <signal.h>
      #include <stdio.h>

      enum { THREADS = 2, ROUNDS = 15, FAULT_BYTES = 4 };

      int arrived, faults;
      volatile long done[THREADS];

      void wait_for_all(int round) {
          __atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
          while (__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) < THREADS * round)
              ;
      }

      void meet(int round) { (void)round; }

      void handle(int number, siginfo_t *info, void *context) {
          (void)number;
          (void)info;
          ((ucontext_t *)context)->uc_mcontext.__gregs[0] += FAULT_BYTES;
          __atomic_fetch_add(&faults, 1, __ATOMIC_SEQ_CST);
      }

      void *work(void *own) {
          for (int round = 1; round <= ROUNDS; round++) {
              wait_for_all(3 * round - 2);
              meet(round);
              wait_for_all(3 * round - 1);
              ++*(volatile long *)own;
              wait_for_all(3 * round);
              __asm__ volatile(".option push\\n.option norvc\\nsw zero, 0(zero)\\n.option pop");
          }
          return NULL;
      }

      int main(void) {
          struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO};
          sigaction(SIGSEGV, &action, NULL);
          pthread_t threads[THREADS];
          for (int index = 0; index < THREADS; index++)
              pthread_create(&threads[index], NULL, work, (void *)&done[index]);
          for (int index = 0; index < THREADS; index++)
              pthread_join(threads[index], NULL);
          printf("%ld %ld %d\\n", done[0], done[1], faults);
          return 0;
      }
      """;

  private static final String ENDLESS =
      """
      #include <pthread.h>
      #include <stdio.h>

      volatile int over;
      volatile long turns[2];

      void *turn(void *own) {
          while (!over)
              ++*(volatile long *)own;
          return NULL;
      }

      int main(void) {
          pthread_t thread;
          pthread_create(&thread, NULL, turn, (void *)&turns[0]);
          turn((void *)&turns[1]);
          pthread_join(thread, NULL);
          puts("over");
          return 0;
      }
      """;

  @TempDir private static Path folder;
  private static Path family = Path.of("");
  private static Path fault = Path.of("");
  private static Path filled = Path.of("");
  private static Path pair = Path.of("");
  private static Path endless = Path.of("");

  @BeforeAll
  static void build() throws IOException, CompileException {
    Gdb.require();
    family = compile("family", FAMILY);
    fault = compile("fault", FAULT);
    filled = compile("filled", FILLED);
    pair = compile("pair", PAIR);
    endless = compile("endless", ENDLESS);
  }

  private static Path compile(String name, String text) throws IOException, CompileException {
    Path source = Files.writeString(folder.resolve(name + ".c"), text);
    Path program = folder.resolve(name);
    Compiler.compile(List.of(source), program, List.of("-O0", "-g"));
    return program;
  }

  /// How a run ended, what it printed, and when each hart did its last.
  private record Run(Outcome outcome, String output, List<Long> clocks, String said) {}

  private static Computer computer(Path program, ByteArrayOutputStream output)
      throws ProgramException {
    return computer(Computer.builder(), program, output);
  }

  private static Computer computer(
      Computer.Builder builder, Path program, ByteArrayOutputStream output)
      throws ProgramException {
    GuestProgram found = GuestProgram.ofHost(program, program.toString());
    return builder
        .harts(2)
        .streams(new HostStreams(InputStream.nullInputStream(), output, output))
        .files(found.entries())
        .program(found.path(), List.of())
        .build();
  }

  private static Run run(Path program) throws ProgramException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Computer computer = computer(program, output);
    return ended(computer, computer.machine().run(), output, "");
  }

  private static Run debug(Path program, String... commands) throws Exception {
    return debug(Computer.builder(), program, commands);
  }

  private static Run debug(Computer.Builder builder, Path program, String... commands)
      throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Computer computer = computer(builder, program, output);
    KernelTarget target = new KernelTarget(computer.machine(), computer.kernel());
    try (DebugServer server = DebugServer.listen(0, target)) {
      CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(() -> outcome(server));
      String said = Gdb.run(server.port(), program, commands);
      return ended(computer, run.join(), output, said);
    }
  }

  private static Outcome outcome(DebugServer server) {
    try {
      return server.run();
    } catch (InterruptedException interruption) {
      throw new IllegalStateException(interruption);
    }
  }

  private static Run ended(
      Computer computer, Outcome outcome, ByteArrayOutputStream output, String said) {
    List<Long> clocks = computer.machine().harts().stream().map(hart -> hart.cycles()).toList();
    return new Run(outcome, output.toString(UTF_8), clocks, said);
  }

  @Test
  void tasksAreThreads() throws Exception {
    Run run =
        debug(
            family,
            "info threads",
            "break count",
            "continue",
            "print step",
            "finish",
            "print counter",
            "next",
            "watch counter",
            "continue",
            "continue",
            "delete",
            "break count if step == 10",
            "continue",
            "info threads",
            "monitor tasks",
            "delete",
            "continue");
    Gdb.assertSays(
        run.said(),
        "\"family\"",
        "Breakpoint 1, count (step=1)",
        "$1 = 1",
        "$2 = 1",
        "Hardware watchpoint 2: counter",
        "Old value = 1",
        "New value = 3",
        "step=10",
        "process",
        "exited with code 03");
    assertEquals("6 16\n", run.output());
    assertEquals(new Outcome.PoweredOff(3), run.outcome());
  }

  @Test
  void aFaultStopsAtItsInstruction() throws Exception {
    Run run = debug(fault, "continue", "print $_siginfo", "info line", "print $pc", "continue");
    Gdb.assertSays(
        run.said(),
        "Program received signal SIGSEGV",
        "*nowhere = 1;",
        "Program terminated with signal SIGSEGV");
    assertEquals(new Outcome.PoweredOff(139), run.outcome());
  }

  @Test
  void whatTheKernelStoresMeetsAWatchpoint() throws Exception {
    Run run =
        debug(filled, "watch text[1]", "continue", "print text", "up", "info line", "continue");
    Gdb.assertSays(
        run.said(),
        "Hardware watchpoint 1: text[1]",
        "Old value = 0",
        "New value = 112 'p'",
        "$1 = \"spool",
        "exited normally");
    assertEquals(new Outcome.PoweredOff(0), run.outcome());
    assertEquals(run(filled).clocks(), run.clocks(), run.said());
  }

  @Test
  void threadsSideBySideMeetEveryBreakpoint() throws Exception {
    Run run =
        debug(
            Computer.builder().parallel(),
            pair,
            "handle SIGSEGV nostop noprint pass",
            "break meet",
            "ignore 1 29",
            "continue",
            "print round",
            "info threads",
            "stepi",
            "continue",
            "info breakpoints");
    Gdb.assertSays(
        run.said(),
        "$1 = 15",
        "\"pair\"",
        "\"pair\"",
        "\"pair\"",
        "exited normally",
        "already hit 30 times");
    assertEquals("15 15 30\n", run.output());
    assertEquals(new Outcome.PoweredOff(0), run.outcome());
  }

  @Test
  void storesOfThreadsSideBySideMeetWatchpoints() throws Exception {
    Run run =
        debug(
            Computer.builder().parallel(),
            pair,
            "handle SIGSEGV nostop noprint pass",
            "break main",
            "continue",
            "delete",
            "watch done[0] if done[0] == 15",
            "watch done[1] if done[1] == 15",
            "continue",
            "continue",
            "delete",
            "continue");
    Gdb.assertSays(run.said(), "New value = 15", "New value = 15", "exited normally");
    assertEquals("15 15 30\n", run.output());
  }

  /// Whoever attaches stops both; what they count stands still then.
  @Test
  void endlessLoopsSideBySideAreStoppedAndGoOn() throws Exception {
    Run run =
        attachTwice(
            endless,
            List.of("break turn", "continue", "detach"),
            List.of(
                "info threads",
                "print $before = turns[0] + turns[1]",
                "print turns[0] + turns[1] - $before",
                "stepi",
                "set var over = 1",
                "detach"));
    Gdb.assertSays(run.said(), "hit Breakpoint 1", "\"endless\"", "\"endless\"", "$2 = 0");
    assertEquals("over\n", run.output());
    assertEquals(new Outcome.PoweredOff(0), run.outcome());
  }

  private static Run attachTwice(Path program, List<String> first, List<String> second)
      throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Computer computer = computer(Computer.builder().parallel(), program, output);
    KernelTarget target = new KernelTarget(computer.machine(), computer.kernel());
    try (DebugServer server = DebugServer.listen(0, target)) {
      CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(() -> outcome(server));
      String said = Gdb.run(server.port(), program, first.toArray(String[]::new));
      said += Gdb.run(server.port(), program, second.toArray(String[]::new));
      return ended(computer, run.join(), output, said);
    }
  }

  @Test
  void theRunIsTheSame() throws Exception {
    Run undisturbed = run(family);
    Run debugged =
        debug(
            family,
            "break count",
            "continue",
            "continue",
            "info registers",
            "x/4i $pc",
            "print counter",
            "stepi",
            "stepi",
            "continue",
            "continue",
            "delete",
            "continue");
    assertEquals(undisturbed.output(), debugged.output(), debugged.said());
    assertEquals(undisturbed.clocks(), debugged.clocks(), debugged.said());
    Run undisturbedFault = run(fault);
    Run debuggedFault = debug(fault, "continue", "backtrace", "continue");
    assertEquals(undisturbedFault.output(), debuggedFault.output(), debuggedFault.said());
    assertEquals(undisturbedFault.clocks(), debuggedFault.clocks(), debuggedFault.said());
  }
}
