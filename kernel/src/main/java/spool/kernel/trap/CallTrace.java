package spool.kernel.trap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import spool.kernel.abi.Errno;
import spool.kernel.process.Registers;
import spool.kernel.process.Task;
import spool.kernel.syscall.SystemCallDescription;
import spool.kernel.trace.TraceSink;

/// Tells of system calls as strace does: name, arguments by name, result.
final class CallTrace {
  private static final long[] NOTHING = {};
  private static final int ARGUMENTS = 6;
  private static final int MOST_ERRNO = 4095;

  private final TraceSink sink;
  private final SystemCallDescription.Catalogue catalogue;

  CallTrace(TraceSink sink, SystemCallDescription.Catalogue catalogue) {
    this.sink = sink;
    this.catalogue = catalogue;
  }

  /// The arguments in the registers `x`, which the call may change; nothing when nobody listens.
  long[] remember(long[] x) {
    if (!sink.isOn()) {
      return NOTHING;
    }
    long[] arguments = new long[ARGUMENTS];
    System.arraycopy(x, Registers.A0, arguments, 0, ARGUMENTS);
    return arguments;
  }

  void ended(Task task, int number, long[] arguments, long result) {
    if (sink.isOn()) {
      tell(task, describe(number, arguments) + " = " + result(result));
    }
  }

  void departed(Task task, int number, long[] arguments) {
    if (sink.isOn()) {
      tell(task, describe(number, arguments));
    }
  }

  private void tell(Task task, String details) {
    sink.event(task.now(), task.hart(), task.tid(), TraceSink.Kind.CALL, details);
  }

  private String describe(int number, long[] arguments) {
    return catalogue
        .find(number)
        .map(call -> describe(call, arguments))
        .orElseGet(() -> "syscall_" + number + "()");
  }

  private static String describe(SystemCallDescription call, long[] arguments) {
    List<String> texts = new ArrayList<>();
    for (int index = 0; index < call.parameters().size(); index++) {
      SystemCallDescription.Parameter parameter = call.parameters().get(index);
      texts.add(parameter.name() + "=" + parameter.show(arguments[index]));
    }
    return call.name() + "(" + String.join(", ", texts) + ")";
  }

  private static String result(long value) {
    if (value < 0 && value >= -MOST_ERRNO) {
      return "-1 " + errorName((int) -value);
    }
    return Math.abs(value) < 1 << 20 ? Long.toString(value) : "0x" + Long.toHexString(value);
  }

  private static String errorName(int number) {
    return Stream.of(Errno.values())
        .filter(errno -> errno.number() == number)
        .map(Errno::name)
        .findFirst()
        .orElse(Integer.toString(number));
  }
}
