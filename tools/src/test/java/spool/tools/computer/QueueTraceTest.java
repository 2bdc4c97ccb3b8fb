package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import spool.kernel.trace.TraceWriter;

/// The figures of message queues in the trace.
class QueueTraceTest {
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^\\d+ \\d+ \\d+ queue kind=(\\w+) name=(\\S+) depth=(\\d+) bytes=(\\d+) sent=(\\d+)"
              + " received=(\\d+) send_waits=(\\d+) send_wait_ns=(\\d+) receive_waits=(\\d+)"
              + " receive_wait_ns=(\\d+)$");

  @ParameterizedTest
  @CsvSource({
    "/test/message_queues, mqueue, mq_timedsend|mq_timedreceive, 1",
    "/test/message_queues, mqueue, mq_timedsend|mq_timedreceive, 3",
    "/test/systemv_queues, msg, msgsnd|msgrcv, 2"
  })
  void eachMessageThatPassesTellsHowItsQueueStands(
      String program, String kind, String calls, int harts) {
    StringBuilder trace = new StringBuilder();
    GuestRun run =
        GuestRun.of(
            Computer.builder()
                .harts(harts)
                .trace(new TraceWriter(trace))
                .program(program, List.of(program)));
    assertEquals(0, run.status(), run.output() + run.error());
    List<MatchResult> lines = LINE.matcher(trace).results().toList();
    lines.forEach(line -> check(line, kind));
    assertEquals(count(trace, "(?m)^.* queue kind=.*$"), lines.size());
    assertEquals(count(trace, "(?m)^.* call (" + calls + ")\\(.*\\) = \\d+$"), lines.size());
    assertTrue(lines.stream().anyMatch(line -> figure(line, 9) > 0 && figure(line, 10) > 0));
    assertThatFiguresGrow(lines);
  }

  private static void check(MatchResult line, String kind) {
    assertEquals(kind, line.group(1));
    assertEquals(figure(line, 5) - figure(line, 6), figure(line, 3), line.group());
    assertTrue(figure(line, 3) > 0 || figure(line, 4) == 0, line.group());
  }

  private static void assertThatFiguresGrow(List<MatchResult> lines) {
    Map<String, Long> passed = new LinkedHashMap<>();
    for (MatchResult line : lines) {
      long now = figure(line, 5) + figure(line, 6);
      long before = passed.getOrDefault(line.group(2), 0L);
      boolean isNew = now == 1;
      assertTrue(isNew || now >= before, line.group());
      passed.put(line.group(2), now);
    }
  }

  private static long figure(MatchResult line, int column) {
    return Long.parseLong(line.group(column));
  }

  private static int count(CharSequence text, String pattern) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }
}
